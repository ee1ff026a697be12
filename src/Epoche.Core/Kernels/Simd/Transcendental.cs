using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>
/// Transcendental functions as polynomials in fused multiply-adds: each lane's result is a function of that lane's input bits
/// and the same on every processor and width. Coefficients: minimax fits (Remez) made for these intervals. The accuracy in
/// units in the last place (ulp) is a tested bound against double precision, over all floats unless an interval is given.
/// </summary>
internal static partial class Transcendental
{
    private const float Log2E = 1.44269502f;
    private const float Ln2High = 0.693147182f, Ln2Low = -1.90465421e-09f;

    /// <summary>1.5·2²³: adding it to |x| &lt; 2²² leaves the nearest integer in the low bits.</summary>
    private const float RoundingMagic = 12582912;

    /// <summary>eˣ within 1 ulp, denormal results included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V, S>(V x)
        where V : struct
        where S : ISimd<V>
    {
        x = S.Select(S.Less(S.Create(89), x), S.Create(89), x); // beyond, the result is ∞ anyhow; not Min, which takes three instructions
        return ExpOfNegative<V, S>(x);
    }

    /// <summary>eˣ as <see cref="Exp"/> gives it, for x ≤ 89.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpOfNegative<V, S>(V x)
        where V : struct
        where S : ISimd<V>
    {
        V p = S.Add(ExpReduced<V, S>(x, out V n), S.Create(1));
        return S.ScaleByPowerOfTwo(p, n);
    }

    /// <summary>eˣ − 1 within 2 ulp, for x ≤ 88; that of −0 is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpMinusOne<V, S>(V x)
        where V : struct
        where S : ISimd<V>
    {
        V p = ExpReduced<V, S>(x, out V n);
        V power = S.ScaleByPowerOfTwo(S.Create(1), n);
        return S.Fma(p, power, S.Subtract(power, S.Create(1)));
    }

    /// <summary>eˣ − 1 within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1<V, S>(V x)
        where V : struct
        where S : ISimd<V>
    {
        V near = S.Or(ExpMinusOne<V, S>(x), S.And(x, S.Create(-0f)));
        return S.Select(S.Less(S.Create(20), x), Exp<V, S>(x), near); // there the 1 is less than half a unit in the last place
    }

    /// <summary>eʳ − 1 with x = n·ln 2 + r, |r| ≤ ½·ln 2, for x ≤ 89; below −104, where the result is 0, as at −104.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpReduced<V, S>(V x, out V n)
        where V : struct
        where S : ISimd<V>
    {
        x = S.Select(S.Less(x, S.Create(-104)), S.Create(-104), x);
        n = S.Subtract(S.Fma(x, S.Create(Log2E), S.Create(RoundingMagic)), S.Create(RoundingMagic));
        V r = S.Fma(n, S.Create(-Ln2Low), S.Fma(n, S.Create(-Ln2High), x));

        V q = S.Fma(S.Create(0.0001733143f), r, S.Create(0.00139332796f));
        q = S.Fma(q, r, S.Create(0.0083378749f));
        q = S.Fma(q, r, S.Create(0.0416664816f));
        q = S.Fma(q, r, S.Create(0.166666478f));
        q = S.Fma(q, r, S.Create(0.5f));
        return S.Fma(S.Multiply(r, r), q, r);
    }

    /// <summary>e^(−x²) within 2 ulp: the square is carried in two words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpNegativeSquare<V, S>(V x)
        where V : struct
        where S : ISimd<V>
    {
        V negative = S.Negate(x);
        V high = S.Multiply(negative, x);
        V low = S.Fma(negative, x, S.Negate(high));
        V y = Exp<V, S>(high);

        // Where the square overflows or y is 0, low may be infinite or NaN and must not spread.
        V corrected = S.Fma(y, low, y);
        return S.Select(S.Less(high, S.Create(-104f)), S.Create(0), corrected);
    }

    /// <summary>a·2ⁿ by two factors, for 2ⁿ alone may leave the range: the first product is exact, the second rounds once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaleInTwoSteps<V, S>(V a, V n)
        where V : struct
        where S : ISimd<V>
    {
        V bits = S.SubtractInt(S.Add(n, S.Create(RoundingMagic)), S.Create(RoundingMagic));
        V half = S.ShiftRightArithmetic(bits, 1);
        return S.Multiply(S.Multiply(a, PowerOfTwo<V, S>(half)), PowerOfTwo<V, S>(S.SubtractInt(bits, half)));
    }

    /// <summary>2ⁿ for n given in the low bits of a float made with <see cref="RoundingMagic"/> or of an integer, −126 ≤ n ≤ 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowerOfTwo<V, S>(V n)
        where V : struct
        where S : ISimd<V> => S.AddInt(S.ShiftLeft(n, 23), S.Create(1));
}
