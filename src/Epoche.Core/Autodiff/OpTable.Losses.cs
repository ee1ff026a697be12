using Epoche.Kernels;

namespace Epoche.Autodiff;

internal static partial class OpTable
{
    /// <summary>Of errors: ½e² within ±δ, linear beyond (Huber 1964).</summary>
    internal static readonly Op Huber = new("huber", SameShape, c => Elementwise.Apply<HuberLoss>(c.A, c.Arguments.Huber.Delta, c.Y), g =>
        g.Add(0, g.dY * Apply(Clip!, g.A, new ClipArguments(-g.Arguments.Huber.Delta, g.Arguments.Huber.Delta))));

    private static IEnumerable<Op> Losses => [Huber];
}
