namespace Epoche;

/// <content>
/// Fused: the divergence of a whole network's weights and its gradient, together with their draw (<see cref="Tensors.FusedNormalDraw"/>,
/// which tells what that gives and what it equals). The plain path is <see cref="TryDivergence"/> and a sum, which this agrees with up to
/// rounding.
/// </content>
public static partial class KullbackLeibler
{
    /// <summary>
    /// The divergence summed over all elements of a draw, in one pass over memory, where there is a kernel for it: a normal whose
    /// parameters have the shape of the draw against one that is the same everywhere.
    /// </summary>
    /// <param name="q">What was drawn from.</param>
    /// <param name="p">The prior.</param>
    /// <param name="drawn">The draw.</param>
    /// <param name="isClosed">Whether the closed form is wanted, or ln q(z) − ln p(z).</param>
    /// <param name="sum">One element.</param>
    internal static bool TrySum(Distribution q, Distribution p, Tensor drawn, bool isClosed, out Tensor sum)
    {
        sum = default;
        if (q.Plain is not Normal a || p.Plain is not Normal b || a.Location.Shape != drawn.Shape || a.Scale.Shape != drawn.Shape
            || !IsNumber(b.Location) || !IsNumber(b.Scale))
        {
            return false;
        }

        if (isClosed)
        {
            sum = a.LastDraw.Divergence(a.Location, a.Scale, b.Location, b.Scale);
        }
        else if (a.LastDraw.IsOnTape && a.LastDraw.Value.IsSame(drawn))
        {
            sum = a.LastDraw.EstimatedDivergence(a.Location, a.Scale, b.Location, b.Scale);
        }

        return !sum.IsDefault;

        static bool IsNumber(Tensor parameter) => parameter.Count == 1 && !parameter.NeedsGradient;
    }
}
