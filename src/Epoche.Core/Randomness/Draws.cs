using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Epoche.Kernels;

namespace Epoche.Randomness;

/// <summary>How random words, lying as bits in floats, become numbers.</summary>
internal static class Draws
{
    /// <summary>low + (high − low)·u with u the upper 24 bits as a fraction; rounding must not reach the excluded end.</summary>
    internal readonly struct Uniform : ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke<V, S>(V word, V low, V high)
            where V : struct
            where S : ISimd<V>
        {
            V u = S.Multiply(S.FromInt(S.And(S.ShiftRightArithmetic(word, 8), S.Bits(0xFFFFFF))), S.Create(1f / (1 << 24)));
            V value = S.Add(low, S.Multiply(S.Subtract(high, low), u));
            V previous = S.Select(S.Less(S.Create(0), high), S.SubtractInt(high, S.Bits(1)), S.AddInt(high, S.Bits(1)));
            previous = S.Select(S.Equal(high, S.Create(0)), S.Create(-float.Epsilon), previous);
            return S.Select(S.Less(value, high), value, S.Select(S.Less(low, high), previous, value));
        }
    }

    /// <summary>
    /// Box and Muller (1958): words to pairs r·cos θ and r·sin θ of normal numbers, in place. The spans' length must be a multiple of 16.
    /// </summary>
    public static void Normal(Span<float> first, Span<float> second, float mean, float deviation)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Normal<Vector512<float>, Simd512>(ref first[0], ref second[0], first.Length, mean, deviation);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Normal<Vector256<float>, Simd256>(ref first[0], ref second[0], first.Length, mean, deviation);
        }
        else
        {
            Normal<Vector128<float>, Simd128>(ref first[0], ref second[0], first.Length, mean, deviation);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normal<V, S>(ref float first, ref float second, nint count, float mean, float deviation)
        where V : struct
        where S : ISimd<V>
    {
        V m = S.Create(mean), d = S.Create(deviation);
        for (nint i = 0; i < count; i += S.Width)
        {
            BoxMuller<V, S>(S.Load(in first, i), S.Load(in second, i), m, d, out V x, out V y);
            S.Store(x, ref first, i);
            S.Store(y, ref second, i);
        }
    }

    /// <summary>Two words to two normal numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BoxMuller<V, S>(V first, V second, V mean, V deviation, out V x, out V y)
        where V : struct
        where S : ISimd<V>
    {
        // u in (0, 1] keeps the small values' bits, for they make the large numbers: up to 6.6 deviations. θ in [−π, π].
        V bits = S.And(S.ShiftRightArithmetic(first, 1), S.Bits(int.MaxValue));
        V u = S.Fma(S.FromInt(bits), S.Create(1f / (1L << 31)), S.Create(1f / (1L << 32)));
        V radius = S.Multiply(S.Sqrt(S.Multiply(Transcendental.LogOfOrdinary<V, S>(u), S.Create(-2))), deviation);
        Transcendental.SinCosOfNear<V, S>(S.Multiply(S.FromInt(second), S.Create(MathF.PI / (1L << 31))), out V sin, out V cos);
        x = S.Fma(radius, cos, mean);
        y = S.Fma(radius, sin, mean);
    }
}
