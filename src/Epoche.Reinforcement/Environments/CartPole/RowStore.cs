using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Epoche.Simulation;

/// <summary>What CartPole needs of a register beside its arithmetic: four columns stored as rows of four, and a mask as bits.</summary>
internal interface IRowStore<V>
    where V : struct
{
    /// <summary>Stores a0 b0 c0 d0 a1 b1 c1 d1 …</summary>
    static abstract void StoreRows(V a, V b, V c, V d, ref float destination);

    /// <summary>Bit i is the sign of lane i.</summary>
    static abstract uint Bits(V mask);
}

internal readonly struct RowStore128 : IRowStore<Vector128<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRows(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, ref float destination)
    {
        if (Sse.IsSupported)
        {
            Vector128<float> abLow = Sse.UnpackLow(a, b), abHigh = Sse.UnpackHigh(a, b), cdLow = Sse.UnpackLow(c, d),
                cdHigh = Sse.UnpackHigh(c, d);
            Sse.MoveLowToHigh(abLow, cdLow).StoreUnsafe(ref destination);
            Sse.MoveHighToLow(cdLow, abLow).StoreUnsafe(ref destination, 4);
            Sse.MoveLowToHigh(abHigh, cdHigh).StoreUnsafe(ref destination, 8);
            Sse.MoveHighToLow(cdHigh, abHigh).StoreUnsafe(ref destination, 12);
            return;
        }

        for (int i = 0; i < Vector128<float>.Count; i++)
        {
            Vector128.Create(a[i], b[i], c[i], d[i]).StoreUnsafe(ref destination, (nuint)(4 * i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Vector128<float> mask) => mask.ExtractMostSignificantBits();
}

internal readonly struct RowStore256 : IRowStore<Vector256<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRows(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, ref float destination)
    {
        Vector256<double> abLow = Avx.UnpackLow(a, b).AsDouble(), abHigh = Avx.UnpackHigh(a, b).AsDouble();
        Vector256<double> cdLow = Avx.UnpackLow(c, d).AsDouble(), cdHigh = Avx.UnpackHigh(c, d).AsDouble();
        Vector256<float> rows04 = Avx.UnpackLow(abLow, cdLow).AsSingle(), rows15 = Avx.UnpackHigh(abLow, cdLow).AsSingle();
        Vector256<float> rows26 = Avx.UnpackLow(abHigh, cdHigh).AsSingle(), rows37 = Avx.UnpackHigh(abHigh, cdHigh).AsSingle();
        Avx.Permute2x128(rows04, rows15, 0x20).StoreUnsafe(ref destination);
        Avx.Permute2x128(rows26, rows37, 0x20).StoreUnsafe(ref destination, 8);
        Avx.Permute2x128(rows04, rows15, 0x31).StoreUnsafe(ref destination, 16);
        Avx.Permute2x128(rows26, rows37, 0x31).StoreUnsafe(ref destination, 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Vector256<float> mask) => mask.ExtractMostSignificantBits();
}

internal readonly struct RowStore512 : IRowStore<Vector512<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRows(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, ref float destination)
    {
        Vector512<int> lowPairs = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        Vector512<int> highPairs = Vector512.Create(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        Vector512<long> lowRows = Vector512.Create(0L, 8, 1, 9, 2, 10, 3, 11), highRows = Vector512.Create(4L, 12, 5, 13, 6, 14, 7, 15);
        Vector512<double> ab = Avx512F.PermuteVar16x32x2(a, lowPairs, b).AsDouble(),
            abHigh = Avx512F.PermuteVar16x32x2(a, highPairs, b).AsDouble();
        Vector512<double> cd = Avx512F.PermuteVar16x32x2(c, lowPairs, d).AsDouble(),
            cdHigh = Avx512F.PermuteVar16x32x2(c, highPairs, d).AsDouble();
        Avx512F.PermuteVar8x64x2(ab, lowRows, cd).AsSingle().StoreUnsafe(ref destination);
        Avx512F.PermuteVar8x64x2(ab, highRows, cd).AsSingle().StoreUnsafe(ref destination, 16);
        Avx512F.PermuteVar8x64x2(abHigh, lowRows, cdHigh).AsSingle().StoreUnsafe(ref destination, 32);
        Avx512F.PermuteVar8x64x2(abHigh, highRows, cdHigh).AsSingle().StoreUnsafe(ref destination, 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Vector512<float> mask) => (uint)mask.ExtractMostSignificantBits();
}
