namespace Epoche;

/// <summary>What a slab entry holds.</summary>
public enum ParameterKind
{
    /// <summary>Learned: the optimizer moves it along its gradient.</summary>
    Parameter,

    /// <summary>Carried along and saved, but never touched by an optimizer, such as running statistics.</summary>
    Buffer,
}

/// <summary>One named tensor of a slab.</summary>
/// <param name="Name">Unique within the slab, such as <c>dense/kernel</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Offset">Where it starts in <see cref="ParameterSlab.Values"/>, in floats.</param>
/// <param name="Kind">Learned or carried along.</param>
/// <param name="Decay">Whether weight decay applies to it (kernels yes, biases no).</param>
public sealed record ParameterInfo(string Name, Shape Shape, int Offset, ParameterKind Kind, bool Decay)
{
    /// <summary>Unique within the slab, such as <c>dense/kernel</c>.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>Its shape.</summary>
    public Shape Shape { get; init; } = Shape;

    /// <summary>Where it starts in <see cref="ParameterSlab.Values"/>, in floats.</summary>
    public int Offset { get; init; } = Offset;

    /// <summary>Learned or carried along.</summary>
    public ParameterKind Kind { get; init; } = Kind;

    /// <summary>Whether weight decay applies to it (kernels yes, biases no).</summary>
    public bool Decay { get; init; } = Decay;
}

/// <summary>Neighbouring learned parameters that an optimizer treats alike; Decay is that of the first.</summary>
internal readonly record struct ParameterRange(int Start, int Count, bool Decay);
