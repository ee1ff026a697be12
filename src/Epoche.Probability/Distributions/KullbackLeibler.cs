using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>
/// The Kullback–Leibler divergence ∫ q·ln(q/p) in closed form, in nats, of each element: normal, log-normal, half-normal, Laplace,
/// Bernoulli, categorical and uniform against their own kind, normal against Laplace, log-normal against half-normal.
/// </summary>
public static partial class KullbackLeibler
{
    private const float HalfLogTwoPi = Distribution.HalfLogTwoPi;
    private const float RootTwoOverPi = 0.79788456080286536f;
    private const float RootHalf = 0.70710678118654752f;
    private const float SmallestNormal = 1.17549435e-38f;

    private static readonly float s_logTwo = ScalarMath.Log(2f);

    /// <summary>KL(q ‖ p), the divergence of <paramref name="q"/> from <paramref name="p"/>.</summary>
    /// <exception cref="ArgumentException">A parameter lies outside of its range, or the parameters' shapes do not fit.</exception>
    /// <exception cref="NotSupportedException">This pair has no closed form here.</exception>
    public static Tensor Divergence(Distribution q, Distribution p)
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(p);
        return TryDivergence(q, p, out Tensor divergence)
            ? divergence
            : throw new NotSupportedException($"The divergence of {q.Name} from {p.Name}, KL({q.Name} ‖ {p.Name}), has no closed form "
                + "here; take the mean of q.LogDensity(x) − p.LogDensity(x) over draws x of q.");
    }

    /// <summary>KL(q ‖ p), the divergence of <paramref name="q"/> from <paramref name="p"/>, where this pair has a closed form.</summary>
    /// <returns>Whether it has.</returns>
    /// <exception cref="ArgumentException">A parameter lies outside of its range, or the parameters' shapes do not fit.</exception>
    public static bool TryDivergence(Distribution q, Distribution p, out Tensor divergence)
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(p);
        q.Plain.RequireRange();
        p.Plain.RequireRange();
        (bool closed, divergence) = (q.Plain, p.Plain) switch
        {
            (Normal a, Normal b) => (true, OfNormals(a.Location, a.Scale, b.Location, b.Scale)),
            (LogNormal a, LogNormal b) => (true, OfNormals(a.Location, a.Scale, b.Location, b.Scale)), // the map eᶻ changes nothing
            (LogitNormal a, LogitNormal b) when a.Support.Low == b.Support.Low && a.Support.High == b.Support.High =>
                (true, OfNormals(a.Location, a.Scale, b.Location, b.Scale)),
            (HalfNormal a, HalfNormal b) => (true, OfScales(a.Scale, b.Scale)),
            (Laplace a, Laplace b) => (true, OfLaplaces(a, b)),
            (Normal a, Laplace b) => (true, OfLaplaceFromNormal(a, b)),
            (LogNormal a, HalfNormal b) => (true, OfHalfNormalFromLogNormal(a, b)),
            (Bernoulli a, Bernoulli b) => (true, OfBernoullis(a.Logits, b.Logits)),
            (Categorical a, Categorical b) => (true, OfCategoricals(a.Logits, b.Logits)),
            (Uniform a, Uniform b) => (true, OfUniforms(a, b)),
            _ => (false, default(Tensor)),
        };
        return closed;
    }

    /// <summary>½((σ_q/σ_p)² + ((μ_q − μ_p)/σ_p)² − 1) − ln(σ_q/σ_p).</summary>
    private static Tensor OfNormals(Tensor qLocation, Tensor qScale, Tensor pLocation, Tensor pScale)
    {
        Tensor distance = (qLocation - pLocation) / pScale;
        return (0.5f * distance * distance) + OfScales(qScale, pScale);
    }

    /// <summary>½(r² − 1) − ln r with r = σ_q/σ_p; as a product the first keeps its digits near r = 1.</summary>
    private static Tensor OfScales(Tensor qScale, Tensor pScale)
    {
        Tensor ratio = qScale / pScale;
        return (0.5f * (ratio - 1) * (ratio + 1)) - LogOfRatio(qScale, pScale, ratio);
    }

    /// <summary>ln(q/p), also where the ratio leaves the range of single precision.</summary>
    private static Tensor LogOfRatio(Tensor q, Tensor p, Tensor ratio) =>
        Reduce.IsBetween(ratio.Values, SmallestNormal, float.PositiveInfinity) ? Log(ratio) : Log(q) - Log(p);

    private static Tensor OfLaplaces(Laplace q, Laplace p)
    {
        Tensor distance = Abs(q.Location - p.Location), ratio = q.Scale / p.Scale;
        return ((distance + (q.Scale * Expm1(-(distance / q.Scale)))) / p.Scale) + (ratio - 1 - LogOfRatio(q.Scale, p.Scale, ratio));
    }

    /// <summary>E|x − m| = σ·√(2/π)·exp(−d²/2σ²) + d·erf(d/σ√2) with d = μ − m.</summary>
    private static Tensor OfLaplaceFromNormal(Normal q, Laplace p)
    {
        Tensor d = q.Location - p.Location, ratio = d / q.Scale;
        Tensor distance = (RootTwoOverPi * q.Scale * Exp(-0.5f * Square(ratio))) + (d * Erf(RootHalf * ratio));
        return (distance / p.Scale) - LogOfRatio(q.Scale, p.Scale, q.Scale / p.Scale) + (s_logTwo - HalfLogTwoPi - 0.5f);
    }

    /// <summary>−H(q) − E ln p with E x² = exp(2μ + 2σ²).</summary>
    private static Tensor OfHalfNormalFromLogNormal(LogNormal q, HalfNormal p)
    {
        Tensor square = Exp(2 * (q.Location + Square(q.Scale) - Log(p.Scale)));
        return (0.5f * square) + LogOfRatio(p.Scale, q.Scale, p.Scale / q.Scale) - q.Location - (0.5f + s_logTwo);
    }

    /// <summary>Σ q·(ln q − ln p) over both outcomes, each with the probability that keeps its digits.</summary>
    private static Tensor OfBernoullis(Tensor q, Tensor p)
    {
        Tensor a = Bernoulli.Finite(q), b = Bernoulli.Finite(p);
        Tensor divergence = (Sigmoid(a) * (Softplus(-b) - Softplus(-a))) + (Sigmoid(-a) * (Softplus(b) - Softplus(a)));
        return Reduce.IsFinite(p.Values)
            ? divergence
            : divergence + Forbidden((q > float.NegativeInfinity) * Equal(p, float.NegativeInfinity))
                + Forbidden((q < float.PositiveInfinity) * Equal(p, float.PositiveInfinity));
    }

    private static Tensor OfCategoricals(Tensor q, Tensor p)
    {
        if (q.Length(-1) != p.Length(-1))
        {
            throw new ArgumentException($"A divergence wants as many classes on both sides; received {q.Length(-1)} and {p.Length(-1)}.");
        }

        Tensor divergence = (Softmax(q) * (Categorical.FiniteLogarithms(q) - Categorical.FiniteLogarithms(p))).Sum(axis: -1);
        return Reduce.IsFinite(p.Values)
            ? divergence
            : divergence + Forbidden((q > float.NegativeInfinity) * Equal(p, float.NegativeInfinity)).Max(axis: -1);
    }

    /// <summary>∞ where q allows what p excludes, be it so rare that its probability rounds to 0; else 0.</summary>
    private static Tensor Forbidden(Tensor condition) => Where(condition, float.PositiveInfinity, 0);

    private static Tensor OfUniforms(Uniform q, Uniform p)
    {
        bool inside = p.Low <= q.Low && q.High <= p.High;
        double divergence = ScalarMath.Log((double)p.High - p.Low) - ScalarMath.Log((double)q.High - q.Low);
        return Tensor.Full(Broadcast.Shape(q.Shape, p.Shape), inside ? (float)divergence : float.PositiveInfinity);
    }
}
