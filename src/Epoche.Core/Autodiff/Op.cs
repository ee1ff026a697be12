namespace Epoche.Autodiff;

/// <summary>The shape of the output; throws, naming the shapes, when the inputs do not fit.</summary>
internal delegate Shape ShapeRule(ReadOnlySpan<Tensor> inputs, in OpArguments arguments);

/// <summary>Computes the output from the inputs with kernels.</summary>
internal delegate void ForwardRule(OpCall call);

/// <summary>Adds to the gradients of the inputs what the gradient of the output implies.</summary>
internal delegate void GradientRule(GradientCall call);

/// <summary>
/// An operation: its shape rule, its forward computation, its gradient (none where the derivative is zero almost everywhere or senseless).
/// </summary>
internal sealed record Op(string Name, ShapeRule Shape, ForwardRule Forward, GradientRule? Gradient)
{
    /// <summary>The shape of what forward leaves for the gradient besides inputs and output; null where that is nothing.</summary>
    public ShapeRule? Saves { get; init; }

    /// <summary>Set when forward computes what it saves for the gradient alone, and nothing where it finds no room for it.</summary>
    public bool SavesForGradientOnly { get; init; }

    /// <summary>Set when the output is the input's memory under another shape.</summary>
    public bool IsView { get; init; }
}

/// <summary>One forward computation.</summary>
internal readonly ref struct OpCall(ReadOnlySpan<Tensor> inputs, Tensor output, Tensor saved, ref readonly OpArguments arguments)
{
    private readonly ref readonly OpArguments _arguments = ref arguments;

    public ReadOnlySpan<Tensor> Inputs { get; } = inputs;

    public Tensor Output { get; } = output;

    public Tensor Saved { get; } = saved;

    /// <summary>Where to leave what the gradient needs; empty where nobody asks for it.</summary>
    public Span<float> Kept => Saved.Storage is null ? default : Saved.Span;

    public ref readonly OpArguments Arguments => ref _arguments;

    public ReadOnlySpan<float> A => Inputs[0].Values;

    public ReadOnlySpan<float> B => Inputs[1].Values;

    public Span<float> Y => Output.Span;
}
