using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Epoche.Kernels;

/// <summary>
/// A strip of C, four registers wide, as the product of sparse rows with a strip of B that is packed chunk by
/// chunk into the first-level cache.
/// </summary>
internal static unsafe class SparseStrip<V, S>
    where V : struct
    where S : struct, ISimd<V>
{
    /// <summary>Rows of B lie far apart, which hardware does not foresee: each is asked for this long before it is copied.</summary>
    private const int StepsAhead = 16;

    private static int Width => 4 * S.Width;

    /// <summary>Computes the strip; false, having written nothing, when B holds an infinity or NaN, whose product with 0 counts.</summary>
    public static bool TryRun(in GemmProduct g, in SparseRows lists)
    {
        int size = g.M * Width;
        float* packed = GemmScratch.Strip((lists.ChunkSteps * Width) + size), sums = packed + (lists.ChunkSteps * Width),
            part = sums, rest = null;
        if (lists.Chunks > lists.ChunksPerCut)
        {
            part = GemmScratch.Part(size);
            rest = GemmScratch.Rest(size);
        }

        for (int chunk = 0; chunk < lists.Chunks; chunk++)
        {
            (int step, int steps) = lists.Steps(chunk);
            if (!TryPack(g.B + (step * g.BStep), g.BStep, steps, packed))
            {
                return false;
            }

            (int cut, int within) = int.DivRem(chunk, lists.ChunksPerCut);
            Add(g, lists, chunk, packed, cut == 0 ? sums : part, begins: within == 0);
            if (cut > 0 && within == lists.ChunksPerCut - 1)
            {
                GemmProduct all = new() { M = 1, N = size, C = sums };
                GemmCuts.Add<V, S>(all, part, 0, rest, 0, second: cut == 1, last: chunk == lists.Chunks - 1);
            }
        }

        Finish(g, sums);
        return true;
    }

    /// <summary>Copies rows of B side by side; whether all are finite: x − x is 0 for those, and NaN for others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryPack(float* b, nint stride, int steps, float* packed)
    {
        V flaw = S.Create(0);
        for (int p = 0; p < steps; p++)
        {
            if (Sse.IsSupported)
            {
                float* ahead = b + (StepsAhead * stride);
                Sse.Prefetch0(ahead);
                Sse.Prefetch0(ahead + 16);
                Sse.Prefetch0(ahead + 32);
                Sse.Prefetch0(ahead + 48);
            }

            V x0 = S.Load(in *b, 0), x1 = S.Load(in *b, S.Width), x2 = S.Load(in *b, 2 * S.Width), x3 = S.Load(in *b, 3 * S.Width);
            S.Store(x0, ref *packed, 0);
            S.Store(x1, ref *packed, S.Width);
            S.Store(x2, ref *packed, 2 * S.Width);
            S.Store(x3, ref *packed, 3 * S.Width);
            flaw = S.Or(flaw, S.Or(S.Or(S.Subtract(x0, x0), S.Subtract(x1, x1)), S.Or(S.Subtract(x2, x2), S.Subtract(x3, x3))));
            b += stride;
            packed += Width;
        }

        return !S.Any(S.Select(S.Equal(flaw, S.Create(0)), S.Create(0), S.Bits(-1)));
    }

    /// <summary>
    /// Continues the chains of all rows over the steps of a chunk, or begins them: those of the first from C where the product adds to it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(in GemmProduct g, in SparseRows lists, int chunk, float* packed, float* sums, bool begins)
    {
        bool continues = !begins || (chunk == 0 && g.Accumulate);
        nint stride = begins ? g.CRow : Width;
        float* before = begins ? g.C : sums;
        int rows = g.M;
        for (int i = 0; i < rows; i++)
        {
            V r0 = S.Create(0), r1 = r0, r2 = r0, r3 = r0;
            if (continues)
            {
                r0 = S.Load(in *before, 0);
                r1 = S.Load(in *before, S.Width);
                r2 = S.Load(in *before, 2 * S.Width);
                r3 = S.Load(in *before, 3 * S.Width);
            }

            for (SparseEntry* entry = lists.Start(chunk, i, out SparseEntry* end); entry < end; entry++)
            {
                V a = S.Create(entry->Value);
                float* b = packed + entry->Offset;
                r0 = S.Fma(a, S.Load(in *b, 0), r0);
                r1 = S.Fma(a, S.Load(in *b, S.Width), r1);
                r2 = S.Fma(a, S.Load(in *b, 2 * S.Width), r2);
                r3 = S.Fma(a, S.Load(in *b, 3 * S.Width), r3);
            }

            S.Store(r0, ref *sums, 0);
            S.Store(r1, ref *sums, S.Width);
            S.Store(r2, ref *sums, 2 * S.Width);
            S.Store(r3, ref *sums, 3 * S.Width);
            before += stride;
            sums += Width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish(in GemmProduct g, float* sums)
    {
        for (int i = 0; i < g.M; i++)
        {
            Strip4<V, S> sum = Strip4<V, S>.Load(sums, 3 * S.Width);
            if (HoldsNegativeZero(sums))
            {
                Gemm.RunStraight(g.Block(i, 1, 0, g.N)); // a step that was left out might have made it +0
            }
            else
            {
                sum = g.Bias != null ? Strip4<V, S>.Add(sum, Strip4<V, S>.Load(g.Bias, 3 * S.Width)) : sum;
                Strip4<V, S>.Store(g.Relu ? Strip4<V, S>.Relu(sum) : sum, g.C + (i * g.CRow), 3 * S.Width);
            }

            sums += Width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HoldsNegativeZero(float* sums)
    {
        V any = S.Create(0);
        for (int i = 0; i < 4; i++)
        {
            V x = S.Load(in *sums, i * S.Width);
            any = S.Or(any, S.And(S.Equal(x, S.Create(0)), x)); // leaves the sign of a zero
        }

        return S.Any(any);
    }
}
