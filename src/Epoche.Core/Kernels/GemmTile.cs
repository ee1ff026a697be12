using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Epoche.Kernels;

/// <summary>What a tile does beside its chain of multiply-adds.</summary>
[Flags]
internal enum TileSteps
{
    None = 0,

    /// <summary>Continue the chain from what C holds; else start at 0.</summary>
    Continue = 1,

    /// <summary>Finish with max(0, ·).</summary>
    Relu = 2,
}

/// <summary>
/// The register tiles: 8, 4, 2 or 1 rows of one strip of C, held in registers over the whole of k. A is broadcast element by element at
/// a[row·rowStride + p·stepStride], B is loaded strip by strip at b[p·ldb], whether either is packed or lies where the caller has it.
/// AggressiveOptimization keeps them out of tiering; measured, 8×3 vectors of 512 bits reach 99% of the machine's FMA limit.
/// </summary>
internal static unsafe class GemmTile
{
    /// <summary>
    /// From so many steps on, a strip of B may lie in main memory, and its rows on pages of their own, which hardware does not foresee:
    /// each is asked for 16 steps ahead. 32×3136 · 3136×512 with a cold B took 1.16 ms instead of 1.44; where B is in the
    /// cache it costs nothing measurable.
    /// </summary>
    private const int LongChain = 512, StepsAhead = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows8<T, V, S>(
        nint k, float* a, nint rowStride, nint stepStride, float* b, nint ldb, float* c, nint ldc, nint last, float* bias, TileSteps steps)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        nint ldc3 = 3 * ldc;
        float* c4 = c + (4 * ldc);
        T r0 = T.Zero(), r1 = T.Zero(), r2 = T.Zero(), r3 = T.Zero(), r4 = T.Zero(), r5 = T.Zero(), r6 = T.Zero(), r7 = T.Zero();
        if ((steps & TileSteps.Continue) != 0)
        {
            r0 = T.Load(c, last);
            r1 = T.Load(c + ldc, last);
            r2 = T.Load(c + (2 * ldc), last);
            r3 = T.Load(c + ldc3, last);
            r4 = T.Load(c4, last);
            r5 = T.Load(c4 + ldc, last);
            r6 = T.Load(c4 + (2 * ldc), last);
            r7 = T.Load(c4 + ldc3, last);
        }

        nint rowStride3 = 3 * rowStride;
        float* a4 = a + (4 * rowStride);
        nint ahead = k > LongChain ? StepsAhead * ldb : 0;
        for (; k > 0; k--)
        {
            T x = T.Load(b, last);
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(b + ahead);
                Sse.Prefetch0(b + ahead + 16);
                Sse.Prefetch0(b + ahead + 32);
            }

