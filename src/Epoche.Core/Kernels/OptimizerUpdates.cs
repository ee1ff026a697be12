using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>w −= lr·(g + decay·w).</summary>
/// <param name="Rate">lr.</param>
/// <param name="Decay">decay.</param>
internal readonly record struct SgdUpdate(float Rate, float Decay) : IUpdate<SgdUpdate>
{
    public static int SlotCount => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<V, S>(in SgdUpdate c, ref V w, V g, ref V s0, ref V s1, ref V s2)
        where V : struct
        where S : ISimd<V> =>
        w = S.Fma(S.Create(-c.Rate), S.Fma(S.Create(c.Decay), w, g), w);
}

/// <summary>m = μm + g; w −= lr·m, or with Nesterov w −= lr·(g + μm); with g + decay·w for g.</summary>
/// <param name="Rate">lr.</param>
/// <param name="Decay">decay.</param>
/// <param name="Momentum">μ.</param>
/// <param name="IsNesterov">Whether the form is Nesterov's.</param>
internal readonly record struct MomentumUpdate(float Rate, float Decay, float Momentum, bool IsNesterov) : IUpdate<MomentumUpdate>
{
    public static int SlotCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<V, S>(in MomentumUpdate c, ref V w, V g, ref V m, ref V s1, ref V s2)
        where V : struct
        where S : ISimd<V>
    {
        g = S.Fma(S.Create(c.Decay), w, g);
        m = S.Fma(S.Create(c.Momentum), m, g);
        V direction = c.IsNesterov ? S.Fma(S.Create(c.Momentum), m, g) : m;
        w = S.Fma(S.Create(-c.Rate), direction, w);
    }
}

/// <summary>v = ρv + (1−ρ)g²; w −= lr·g/√(v+ε).</summary>
/// <param name="Rate">lr.</param>
/// <param name="Rho">ρ.</param>
/// <param name="OneMinusRho">1−ρ.</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct RmsPropUpdate(float Rate, float Rho, float OneMinusRho, float Epsilon) : IUpdate<RmsPropUpdate>
{
    public static int SlotCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<V, S>(in RmsPropUpdate c, ref V w, V g, ref V v, ref V s1, ref V s2)
        where V : struct
        where S : ISimd<V>
    {
        v = S.Fma(S.Create(c.Rho), v, S.Multiply(S.Multiply(S.Create(c.OneMinusRho), g), g));
        w = S.Fma(S.Create(-c.Rate), S.Divide(g, S.Sqrt(S.Add(v, S.Create(c.Epsilon)))), w);
    }
}

/// <summary>n = ρn + (1−ρ)g²; m = ρm + (1−ρ)g; Δ = μΔ − lr·g/√(n − m² + ε); w += Δ.</summary>
/// <param name="Rate">lr.</param>
/// <param name="Rho">ρ.</param>
/// <param name="OneMinusRho">1−ρ.</param>
/// <param name="Momentum">μ.</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct RmsPropGravesUpdate(float Rate, float Rho, float OneMinusRho, float Momentum, float Epsilon)
    : IUpdate<RmsPropGravesUpdate>
{
    public static int SlotCount => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<V, S>(in RmsPropGravesUpdate c, ref V w, V g, ref V n, ref V m, ref V delta)
        where V : struct
        where S : ISimd<V>
    {
        V rho = S.Create(c.Rho), share = S.Multiply(S.Create(c.OneMinusRho), g);
        n = S.Fma(rho, n, S.Multiply(share, g));
        m = S.Fma(rho, m, share);

        // n − m² is a variance; rounding may turn a tiny one negative.
        V variance = S.Max(S.Fma(S.Negate(m), m, n), S.Create(0));
        V standard = S.Divide(g, S.Sqrt(S.Add(variance, S.Create(c.Epsilon))));
        delta = S.Fma(S.Create(-c.Rate), standard, S.Multiply(S.Create(c.Momentum), delta));
        w = S.Add(w, delta);
    }
}

/// <summary>m = β₁m + (1−β₁)g; v = β₂v + (1−β₂)g²; w −= lr/(1−β₁ᵗ)·m/(√v/√(1−β₂ᵗ) + ε), after w shrank by 1 − lr·decay.</summary>
/// <param name="CorrectedRate">lr/(1−β₁ᵗ).</param>
/// <param name="Shrinking">1 − lr·decay.</param>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="RootCorrection">1/√(1−β₂ᵗ).</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct AdamUpdate(
    float CorrectedRate, float Shrinking, float Beta1, float Beta2, float RootCorrection, float Epsilon)
    : IUpdate<AdamUpdate>
{
    public static int SlotCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<V, S>(in AdamUpdate c, ref V w, V g, ref V m, ref V v, ref V s2)
        where V : struct
        where S : ISimd<V>
    {
        V one = S.Create(1), beta1 = S.Create(c.Beta1), beta2 = S.Create(c.Beta2);
        m = S.Fma(beta1, m, S.Multiply(S.Subtract(one, beta1), g));
        v = S.Fma(beta2, v, S.Multiply(S.Multiply(S.Subtract(one, beta2), g), g));
        V denominator = S.Fma(S.Sqrt(v), S.Create(c.RootCorrection), S.Create(c.Epsilon));
        w = S.Fma(S.Create(-c.CorrectedRate), S.Divide(m, denominator), S.Multiply(w, S.Create(c.Shrinking)));
    }
}

/// <summary>w += share·(g − w): an average moves towards new weights, and stays exactly where they are the same.</summary>
/// <param name="Share">What the new ones count.</param>
internal readonly record struct AverageUpdate(float Share) : IUpdate<AverageUpdate>
{
    public static int SlotCount => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<V, S>(in AverageUpdate c, ref V w, V g, ref V s0, ref V s1, ref V s2)
        where V : struct
        where S : ISimd<V> => w = S.Fma(S.Create(c.Share), S.Subtract(g, w), w);
}
