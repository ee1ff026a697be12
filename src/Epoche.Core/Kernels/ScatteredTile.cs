using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>
/// How the steps of a chain lie in memory: <paramref name="Steps"/> values <paramref name="Step"/> apart are a run, runs
/// <paramref name="Run"/> apart are a group, groups lie <paramref name="Group"/> apart.
/// </summary>
internal readonly record struct ChainWalk(int Steps, nint Step, int Runs, nint Run, int Groups, nint Group)
{
    public int Count => Steps * Runs * Groups;
}

/// <summary>
/// The register tiles of <see cref="GemmTile"/> for rows of A that begin anywhere but take the same way from there, such as the patches of
/// a convolution, read from the image itself. Same chains, same bits. The way through a chain is written out in every tile: sums
/// stay in registers as locals alone.
/// </summary>
internal static unsafe class ScatteredTile
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows8<T, V, S>(
        in ChainWalk walk, float* a, nint* rows, float* b, nint ldb, float* c, nint ldc, nint last, float* bias, TileSteps steps)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        float* a0 = a + rows[0], a1 = a + rows[1], a2 = a + rows[2], a3 = a + rows[3], a4 = a + rows[4], a5 = a + rows[5],
            a6 = a + rows[6], a7 = a + rows[7];
        T r0 = Start<T, V>(c, last, steps), r1 = Start<T, V>(c + ldc, last, steps), r2 = Start<T, V>(c + (2 * ldc), last, steps),
            r3 = Start<T, V>(c + (3 * ldc), last, steps);
        T r4 = Start<T, V>(c + (4 * ldc), last, steps), r5 = Start<T, V>(c + (5 * ldc), last, steps),
            r6 = Start<T, V>(c + (6 * ldc), last, steps), r7 = Start<T, V>(c + (7 * ldc), last, steps);
        nint step = walk.Step, length = walk.Steps * step, group = 0;
        for (int groups = walk.Groups; groups > 0; groups--)
        {
            nint run = group;
            for (int runs = walk.Runs; runs > 0; runs--)
            {
                nint end = run + length;
                for (nint i = run; i < end; i += step)
                {
                    T x = T.Load(b, last);
                    r0 = T.Fma(S.Create(a0[i]), x, r0);
                    r1 = T.Fma(S.Create(a1[i]), x, r1);
                    r2 = T.Fma(S.Create(a2[i]), x, r2);
                    r3 = T.Fma(S.Create(a3[i]), x, r3);
                    r4 = T.Fma(S.Create(a4[i]), x, r4);
                    r5 = T.Fma(S.Create(a5[i]), x, r5);
                    r6 = T.Fma(S.Create(a6[i]), x, r6);
                    r7 = T.Fma(S.Create(a7[i]), x, r7);
                    b += ldb;
                }

                run += walk.Run;
            }

            group += walk.Group;
        }

        T.Store(Finish<T, V>(r0, bias, last, steps), c, last);
        T.Store(Finish<T, V>(r1, bias, last, steps), c + ldc, last);
        T.Store(Finish<T, V>(r2, bias, last, steps), c + (2 * ldc), last);
        T.Store(Finish<T, V>(r3, bias, last, steps), c + (3 * ldc), last);
        T.Store(Finish<T, V>(r4, bias, last, steps), c + (4 * ldc), last);
        T.Store(Finish<T, V>(r5, bias, last, steps), c + (5 * ldc), last);
        T.Store(Finish<T, V>(r6, bias, last, steps), c + (6 * ldc), last);
        T.Store(Finish<T, V>(r7, bias, last, steps), c + (7 * ldc), last);
    }

    /// <summary>Where one row would be left, which alone takes half as long as eight: windows of 3×3, 5×5, 7×7 over one channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows9<T, V, S>(
        in ChainWalk walk, float* a, nint* rows, float* b, nint ldb, float* c, nint ldc, nint last, float* bias, TileSteps steps)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        float* a0 = a + rows[0], a1 = a + rows[1], a2 = a + rows[2], a3 = a + rows[3], a4 = a + rows[4], a5 = a + rows[5], a6 = a + rows[6],
            a7 = a + rows[7], a8 = a + rows[8];
        T r0 = Start<T, V>(c, last, steps), r1 = Start<T, V>(c + ldc, last, steps), r2 = Start<T, V>(c + (2 * ldc), last, steps),
            r3 = Start<T, V>(c + (3 * ldc), last, steps);
        T r4 = Start<T, V>(c + (4 * ldc), last, steps), r5 = Start<T, V>(c + (5 * ldc), last, steps),
            r6 = Start<T, V>(c + (6 * ldc), last, steps), r7 = Start<T, V>(c + (7 * ldc), last, steps),
            r8 = Start<T, V>(c + (8 * ldc), last, steps);
        nint step = walk.Step, length = walk.Steps * step, group = 0;
        for (int groups = walk.Groups; groups > 0; groups--)
        {
            nint run = group;
            for (int runs = walk.Runs; runs > 0; runs--)
            {
                nint end = run + length;
                for (nint i = run; i < end; i += step)
                {
                    T x = T.Load(b, last);
                    r0 = T.Fma(S.Create(a0[i]), x, r0);
                    r1 = T.Fma(S.Create(a1[i]), x, r1);
                    r2 = T.Fma(S.Create(a2[i]), x, r2);
                    r3 = T.Fma(S.Create(a3[i]), x, r3);
                    r4 = T.Fma(S.Create(a4[i]), x, r4);
                    r5 = T.Fma(S.Create(a5[i]), x, r5);
                    r6 = T.Fma(S.Create(a6[i]), x, r6);
                    r7 = T.Fma(S.Create(a7[i]), x, r7);
                    r8 = T.Fma(S.Create(a8[i]), x, r8);
                    b += ldb;
                }

                run += walk.Run;
            }

            group += walk.Group;
        }

        T.Store(Finish<T, V>(r0, bias, last, steps), c, last);
        T.Store(Finish<T, V>(r1, bias, last, steps), c + ldc, last);
        T.Store(Finish<T, V>(r2, bias, last, steps), c + (2 * ldc), last);
        T.Store(Finish<T, V>(r3, bias, last, steps), c + (3 * ldc), last);
        T.Store(Finish<T, V>(r4, bias, last, steps), c + (4 * ldc), last);
        T.Store(Finish<T, V>(r5, bias, last, steps), c + (5 * ldc), last);
        T.Store(Finish<T, V>(r6, bias, last, steps), c + (6 * ldc), last);
        T.Store(Finish<T, V>(r7, bias, last, steps), c + (7 * ldc), last);
        T.Store(Finish<T, V>(r8, bias, last, steps), c + (8 * ldc), last);
    }

    /// <summary>
    /// Eight rows and eight more, each <paramref name="apart"/> floats behind its fellow, for strips of one vector: 16 chains hide the time
    /// that a multiply-add takes, and eight pointers are all that the registers hold.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pairs8<T, V, S>(
        in ChainWalk walk, float* a, nint* rows, nint apart, float* b, nint ldb, float* c, nint ldc, nint apartC,
        float* bias, TileSteps steps)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        float* a0 = a + rows[0], a1 = a + rows[1], a2 = a + rows[2], a3 = a + rows[3], a4 = a + rows[4], a5 = a + rows[5],
            a6 = a + rows[6], a7 = a + rows[7];
        T r0 = Start<T, V>(c, 0, steps), r1 = Start<T, V>(c + ldc, 0, steps), r2 = Start<T, V>(c + (2 * ldc), 0, steps),
            r3 = Start<T, V>(c + (3 * ldc), 0, steps);
        T r4 = Start<T, V>(c + (4 * ldc), 0, steps), r5 = Start<T, V>(c + (5 * ldc), 0, steps), r6 = Start<T, V>(c + (6 * ldc), 0, steps),
            r7 = Start<T, V>(c + (7 * ldc), 0, steps);
        float* d = c + apartC;
        T s0 = Start<T, V>(d, 0, steps), s1 = Start<T, V>(d + ldc, 0, steps), s2 = Start<T, V>(d + (2 * ldc), 0, steps),
            s3 = Start<T, V>(d + (3 * ldc), 0, steps);
        T s4 = Start<T, V>(d + (4 * ldc), 0, steps), s5 = Start<T, V>(d + (5 * ldc), 0, steps), s6 = Start<T, V>(d + (6 * ldc), 0, steps),
            s7 = Start<T, V>(d + (7 * ldc), 0, steps);
        nint step = walk.Step, length = walk.Steps * step, group = 0;
        for (int groups = walk.Groups; groups > 0; groups--)
        {
            nint run = group;
            for (int runs = walk.Runs; runs > 0; runs--)
            {
                nint end = run + length;
                for (nint i = run; i < end; i += step)
                {
                    T x = T.Load(b, 0);
                    nint j = i + apart;
                    r0 = T.Fma(S.Create(a0[i]), x, r0);
                    r1 = T.Fma(S.Create(a1[i]), x, r1);
                    r2 = T.Fma(S.Create(a2[i]), x, r2);
                    r3 = T.Fma(S.Create(a3[i]), x, r3);
                    r4 = T.Fma(S.Create(a4[i]), x, r4);
                    r5 = T.Fma(S.Create(a5[i]), x, r5);
                    r6 = T.Fma(S.Create(a6[i]), x, r6);
                    r7 = T.Fma(S.Create(a7[i]), x, r7);
                    s0 = T.Fma(S.Create(a0[j]), x, s0);
                    s1 = T.Fma(S.Create(a1[j]), x, s1);
                    s2 = T.Fma(S.Create(a2[j]), x, s2);
                    s3 = T.Fma(S.Create(a3[j]), x, s3);
                    s4 = T.Fma(S.Create(a4[j]), x, s4);
                    s5 = T.Fma(S.Create(a5[j]), x, s5);
                    s6 = T.Fma(S.Create(a6[j]), x, s6);
                    s7 = T.Fma(S.Create(a7[j]), x, s7);
                    b += ldb;
                }

                run += walk.Run;
            }

            group += walk.Group;
        }

        T.Store(Finish<T, V>(r0, bias, 0, steps), c, 0);
        T.Store(Finish<T, V>(r1, bias, 0, steps), c + ldc, 0);
        T.Store(Finish<T, V>(r2, bias, 0, steps), c + (2 * ldc), 0);
        T.Store(Finish<T, V>(r3, bias, 0, steps), c + (3 * ldc), 0);
        T.Store(Finish<T, V>(r4, bias, 0, steps), c + (4 * ldc), 0);
        T.Store(Finish<T, V>(r5, bias, 0, steps), c + (5 * ldc), 0);
        T.Store(Finish<T, V>(r6, bias, 0, steps), c + (6 * ldc), 0);
        T.Store(Finish<T, V>(r7, bias, 0, steps), c + (7 * ldc), 0);
        T.Store(Finish<T, V>(s0, bias, 0, steps), d, 0);
        T.Store(Finish<T, V>(s1, bias, 0, steps), d + ldc, 0);
        T.Store(Finish<T, V>(s2, bias, 0, steps), d + (2 * ldc), 0);
        T.Store(Finish<T, V>(s3, bias, 0, steps), d + (3 * ldc), 0);
        T.Store(Finish<T, V>(s4, bias, 0, steps), d + (4 * ldc), 0);
        T.Store(Finish<T, V>(s5, bias, 0, steps), d + (5 * ldc), 0);
        T.Store(Finish<T, V>(s6, bias, 0, steps), d + (6 * ldc), 0);
        T.Store(Finish<T, V>(s7, bias, 0, steps), d + (7 * ldc), 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows4<T, V, S>(
        in ChainWalk walk, float* a, nint* rows, float* b, nint ldb, float* c, nint ldc, nint last, float* bias, TileSteps steps)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        float* a0 = a + rows[0], a1 = a + rows[1], a2 = a + rows[2], a3 = a + rows[3];
        T r0 = Start<T, V>(c, last, steps), r1 = Start<T, V>(c + ldc, last, steps), r2 = Start<T, V>(c + (2 * ldc), last, steps),
            r3 = Start<T, V>(c + (3 * ldc), last, steps);
        nint step = walk.Step, length = walk.Steps * step, group = 0;
        for (int groups = walk.Groups; groups > 0; groups--)
        {
            nint run = group;
            for (int runs = walk.Runs; runs > 0; runs--)
            {
                nint end = run + length;
                for (nint i = run; i < end; i += step)
                {
                    T x = T.Load(b, last);
                    r0 = T.Fma(S.Create(a0[i]), x, r0);
                    r1 = T.Fma(S.Create(a1[i]), x, r1);
                    r2 = T.Fma(S.Create(a2[i]), x, r2);
                    r3 = T.Fma(S.Create(a3[i]), x, r3);
                    b += ldb;
                }

                run += walk.Run;
            }

            group += walk.Group;
        }

        T.Store(Finish<T, V>(r0, bias, last, steps), c, last);
        T.Store(Finish<T, V>(r1, bias, last, steps), c + ldc, last);
        T.Store(Finish<T, V>(r2, bias, last, steps), c + (2 * ldc), last);
        T.Store(Finish<T, V>(r3, bias, last, steps), c + (3 * ldc), last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows1<T, V, S>(in ChainWalk walk, float* a, float* b, nint ldb, float* c, nint last, float* bias, TileSteps steps)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        T r0 = Start<T, V>(c, last, steps);
        nint step = walk.Step, length = walk.Steps * step, group = 0;
        for (int groups = walk.Groups; groups > 0; groups--)
        {
            nint run = group;
            for (int runs = walk.Runs; runs > 0; runs--)
            {
                nint end = run + length;
                for (nint i = run; i < end; i += step)
                {
                    r0 = T.Fma(S.Create(a[i]), T.Load(b, last), r0);
                    b += ldb;
                }

                run += walk.Run;
            }

            group += walk.Group;
        }

        T.Store(Finish<T, V>(r0, bias, last, steps), c, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Start<T, V>(float* c, nint last, TileSteps steps)
        where T : struct, IStrip<T, V>
        where V : struct => (steps & TileSteps.Continue) != 0 ? T.Load(c, last) : T.Zero();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Finish<T, V>(T sum, float* bias, nint last, TileSteps steps)
        where T : struct, IStrip<T, V>
        where V : struct
    {
        sum = bias != null ? T.Add(sum, T.Load(bias, last)) : sum;
        return (steps & TileSteps.Relu) != 0 ? T.Relu(sum) : sum;
    }
}
