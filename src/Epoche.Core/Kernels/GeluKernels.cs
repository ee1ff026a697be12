using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>The rectifier x·Φ(x) with its slopes, in one pass; threads share long spans.</summary>
internal static class GeluKernels
{
    private const int PartLength = 8192;

    /// <summary>y = x·Φ(x), slopes = Φ(x) + x·φ(x).</summary>
    public static void WithSlopes(ReadOnlySpan<float> x, Span<float> y, Span<float> slopes)
    {
        Parts parts = new()
        {
            X = ref MemoryMarshal.GetReference(x), Y = ref MemoryMarshal.GetReference(y), Slopes = ref MemoryMarshal.GetReference(slopes),
            Count = x.Length,
        };
        Workers.For((x.Length + PartLength - 1) / PartLength, parts);
    }

    private ref struct Parts : IParallelBody
    {
        public ref float X, Y, Slopes;
        public nint Count;

        public readonly void Run(int part)
        {
            nint start = (nint)part * PartLength, count = nint.Min(PartLength, Count - start);
            ref float x = ref Unsafe.Add(ref X, start), y = ref Unsafe.Add(ref Y, start), slopes = ref Unsafe.Add(ref Slopes, start);
            if (Vector512.IsHardwareAccelerated)
            {
                Run<Vector512<float>, Simd512>(ref x, ref y, ref slopes, count);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Run<Vector256<float>, Simd256>(ref x, ref y, ref slopes, count);
            }
            else
            {
                Run<Vector128<float>, Simd128>(ref x, ref y, ref slopes, count);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Run<V, S>(ref float x, ref float y, ref float slopes, nint count)
            where V : struct
            where S : ISimd<V>
        {
            nint i = 0;
            for (; i <= count - S.Width; i += S.Width)
            {
                S.Store(Transcendental.Gelu<V, S>(S.Load(in x, i), out V slope), ref y, i);
                S.Store(slope, ref slopes, i);
            }

            if (i < count)
            {
                V last = Transcendental.Gelu<V, S>(S.LoadPartial(in x, i, count - i, S.Create(0)), out V slope);
                S.StorePartial(last, ref y, i, count - i);
                S.StorePartial(slope, ref slopes, i, count - i);
            }
        }
    }
}
