using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <content>The 16 lanes and their tree.</content>
internal static partial class Reduce
{
    /// <summary>The numbers that the 16 lanes add up before their sum goes on in double precision.</summary>
    private const int Block = 16 * WideSums.Chain;

    /// <summary>Reduces <paramref name="count"/> pairs: sums in blocks that are added up in double precision, all else at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Lanes<TReduction, TY, V, S>(ref float x, ref float y, nint count)
        where TReduction : struct, IReduction
        where TY : Elementwise.IOperand
        where V : struct
        where S : ISimd<V>
    {
        if (!TReduction.Adds || count <= Block)
        {
            return Lanes<TReduction, TY, V, S>(ref x, ref y, 0, count);
        }

        double sum = 0;
        for (nint start = 0; start < count; start += Block)
        {
            sum += Lanes<TReduction, TY, V, S>(ref x, ref y, start, nint.Min(start + Block, count));
        }

        return (float)sum;
    }

    /// <summary>Reduces the pairs from <paramref name="i"/> on in 16 lanes: one register of 512 bits, two of 256 or four of 128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Lanes<TReduction, TY, V, S>(ref float x, ref float y, nint i, nint count)
        where TReduction : struct, IReduction
        where TY : Elementwise.IOperand
        where V : struct
        where S : ISimd<V>
    {
        V identity = S.Create(TReduction.Identity);
        V a0 = identity, a1 = identity, a2 = identity, a3 = identity;
        for (; i <= count - 16; i += 16)
        {
            a0 = TReduction.Take<V, S>(a0, S.Load(in x, i), TY.Load<V, S>(in y, i));
            if (S.Width <= 8)
            {
                a1 = TReduction.Take<V, S>(a1, S.Load(in x, i + S.Width), TY.Load<V, S>(in y, i + S.Width));
            }

            if (S.Width == 4)
            {
                a2 = TReduction.Take<V, S>(a2, S.Load(in x, i + 8), TY.Load<V, S>(in y, i + 8));
                a3 = TReduction.Take<V, S>(a3, S.Load(in x, i + 12), TY.Load<V, S>(in y, i + 12));
            }
        }

        if (i < count)
        {
            a0 = Tail<TReduction, TY, V, S>(a0, ref x, ref y, i, count);
            if (S.Width <= 8)
            {
                a1 = Tail<TReduction, TY, V, S>(a1, ref x, ref y, i + S.Width, count);
            }

            if (S.Width == 4)
            {
                a2 = Tail<TReduction, TY, V, S>(a2, ref x, ref y, i + 8, count);
                a3 = Tail<TReduction, TY, V, S>(a3, ref x, ref y, i + 12, count);
            }
        }

        return Join<TReduction, V, S>(a0, a1, a2, a3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tail<TReduction, TY, V, S>(V lane, ref float x, ref float y, nint i, nint count)
        where TReduction : struct, IReduction
        where TY : Elementwise.IOperand
        where V : struct
        where S : ISimd<V>
    {
        nint rest = count - i;
        if (rest >= S.Width)
        {
            return TReduction.Take<V, S>(lane, S.Load(in x, i), TY.Load<V, S>(in y, i));
        }

        return rest <= 0
            ? lane
            : TReduction.Take<V, S>(lane, S.LoadPartial(in x, i, rest, S.Create(TReduction.Padding)), TY.LoadPartial<V, S>(in y, i, rest));
    }

    /// <summary>The tree: lane i meets lane i + 8, then i + 4, then i + 2, then i + 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Join<TReduction, V, S>(V a0, V a1, V a2, V a3)
        where TReduction : struct, IReduction
        where V : struct
        where S : ISimd<V>
    {
        Unsafe.SkipInit(out SixteenLanes lanes);
        ref float first = ref Unsafe.As<SixteenLanes, float>(ref lanes);
        S.Store(a0, ref first, 0);
        if (S.Width <= 8)
        {
            S.Store(a1, ref first, S.Width);
        }

        if (S.Width == 4)
        {
            S.Store(a2, ref first, 8);
            S.Store(a3, ref first, 12);
        }

        Vector128<float> low = TReduction.Join<Vector128<float>, Simd128>(Simd128.Load(in first, 0), Simd128.Load(in first, 8));
        Vector128<float> high = TReduction.Join<Vector128<float>, Simd128>(Simd128.Load(in first, 4), Simd128.Load(in first, 12));
        Vector128<float> four = TReduction.Join<Vector128<float>, Simd128>(low, high);
        Vector128<float> two = TReduction.Join<Vector128<float>, Simd128>(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return TReduction.Join<Vector128<float>, Simd128>(two, Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [InlineArray(16)]
    private struct SixteenLanes
    {
        private float _first;
    }
}
