using System.Runtime.CompilerServices;

namespace Epoche.Conformance.Gradients;

/// <summary>One computation checked forwards and backwards against its reference in double precision.</summary>
/// <param name="Op">The operation of the op table that it checks.</param>
/// <param name="Note">What is special about the case.</param>
/// <param name="Compute">The computation with tensors.</param>
/// <param name="Reference">The same with plain arrays.</param>
/// <param name="Inputs">The inputs.</param>
internal sealed record GradientCase(
    string Op, string Note, Func<Tensor[], Tensor> Compute, Func<Nd<double>[], Nd<double>> Reference, params GradientInput[] Inputs)
{
    public override string ToString() => Note.Length == 0 ? Op : $"{Op}: {Note}";
}

/// <summary>An input: its shape and how its numbers are drawn.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Low">Numbers are uniform from here …</param>
/// <param name="High">… to here.</param>
/// <param name="Differentiate">False for inputs such as labels and indices.</param>
/// <param name="Values">Fixed numbers instead of drawn ones.</param>
[CollectionBuilder(typeof(GradientInput), nameof(Create))]
internal sealed record GradientInput(Shape Shape, double Low = -2, double High = 2, bool Differentiate = true, float[]? Values = null)
{
    /// <summary>An input of this shape with the usual numbers: <c>[2, 3]</c>.</summary>
    public static GradientInput Create(ReadOnlySpan<int> sizes) => new(Shape.Create(sizes));

    public IEnumerator<int> GetEnumerator() => Shape.GetEnumerator();
}
