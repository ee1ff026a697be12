using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>w = w·shrinking − lr·sign(β₁m + (1−β₁)g); m = β₂m + (1−β₂)g.</summary>
/// <param name="Rate">lr.</param>
/// <param name="Shrinking">1 − lr·decay.</param>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
internal readonly record struct LionUpdate(float Rate, float Shrinking, float Beta1, float Beta2) : IUpdate<LionUpdate>
{
    public static int SlotCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<V, S>(in LionUpdate c, ref V w, V g, ref V m, ref V s1, ref V s2)
        where V : struct
        where S : ISimd<V>
    {
        V one = S.Create(1), zero = S.Create(0), beta1 = S.Create(c.Beta1), beta2 = S.Create(c.Beta2), rate = S.Create(c.Rate);
        V direction = S.Fma(beta1, m, S.Multiply(S.Subtract(one, beta1), g));
        m = S.Fma(beta2, m, S.Multiply(S.Subtract(one, beta2), g));
        V up = S.And(S.Less(direction, zero), rate), down = S.And(S.Less(zero, direction), rate);
        w = S.Subtract(S.Fma(w, S.Create(c.Shrinking), up), down);
    }
}

/// <summary>m = β₁m + (1−β₁)g; u = max(β₂u, |g| + ε); w −= lr/(1−β₁ᵗ)·m/u.</summary>
/// <param name="CorrectedRate">lr/(1−β₁ᵗ).</param>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct AdamaxUpdate(float CorrectedRate, float Beta1, float Beta2, float Epsilon) : IUpdate<AdamaxUpdate>
{
    public static int SlotCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<V, S>(in AdamaxUpdate c, ref V w, V g, ref V m, ref V u, ref V s2)
        where V : struct
        where S : ISimd<V>
    {
        V beta1 = S.Create(c.Beta1);
        m = S.Fma(beta1, m, S.Multiply(S.Subtract(S.Create(1), beta1), g));
        u = S.Max(S.Multiply(S.Create(c.Beta2), u), S.Add(S.Abs(g), S.Create(c.Epsilon)));
        w = S.Fma(S.Create(-c.CorrectedRate), S.Divide(m, u), w);
    }
}

/// <summary>m = β₁m + (1−β₁)g; v = β₂v + (1−β₂)g²; w −= (a·g + b·m)/(√v/√(1−β₂ᵗ) + ε).</summary>
/// <param name="GradientRate">a = lr·(1−μₜ)/(1−Πμ).</param>
/// <param name="MomentumRate">b = lr·μₜ₊₁/(1−μₜ₊₁·Πμ).</param>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="RootCorrection">1/√(1−β₂ᵗ).</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct NAdamUpdate(
    float GradientRate, float MomentumRate, float Beta1, float Beta2, float RootCorrection, float Epsilon) : IUpdate<NAdamUpdate>
{
    public static int SlotCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<V, S>(in NAdamUpdate c, ref V w, V g, ref V m, ref V v, ref V s2)
        where V : struct
        where S : ISimd<V>
    {
        V one = S.Create(1), beta1 = S.Create(c.Beta1), beta2 = S.Create(c.Beta2);
        m = S.Fma(beta1, m, S.Multiply(S.Subtract(one, beta1), g));
        v = S.Fma(beta2, v, S.Multiply(S.Multiply(S.Subtract(one, beta2), g), g));
        V denominator = S.Fma(S.Sqrt(v), S.Create(c.RootCorrection), S.Create(c.Epsilon));
        V direction = S.Fma(S.Create(c.GradientRate), g, S.Multiply(S.Create(c.MomentumRate), m));
        w = S.Subtract(w, S.Divide(direction, denominator));
    }
}

/// <summary>m = β₁m + (1−β₁)g; v = β₂v + (1−β₂)g²; w −= rate·m/(√v + ε), or rate·m while too little is known of v.</summary>
/// <param name="Rate">lr·r·√(1−β₂ᵗ)/(1−β₁ᵗ) with the rectification r, or lr/(1−β₁ᵗ).</param>
/// <param name="IsRectified">Whether the step is divided by √v + ε.</param>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct RAdamUpdate(float Rate, bool IsRectified, float Beta1, float Beta2, float Epsilon) : IUpdate<RAdamUpdate>
{
    public static int SlotCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<V, S>(in RAdamUpdate c, ref V w, V g, ref V m, ref V v, ref V s2)
        where V : struct
        where S : ISimd<V>
    {
        V one = S.Create(1), beta1 = S.Create(c.Beta1), beta2 = S.Create(c.Beta2);
        m = S.Fma(beta1, m, S.Multiply(S.Subtract(one, beta1), g));
        v = S.Fma(beta2, v, S.Multiply(S.Multiply(S.Subtract(one, beta2), g), g));
        V direction = c.IsRectified ? S.Divide(m, S.Add(S.Sqrt(v), S.Create(c.Epsilon))) : m;
        w = S.Fma(S.Create(-c.Rate), direction, w);
    }
}
