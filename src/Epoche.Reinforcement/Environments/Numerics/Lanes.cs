using System.Runtime.CompilerServices;
using Epoche.Kernels;

namespace Epoche.Simulation;

/// <summary>
/// One register of float32 lanes as a number. Every operation rounds in each lane as the scalar one does, and none is fused, so that all
/// widths give the same bits, also where the machine has no fused multiply-add.
/// </summary>
internal readonly struct Lanes<V, S>(V value) : IArithmetic<Lanes<V, S>>
    where V : struct
    where S : struct, ISimd<V>
{
    public readonly V Value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<V, S> Of(double value) => new(S.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<V, S> operator +(Lanes<V, S> left, Lanes<V, S> right) => new(S.Add(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<V, S> operator -(Lanes<V, S> left, Lanes<V, S> right) => new(S.Subtract(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<V, S> operator *(Lanes<V, S> left, Lanes<V, S> right) => new(S.Multiply(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<V, S> operator /(Lanes<V, S> left, Lanes<V, S> right) => new(S.Divide(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<V, S> Ratio(Lanes<V, S> value, Lanes<V, S> divisor, Lanes<V, S> reciprocal) => value * reciprocal;

    /// <summary>
    /// Taylor polynomials up to θ⁷ and θ⁶, for |θ| ≤ 0.4: what they drop is below a quarter of a unit in the last place there. An
    /// environment that lets its angle grow beyond that must not use it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes<V, S> Sin, Lanes<V, S> Cos) SinCos(Lanes<V, S> angle)
    {
        Lanes<V, S> z = angle * angle;
        Lanes<V, S> sine = angle + (angle * z * (Of(-1.0 / 6) + (z * (Of(1.0 / 120) + (z * Of(-1.0 / 5040))))));
        Lanes<V, S> cosine = Of(1) + (z * (Of(-1.0 / 2) + (z * (Of(1.0 / 24) + (z * Of(-1.0 / 720))))));
        return (sine, cosine);
    }

    /// <summary>Within 2 units in the last place; see <see cref="Transcendental.SinCos"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes<V, S> Sin, Lanes<V, S> Cos) SinCosOfAny(Lanes<V, S> angle)
    {
        Transcendental.SinCosOfNear<V, S>(angle.Value, out V sin, out V cos);
        return (new(sin), new(cos));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<V, S> Clamp(Lanes<V, S> value, Lanes<V, S> low, Lanes<V, S> high) =>
        new(S.Min(S.Max(value.Value, low.Value), high.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<V, S> WhereEqual(Lanes<V, S> left, Lanes<V, S> right, Lanes<V, S> whenEqual, Lanes<V, S> otherwise) =>
        new(S.Select(S.Equal(left.Value, right.Value), whenEqual.Value, otherwise.Value));

    /// <summary>
    /// The nearest number of whole turns is subtracted in two words of 2π, the first of 8 bits: its multiples are exact. That number is
    /// found by adding and subtracting 1.5·2²³, which leaves no digit behind the point.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes<V, S> WithinPi(Lanes<V, S> angle)
    {
        Lanes<V, S> magic = Of(12582912), turns = ((angle * Of(1 / (2 * Math.PI))) + magic) - magic;
        return (angle - (turns * Of(6.28125))) - (turns * Of((2 * Math.PI) - 6.28125));
    }
}
