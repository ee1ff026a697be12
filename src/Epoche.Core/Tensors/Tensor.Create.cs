using System.Runtime.InteropServices;
using Epoche.Memory;

namespace Epoche;

public readonly partial struct Tensor
{
    /// <summary>A tensor with a copy of <paramref name="values"/>, row-major.</summary>
    /// <exception cref="ArgumentException">The number of values differs from the shape's.</exception>
    public static Tensor Of(ReadOnlySpan<float> values, Shape shape)
    {
        RequireCount(values.Length, shape);
        Tensor tensor = Uninitialized(shape);
        values.CopyTo(tensor.Span);
        return tensor;
    }

    /// <summary>A vector with a copy of <paramref name="values"/>.</summary>
    public static Tensor Of(params ReadOnlySpan<float> values) => Of(values, [values.Length]);

    /// <summary>A matrix with a copy of <paramref name="values"/>: <c>Tensor.Of(new float[,] { { 1, 2 }, { 3, 4 } })</c>.</summary>
    public static Tensor Of(float[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Of(FlatSpan(values), [values.GetLength(0), values.GetLength(1)]);
    }

    /// <summary>
    /// A handle on an array of yours, not a copy: what you write there later, the tensor sees. Inside a step this allocates nothing.
    /// </summary>
    /// <exception cref="ArgumentException">The array is too short.</exception>
    public static Tensor Wrap(float[] array, Shape shape, int offset = 0)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (offset < 0 || shape.ElementCount > array.Length - offset)
        {
            throw new ArgumentException(
                $"A tensor of shape {shape} needs {shape.ElementCount} floats from offset {offset}; the array holds {array.Length}.",
                nameof(array));
        }

        return StepArena.Current is { } arena ? arena.Storage.Add(array, offset, shape) : OnHeap(array, offset, shape);
    }

    /// <summary>Zeros everywhere.</summary>
    public static Tensor Zeros(Shape shape) => Full(shape, 0);

    /// <summary>Ones everywhere.</summary>
    public static Tensor Ones(Shape shape) => Full(shape, 1);

    /// <summary>The same number everywhere.</summary>
    public static Tensor Full(Shape shape, float value)
    {
        Tensor tensor = Uninitialized(shape);
        tensor.Span.Fill(value);
        return tensor;
    }

    /// <summary>A tensor of rank 0.</summary>
    public static Tensor Scalar(float value) => Full([], value);

    /// <summary>Uniform in [low, high).</summary>
    /// <exception cref="ArgumentException">The difference of the ends is not finite.</exception>
    public static Tensor Uniform(Shape shape, ref Rng random, float low = 0, float high = 1)
    {
        Tensor tensor = Uninitialized(shape);
        random.FillUniform(tensor.Span, low, high);
        return tensor;
    }

    /// <summary>Normally distributed.</summary>
    /// <exception cref="ArgumentException">The mean or the deviation is not finite, or the deviation is negative.</exception>
    public static Tensor Normal(Shape shape, ref Rng random, float mean = 0, float deviation = 1)
    {
        Tensor tensor = Uninitialized(shape);
        random.FillNormal(tensor.Span, mean, deviation);
        return tensor;
    }

    /// <summary>
    /// A tensor on the heap whose gradient <see cref="Tape.Backward"/> gathers in <see cref="Gradient"/>, for computations without a model.
    /// </summary>
    /// <exception cref="ArgumentException">The number of values differs from the shape's.</exception>
    public static Tensor Variable(ReadOnlySpan<float> values, Shape shape)
    {
        RequireCount(values.Length, shape);
        Tensor variable = OnHeap(values.ToArray(), 0, shape);
        ref Slot slot = ref variable.Slot;
        slot.NeedsGradient = true;
        slot.Gradient = OnHeap(new float[shape.ElementCount], 0, shape);
        return variable;
    }

    /// <summary>Memory with undefined content: in the open step, else on the heap.</summary>
    internal static Tensor Uninitialized(Shape shape) =>
        StepArena.Current is { } arena ? arena.Storage.Allocate(shape) : OnHeap(new float[shape.ElementCount], 0, shape);

    /// <summary>Rows of the first axis: a handle on the same numbers, constants. Valid as long as this tensor and the open step.</summary>
    internal Tensor Rows(int start, int count)
    {
        RequireHere();
        (float[] buffer, int offset, Shape shape) = (Slot.Buffer, Slot.Offset, Slot.Shape);
        Span<int> sizes = stackalloc int[shape.Rank];
        shape.CopyTo(sizes);
        sizes[0] = count;
        Shape rows = Shape.Create(sizes);
        offset += shape[0] == 0 ? 0 : start * (shape.ElementCount / shape[0]);
        return StepArena.Current is { } arena ? arena.Storage.Add(buffer, offset, rows) : OnHeap(buffer, offset, rows);
    }

    /// <summary>A handle on an array, outside of any step.</summary>
    internal static Tensor OnHeap(float[] array, Shape shape) => OnHeap(array, 0, shape);

    private static Tensor OnHeap(float[] array, int offset, Shape shape)
    {
        HeapStorage storage = new(array, offset, shape);
        return new Tensor(storage, 0, storage.Generation);
    }

    private static Span<float> FlatSpan(float[,] values) =>
        values.Length == 0 ? [] : MemoryMarshal.CreateSpan(ref values[0, 0], values.Length);

    private static void RequireCount(int count, Shape shape)
    {
        if (count != shape.ElementCount)
        {
            throw new ArgumentException($"A tensor of shape {shape} has {shape.ElementCount} elements; received {count} values.");
        }
    }
}
