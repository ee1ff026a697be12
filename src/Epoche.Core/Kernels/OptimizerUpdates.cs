using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>w −= lr·(g + decay·w). Constants: lr, decay.</summary>
internal readonly struct SgdUpdate : IUpdate
{
    public static int SlotCount => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<V, S>(ref V w, V g, ref V s0, ref V s1, ref V s2, in UpdateConstants c)
        where V : struct
        where S : ISimd<V> =>
        w = S.Fma(S.Create(-c.C0), S.Fma(S.Create(c.C1), w, g), w);
}

/// <summary>m = μm + g; w −= lr·m, or with Nesterov w −= lr·(g + μm). Constants: lr, decay, μ, 1 for Nesterov.</summary>
internal readonly struct MomentumUpdate : IUpdate
{
    public static int SlotCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<V, S>(ref V w, V g, ref V s0, ref V s1, ref V s2, in UpdateConstants c)
        where V : struct
        where S : ISimd<V>
    {
        g = S.Fma(S.Create(c.C1), w, g);
        s0 = S.Fma(S.Create(c.C2), s0, g);
        V direction = c.C3 != 0 ? S.Fma(S.Create(c.C2), s0, g) : s0;
        w = S.Fma(S.Create(-c.C0), direction, w);
    }
}

/// <summary>v = ρv + (1−ρ)g²; w −= lr·g/√(v+ε). Constants: lr, decay, ρ, 1−ρ, ε.</summary>
internal readonly struct RmsPropUpdate : IUpdate
{
    public static int SlotCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<V, S>(ref V w, V g, ref V s0, ref V s1, ref V s2, in UpdateConstants c)
        where V : struct
        where S : ISimd<V>
    {
        g = S.Fma(S.Create(c.C1), w, g);
        s0 = S.Fma(S.Create(c.C2), s0, S.Multiply(S.Multiply(S.Create(c.C3), g), g));
        w = S.Fma(S.Create(-c.C0), S.Divide(g, S.Sqrt(S.Add(s0, S.Create(c.C4)))), w);
    }
}

/// <summary>n = ρn + (1−ρ)g²; m = ρm + (1−ρ)g; Δ = μΔ − lr·g/√(n − m² + ε); w += Δ. Constants: lr, decay, ρ, 1−ρ, ε, μ.</summary>
internal readonly struct RmsPropGravesUpdate : IUpdate
{
    public static int SlotCount => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<V, S>(ref V w, V g, ref V s0, ref V s1, ref V s2, in UpdateConstants c)
        where V : struct
        where S : ISimd<V>
    {
        g = S.Fma(S.Create(c.C1), w, g);
        V rho = S.Create(c.C2), share = S.Multiply(S.Create(c.C3), g);
        s0 = S.Fma(rho, s0, S.Multiply(share, g));
        s1 = S.Fma(rho, s1, share);

        // n − m² is a variance; rounding may turn a tiny one negative.
        V variance = S.Max(S.Fma(S.Negate(s1), s1, s0), S.Create(0));
        s2 = S.Fma(S.Create(-c.C0), S.Divide(g, S.Sqrt(S.Add(variance, S.Create(c.C4)))), S.Multiply(S.Create(c.C5), s2));
        w = S.Add(w, s2);
    }
}

/// <summary>
/// m = β₁m + (1−β₁)g; v = β₂v + (1−β₂)g²; w −= lr/(1−β₁ᵗ)·m/(√v/√(1−β₂ᵗ) + ε). Constants: lr/(1−β₁ᵗ), 1 − lr·decay, β₁, β₂, 1/√(1−β₂ᵗ), ε.
/// </summary>
internal readonly struct AdamUpdate : IUpdate
{
    public static int SlotCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<V, S>(ref V w, V g, ref V s0, ref V s1, ref V s2, in UpdateConstants c)
        where V : struct
        where S : ISimd<V>
    {
        V one = S.Create(1), beta1 = S.Create(c.C2), beta2 = S.Create(c.C3);
        s0 = S.Fma(beta1, s0, S.Multiply(S.Subtract(one, beta1), g));
        s1 = S.Fma(beta2, s1, S.Multiply(S.Multiply(S.Subtract(one, beta2), g), g));
        V denominator = S.Fma(S.Sqrt(s1), S.Create(c.C4), S.Create(c.C5));
        w = S.Fma(S.Create(-c.C0), S.Divide(s0, denominator), S.Multiply(w, S.Create(c.C1)));
    }
}
