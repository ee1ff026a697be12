using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Epoche.Kernels;

namespace Epoche.Benchmarks.Cases;

/// <summary>The most multiply-adds that the machine makes: twelve independent chains in its widest registers, nothing loaded.</summary>
internal static class FmaLimit
{
    public const string Name = "fma-limit";

    private const int Chains = 12, Rounds = 100_000;

    public static BenchCase Case { get; } = new(Name, "multiply-adds in registers", Prepare)
    {
        Flops = 2.0 * Chains * Rounds * (Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Width256),
        FlopsPerThread = true,
    };

    private static int Width256 => Vector256.IsHardwareAccelerated && Fma.IsSupported ? Vector256<float>.Count : Vector128<float>.Count;

    /// <summary>Threads of its own that start together: the workers may leave a job to the caller, which would measure less.</summary>
    private static Action Prepare()
    {
        Barrier start = new(Workers.Count), end = new(Workers.Count);
        for (int i = 1; i < Workers.Count; i++)
        {
            new Thread(() =>
            {
                while (true)
                {
                    Step();
                }
            })
            { IsBackground = true }.Start();
        }

        return Step;

        void Step()
        {
            start.SignalAndWait();
            Run();
            end.SignalAndWait();
        }
    }

    private static void Run()
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Vector512<float>, Simd512>();
        }
        else if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
        {
            Run<Vector256<float>, Simd256>();
        }
        else
        {
            Run<Vector128<float>, Simd128>();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<V, S>()
        where V : struct
        where S : struct, ISimd<V>
    {
        V x = S.Create(0.999f), y = S.Create(0.001f);
        V a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = S.Fma(a, x, y);
            b = S.Fma(b, x, y);
            c = S.Fma(c, x, y);
            d = S.Fma(d, x, y);
            e = S.Fma(e, x, y);
            f = S.Fma(f, x, y);
            g = S.Fma(g, x, y);
            h = S.Fma(h, x, y);
            i = S.Fma(i, x, y);
            j = S.Fma(j, x, y);
            k = S.Fma(k, x, y);
            l = S.Fma(l, x, y);
        }

        V sum = S.Add(S.Add(S.Add(a, b), S.Add(c, d)), S.Add(S.Add(e, f), S.Add(S.Add(g, h), S.Add(S.Add(i, j), S.Add(k, l)))));
        Unsafe.SkipInit(out Sink sink);
        S.Store(sum, ref Unsafe.As<Sink, float>(ref sink), 0);
        Keep(ref sink);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep(ref Sink sink)
    {
    }

    [InlineArray(16)]
    private struct Sink
    {
        private float _first;
    }
}
