using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <content>Logarithms.</content>
internal static partial class Transcendental
{
    /// <summary>ln x within 1 ulp; −∞ for ±0, NaN below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V, S>(V x)
        where V : struct
        where S : ISimd<V>
    {
        V denormal = S.Less(x, S.Create(1.17549435e-38f));
        V scaled = S.Select(denormal, S.Multiply(x, S.Create(8388608)), x);

        // x = 2ⁿ·m with m in [√½, √2): subtract the bits of √½ and what is left above bit 23 is n.
        V offset = S.SubtractInt(scaled, S.Create(0.707106769f));
        V n = S.ShiftRightArithmetic(offset, 23);
        V m = S.SubtractInt(scaled, S.ShiftLeft(n, 23));
        n = S.Subtract(S.FromInt(n), S.And(denormal, S.Create(23)));
        V y = LogReduced<V, S>(S.Subtract(m, S.Create(1)), n);

        y = S.Select(S.Less(x, S.Create(float.PositiveInfinity)), y, x); // +∞ and NaN as they are
        y = S.Select(S.Less(S.Create(0), x), y, S.Select(S.Equal(x, S.Create(0)), S.Create(float.NegativeInfinity), S.Create(float.NaN)));
        return y;
    }

    /// <summary>ln x as <see cref="Log"/> gives it, for x that is positive, finite and not denormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LogOfOrdinary<V, S>(V x)
        where V : struct
        where S : ISimd<V>
    {
        V n = S.ShiftRightArithmetic(S.SubtractInt(x, S.Create(0.707106769f)), 23);
        return LogReduced<V, S>(S.Subtract(S.SubtractInt(x, S.ShiftLeft(n, 23)), S.Create(1)), S.FromInt(n));
    }

    /// <summary>ln(1 + x) within 2 ulp; −∞ for −1, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p<V, S>(V x)
        where V : struct
        where S : ISimd<V>
    {
        // Near 0 the reduction needs no sum. Elsewhere ln u of the rounded sum u, and by its slope 1/u what the rounding lost.
        V sum = S.Add(x, S.Create(1));
        V big = S.Less(S.Create(1), x);
        V lost = S.Subtract(S.Select(big, S.Create(1), x), S.Subtract(sum, S.Select(big, x, S.Create(1))));
        V ordinary = S.And(S.Less(S.Create(0), sum), S.Less(sum, S.Create(float.PositiveInfinity)));
        V far = S.Add(Log<V, S>(sum), S.And(ordinary, S.Divide(lost, sum)));
        V near = S.Or(LogReduced<V, S>(x, S.Create(0)), S.And(x, S.Create(-0f)));
        return S.Select(S.And(S.Less(S.Create(-0.29f), x), S.Less(x, S.Create(0.41f))), near, far);
    }

    /// <summary>ln(1 + eˣ) within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<V, S>(V x)
        where V : struct
        where S : ISimd<V>
    {
        V z = ExpOfNegative<V, S>(S.Negate(S.Abs(x)));
        return S.Add(S.Select(S.Less(x, S.Create(0)), S.Create(0), x), LogOnePlusUnit<V, S>(z));
    }

    /// <summary>ln(1 + z) for 0 ≤ z ≤ 1, where no rounding is lost in the reduction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogOnePlusUnit<V, S>(V z)
        where V : struct
        where S : ISimd<V>
    {
        V upper = S.Less(S.Create(0.414213568f), z); // then ln 2 + ln(1 + (z − 1)/2), and (z − 1)/2 is exact
        V f = S.Select(upper, S.Multiply(S.Subtract(z, S.Create(1)), S.Create(0.5f)), z);
        V y = LogReduced<V, S>(f, S.And(upper, S.Create(1)));
        return S.Select(S.Less(z, S.Create(1e-30f)), z, y);
    }

    /// <summary>ln(1 + f) + n·ln 2 for √½ − 1 ≤ f ≤ √2 − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogReduced<V, S>(V f, V n)
        where V : struct
        where S : ISimd<V>
    {
        V p = S.Fma(S.Create(0.0534366146f), f, S.Create(-0.109178498f));
        p = S.Fma(p, f, S.Create(0.121080279f));
        p = S.Fma(p, f, S.Create(-0.125495687f));
        p = S.Fma(p, f, S.Create(0.142096385f));
        p = S.Fma(p, f, S.Create(-0.16659373f));
        p = S.Fma(p, f, S.Create(0.200022221f));
        p = S.Fma(p, f, S.Create(-0.250001669f));
        p = S.Fma(p, f, S.Create(0.333333135f));
        V square = S.Multiply(f, f);
        V tail = S.Fma(S.Multiply(square, f), p, S.Multiply(square, S.Create(-0.5f)));

        // The largest term last: n·ln2 + f, with what their rounding loses going into the tail.
        tail = S.Fma(n, S.Create(Ln2Low), tail);
        V high = S.Fma(n, S.Create(Ln2High), f);
        V lost = S.Subtract(f, S.Fma(n, S.Create(-Ln2High), high));
        return S.Add(high, S.Add(tail, lost));
    }
}
