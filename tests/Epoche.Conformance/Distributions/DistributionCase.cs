namespace Epoche.Conformance.Distributions;

/// <summary>A distribution for <see cref="DistributionKit"/>.</summary>
/// <param name="Name">Its name; several may be of one type.</param>
/// <param name="Make">From parameters to the distribution; those whose parameters are numbers take the shape of a draw instead.</param>
/// <param name="Low">Nearly all of its mass lies from here; the least value of whole numbers.</param>
/// <param name="High">To here; the greatest of whole numbers.</param>
public sealed record DistributionCase(string Name, Func<Tensor[], Shape, Distribution> Make, double Low, double High)
{
    /// <summary>The parameters: one number each, or a vector, such as the logits of classes. None where they are numbers.</summary>
    public IReadOnlyList<float[]> Parameters { get; init; } = [];

    /// <summary>Others in range, for the divergence. Default: that from itself alone.</summary>
    public IReadOnlyList<float[]>? Other { get; init; }

    /// <summary>Whether values are whole numbers.</summary>
    public bool IsDiscrete { get; init; }

    /// <summary>Values that cannot be drawn.</summary>
    public IReadOnlyList<float> Outside { get; init; } = [];

    /// <summary>The distribution.</summary>
    public Distribution Create() => Make(Tensors(Parameters), []);

    internal Tensor[] Tensors(IReadOnlyList<float[]> parameters) =>
        [.. parameters.Select(p => Tensor.Of(p, p.Length == 1 ? [] : [p.Length]))];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