            r0 = T.Fma(S.Create(a[0]), x, r0);
            r1 = T.Fma(S.Create(a[rowStride]), x, r1);
            r2 = T.Fma(S.Create(a[2 * rowStride]), x, r2);
            r3 = T.Fma(S.Create(a[rowStride3]), x, r3);
            r4 = T.Fma(S.Create(a4[0]), x, r4);
            r5 = T.Fma(S.Create(a4[rowStride]), x, r5);
            r6 = T.Fma(S.Create(a4[2 * rowStride]), x, r6);
            r7 = T.Fma(S.Create(a4[rowStride3]), x, r7);
            a += stepStride;
            a4 += stepStride;
            b += ldb;
        }

        if (bias != null)
        {
            T x = T.Load(bias, last);
            r0 = T.Add(r0, x);
            r1 = T.Add(r1, x);
            r2 = T.Add(r2, x);
            r3 = T.Add(r3, x);
            r4 = T.Add(r4, x);
            r5 = T.Add(r5, x);
            r6 = T.Add(r6, x);
            r7 = T.Add(r7, x);
        }

        if ((steps & TileSteps.Relu) != 0)
        {
            r0 = T.Relu(r0);
            r1 = T.Relu(r1);
            r2 = T.Relu(r2);
            r3 = T.Relu(r3);
            r4 = T.Relu(r4);
            r5 = T.Relu(r5);
            r6 = T.Relu(r6);
            r7 = T.Relu(r7);
        }

        T.Store(r0, c, last);
        T.Store(r1, c + ldc, last);
        T.Store(r2, c + (2 * ldc), last);
        T.Store(r3, c + ldc3, last);
        T.Store(r4, c4, last);
        T.Store(r5, c4 + ldc, last);
        T.Store(r6, c4 + (2 * ldc), last);
        T.Store(r7, c4 + ldc3, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows4<T, V, S>(
        nint k, float* a, nint rowStride, nint stepStride, float* b, nint ldb, float* c, nint ldc, nint last, float* bias, TileSteps steps)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        T r0 = T.Zero(), r1 = T.Zero(), r2 = T.Zero(), r3 = T.Zero();
        if ((steps & TileSteps.Continue) != 0)
        {
            r0 = T.Load(c, last);
            r1 = T.Load(c + ldc, last);
            r2 = T.Load(c + (2 * ldc), last);
            r3 = T.Load(c + (3 * ldc), last);
        }

        nint rowStride3 = 3 * rowStride;
        for (; k > 0; k--)
        {
            T x = T.Load(b, last);
            r0 = T.Fma(S.Create(a[0]), x, r0);
            r1 = T.Fma(S.Create(a[rowStride]), x, r1);
            r2 = T.Fma(S.Create(a[2 * rowStride]), x, r2);
            r3 = T.Fma(S.Create(a[rowStride3]), x, r3);
            a += stepStride;
            b += ldb;
        }

        if (bias != null)
        {
            T x = T.Load(bias, last);
            r0 = T.Add(r0, x);
            r1 = T.Add(r1, x);
            r2 = T.Add(r2, x);
            r3 = T.Add(r3, x);
        }

        if ((steps & TileSteps.Relu) != 0)
        {
            r0 = T.Relu(r0);
            r1 = T.Relu(r1);
            r2 = T.Relu(r2);
            r3 = T.Relu(r3);
        }

        T.Store(r0, c, last);
        T.Store(r1, c + ldc, last);
        T.Store(r2, c + (2 * ldc), last);
        T.Store(r3, c + (3 * ldc), last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows2<T, V, S>(
        nint k, float* a, nint rowStride, nint stepStride, float* b, nint ldb, float* c, nint ldc, nint last, float* bias, TileSteps steps)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        T r0 = T.Zero(), r1 = T.Zero();
        if ((steps & TileSteps.Continue) != 0)
        {
            r0 = T.Load(c, last);
            r1 = T.Load(c + ldc, last);
        }

        for (; k > 0; k--)
        {
            T x = T.Load(b, last);
            r0 = T.Fma(S.Create(a[0]), x, r0);
            r1 = T.Fma(S.Create(a[rowStride]), x, r1);
            a += stepStride;
            b += ldb;
        }

        if (bias != null)
        {
            T x = T.Load(bias, last);
            r0 = T.Add(r0, x);
            r1 = T.Add(r1, x);
        }

        if ((steps & TileSteps.Relu) != 0)
        {
            r0 = T.Relu(r0);
            r1 = T.Relu(r1);
        }

        T.Store(r0, c, last);
        T.Store(r1, c + ldc, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows1<T, V, S>(
        nint k, float* a, nint stepStride, float* b, nint ldb, float* c, nint last, float* bias, TileSteps steps)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        T r0 = (steps & TileSteps.Continue) != 0 ? T.Load(c, last) : T.Zero();
        for (; k > 0; k--)
        {
            r0 = T.Fma(S.Create(*a), T.Load(b, last), r0);
            a += stepStride;
            b += ldb;
        }

        r0 = bias != null ? T.Add(r0, T.Load(bias, last)) : r0;
        T.Store((steps & TileSteps.Relu) != 0 ? T.Relu(r0) : r0, c, last);
    }
}
