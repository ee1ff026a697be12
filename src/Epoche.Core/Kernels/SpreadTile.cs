using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>
/// Register tiles like those of <see cref="GemmTile"/> whose rows of C lie anywhere and may overlap: every chain starts at 0 and is then
/// added, row after row. The way through a chain is written out in every tile: sums stay in registers as locals alone.
/// </summary>
internal static unsafe class SpreadTile
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows8<T, V, S>(nint k, float* a, nint rowStride, float* b, nint ldb, float* c, nint* places, nint last)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        nint rowStride3 = 3 * rowStride;
        float* a4 = a + (4 * rowStride), end = a + k;
        T r0 = T.Zero(), r1 = T.Zero(), r2 = T.Zero(), r3 = T.Zero(), r4 = T.Zero(), r5 = T.Zero(), r6 = T.Zero(), r7 = T.Zero();
        for (; a < end; a++)
        {
            T x = T.Load(b, last);
            r0 = T.Fma(S.Create(a[0]), x, r0);
            r1 = T.Fma(S.Create(a[rowStride]), x, r1);
            r2 = T.Fma(S.Create(a[2 * rowStride]), x, r2);
            r3 = T.Fma(S.Create(a[rowStride3]), x, r3);
            r4 = T.Fma(S.Create(a4[0]), x, r4);
            r5 = T.Fma(S.Create(a4[rowStride]), x, r5);
            r6 = T.Fma(S.Create(a4[2 * rowStride]), x, r6);
            r7 = T.Fma(S.Create(a4[rowStride3]), x, r7);
            a4++;
            b += ldb;
        }

        Add<T, V>(r0, c + places[0], last);
        Add<T, V>(r1, c + places[1], last);
        Add<T, V>(r2, c + places[2], last);
        Add<T, V>(r3, c + places[3], last);
        Add<T, V>(r4, c + places[4], last);
        Add<T, V>(r5, c + places[5], last);
        Add<T, V>(r6, c + places[6], last);
        Add<T, V>(r7, c + places[7], last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows4<T, V, S>(nint k, float* a, nint rowStride, float* b, nint ldb, float* c, nint* places, nint last)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        nint rowStride3 = 3 * rowStride;
        T r0 = T.Zero(), r1 = T.Zero(), r2 = T.Zero(), r3 = T.Zero();
        for (float* end = a + k; a < end; a++)
        {
            T x = T.Load(b, last);
            r0 = T.Fma(S.Create(a[0]), x, r0);
            r1 = T.Fma(S.Create(a[rowStride]), x, r1);
            r2 = T.Fma(S.Create(a[2 * rowStride]), x, r2);
            r3 = T.Fma(S.Create(a[rowStride3]), x, r3);
            b += ldb;
        }

        Add<T, V>(r0, c + places[0], last);
        Add<T, V>(r1, c + places[1], last);
        Add<T, V>(r2, c + places[2], last);
        Add<T, V>(r3, c + places[3], last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows1<T, V, S>(nint k, float* a, float* b, nint ldb, float* c, nint last)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        T r0 = T.Zero();
        for (float* end = a + k; a < end; a++)
        {
            r0 = T.Fma(S.Create(*a), T.Load(b, last), r0);
            b += ldb;
        }

        Add<T, V>(r0, c, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T, V>(T sum, float* c, nint last)
        where T : struct, IStrip<T, V>
        where V : struct => T.Store(T.Add(T.Load(c, last), sum), c, last);
}
