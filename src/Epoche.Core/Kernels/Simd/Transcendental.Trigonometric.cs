using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <content>Sine and cosine.</content>
internal static partial class Transcendental
{
    private const float TwoOverPi = 0.636619747f;
    private const float HalfPiHigh = 1.57079637f, HalfPiMiddle = -4.37113883e-08f, HalfPiLow = -1.71512451e-15f;

    /// <summary>sin x; see <see cref="SinCos"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin<V, S>(V x)
        where V : struct
        where S : ISimd<V>
    {
        SinCos<V, S>(x, out V sin, out _);
        return sin;
    }

    /// <summary>cos x; see <see cref="SinCos"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<V, S>(V x)
        where V : struct
        where S : ISimd<V>
    {
        SinCos<V, S>(x, out _, out V cos);
        return cos;
    }

    /// <summary>Up to here three words of π/2 reduce the angle well enough.</summary>
    private const float NearLimit = 100_000;

    /// <summary>
    /// sin x and cos x, each within 2 ulp; x in radians, NaN for infinite x. Beyond 100,000 lanes are computed one by one in double.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos<V, S>(V x, out V sin, out V cos)
        where V : struct
        where S : ISimd<V>
    {
        SinCosOfNear<V, S>(x, out sin, out cos);
        sin = S.Select(S.Less(S.Abs(x), S.Create(1e-20f)), x, sin);
        if (S.Any(S.Less(S.Create(NearLimit), S.Abs(x))))
        {
            V s0 = sin, c0 = cos; // copies: a register whose address is taken lives in memory, here and on the way that matters
            Far<V, S>(x, ref s0, ref c0);
            (sin, cos) = (s0, c0);
        }
    }

    /// <summary>sin x and cos x as <see cref="SinCos"/> gives them, for x that is 0 or 1e-20 … 100,000 in magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCosOfNear<V, S>(V x, out V sin, out V cos)
        where V : struct
        where S : ISimd<V>
    {
        // x = n·π/2 + r, |r| ≤ π/4 (Cody and Waite). The first difference is exact: both are multiples of 2⁻²³ or finer and it is below 1.
        V shifted = S.Fma(x, S.Create(TwoOverPi), S.Create(RoundingMagic));
        V n = S.Subtract(shifted, S.Create(RoundingMagic));
        V r = S.Fma(n, S.Create(-HalfPiHigh), x);
        r = S.Fma(n, S.Create(-HalfPiMiddle), r);
        r = S.Fma(n, S.Create(-HalfPiLow), r);
        V z = S.Multiply(r, r);

        V s = S.Fma(S.Create(2.83251006e-06f), z, S.Create(-0.000198530644f));
        s = S.Fma(s, z, S.Create(0.0083333794f));
        s = S.Fma(s, z, S.Create(-0.166666672f));
        s = S.Fma(S.Multiply(z, r), s, r);

        V c = S.Fma(S.Create(2.44323273e-05f), z, S.Create(-0.00138873095f));
        c = S.Fma(c, z, S.Create(0.0416666456f));
        V half = S.Multiply(z, S.Create(0.5f));
        V one = S.Subtract(S.Create(1), half);
        V lost = S.Subtract(S.Subtract(S.Create(1), one), half);
        c = S.Add(one, S.Fma(S.Multiply(z, z), c, lost));

        // Odd quarter turns exchange the two; the second bit of n, moved to the sign bit, turns the sine, that of n + 1 the cosine.
        V odd = S.ShiftRightArithmetic(S.ShiftLeft(shifted, 31), 31);
        V signSin = S.And(S.ShiftLeft(shifted, 30), S.Create(-0f));
        V signCos = S.And(S.ShiftLeft(S.AddInt(shifted, S.Bits(1)), 30), S.Create(-0f));
        sin = S.Xor(S.Select(odd, c, s), signSin);
        cos = S.Xor(S.Select(odd, s, c), signCos);
    }

    /// <summary>Replaces the lanes of large angles.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Far<V, S>(V x, ref V sin, ref V cos)
        where V : struct
        where S : ISimd<V>
    {
        Span<float> angles = stackalloc float[S.Width], sines = stackalloc float[S.Width], cosines = stackalloc float[S.Width];
        S.Store(x, ref angles[0], 0);
        S.Store(sin, ref sines[0], 0);
        S.Store(cos, ref cosines[0], 0);
        for (int lane = 0; lane < S.Width; lane++)
        {
            if (MathF.Abs(angles[lane]) > NearLimit)
            {
                (double s, double c) = ScalarMath.SinCos((double)angles[lane]);
                (sines[lane], cosines[lane]) = ((float)s, (float)c);
            }
        }

        sin = S.Load(in sines[0], 0);
        cos = S.Load(in cosines[0], 0);
    }
}
