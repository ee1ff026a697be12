using Epoche.Kernels;

namespace Epoche.Autodiff;

// What operations need beside their input tensors, one record for each family of them; OpArguments holds any one.

/// <summary>Of reshape and broadcast.</summary>
/// <param name="Output">The shape that comes out.</param>
internal readonly record struct ShapeArguments(Shape Output);

/// <summary>Of a transposition.</summary>
/// <param name="Order">Which input axis each output axis is.</param>
internal readonly record struct TransposeArguments(AxisOrder Order);

/// <summary>Of a part of an axis.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Start">The first element of it that is taken.</param>
/// <param name="Output">The shape that comes out, and so the number of elements taken.</param>
internal readonly record struct SliceArguments(int Axis, int Start, Shape Output);

/// <summary>Of what runs along one axis: concat, gather, argmax.</summary>
/// <param name="Axis">The axis, from 0.</param>
internal readonly record struct AxisArguments(int Axis);

/// <summary>Of an order by size.</summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="Descending">Whether the largest comes first.</param>
internal readonly record struct SortArguments(int Axis, bool Descending);

/// <summary>Of one-hot rows.</summary>
/// <param name="Classes">The size of the new last axis.</param>
internal readonly record struct OneHotArguments(int Classes);

/// <summary>Of a reduction.</summary>
/// <param name="Axes">The axes that are reduced.</param>
/// <param name="Kept">The input's shape with those axes of size 1.</param>
/// <param name="KeepsAxes">Whether they stay in the output, with size 1.</param>
internal readonly record struct ReductionArguments(AxisSet Axes, Shape Kept, bool KeepsAxes);

/// <summary>Of a matrix product.</summary>
/// <param name="TransposesA">Whether the left operand is transposed, its last two axes.</param>
/// <param name="TransposesB">Whether the right one is.</param>
internal readonly record struct ProductArguments(bool TransposesA, bool TransposesB);

/// <summary>How a window moves over images, as in pooling.</summary>
/// <param name="Size">Of the window, in taps.</param>
/// <param name="Strides">From one output to the next, in pixels.</param>
/// <param name="Dilation">From one tap to the next, in pixels.</param>
/// <param name="Padding">What lies around the images.</param>
internal readonly record struct WindowArguments(Size2D Size, Size2D Strides, Size2D Dilation, Padding Padding);

/// <summary>How a kernel moves over images; its size is the kernel's.</summary>
/// <param name="Strides">From one output to the next, in pixels.</param>
/// <param name="Dilation">From one tap to the next, in pixels.</param>
/// <param name="Padding">What lies around the images.</param>
internal readonly record struct ConvolutionArguments(Size2D Strides, Size2D Dilation, Padding Padding)
{
    /// <summary>The window of a kernel [height, width, …].</summary>
    public WindowArguments Window(Shape kernel) => new(new(kernel[0], kernel[1]), Strides, Dilation, Padding);
}

/// <summary>Of layer normalization.</summary>
/// <param name="Epsilon">What is added to the variance.</param>
internal readonly record struct LayerNormArguments(float Epsilon);

/// <summary>Of batch normalization.</summary>
/// <param name="Epsilon">What is added to the variance.</param>
/// <param name="MomentsAreOfInput">Whether mean and variance are those of the input, so that the gradient passes through them; else they
/// are constants.</param>
internal readonly record struct BatchNormArguments(float Epsilon, bool MomentsAreOfInput);

/// <summary>Of an embedding.</summary>
/// <param name="Padding">The row that counts as zeros; null for none.</param>
internal readonly record struct EmbeddingArguments(int? Padding);

/// <summary>Of a recurrence.</summary>
/// <param name="Sequences">Whether the outputs of all steps are wanted, before the last state.</param>
internal readonly record struct RecurrenceArguments(bool Sequences);

/// <summary>Of self-attention.</summary>
/// <param name="Heads">How many heads share the features.</param>
/// <param name="IsCausal">Whether a step asks only itself and those before it.</param>
internal readonly record struct AttentionArguments(int Heads, bool IsCausal);

/// <summary>Of a clip.</summary>
/// <param name="Low">The lower bound.</param>
/// <param name="High">The upper bound.</param>
internal readonly record struct ClipArguments(float Low, float High);

/// <summary>Of Huber's loss.</summary>
/// <param name="Delta">δ, where the parabola turns into a line.</param>
internal readonly record struct HuberArguments(float Delta);

/// <summary>Of a draw from normal distributions.</summary>
/// <param name="Random">The stream, at an even place.</param>
/// <param name="Notes">Which of <see cref="TapeRecorder.DrawNotes"/> are the draw's; null where it is not recorded.</param>
internal readonly record struct NormalDrawArguments(Rng Random, int? Notes);

/// <summary>Of the divergence from a normal prior.</summary>
/// <param name="Notes">Which of <see cref="TapeRecorder.DrawNotes"/> take its gradient; null where there is no draw.</param>
/// <param name="IsEstimate">Whether the draw estimates it; else it is the closed form.</param>
internal readonly record struct NormalDivergenceArguments(int? Notes, bool IsEstimate);
