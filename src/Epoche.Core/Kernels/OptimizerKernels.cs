using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>
/// An optimizer's update: the numbers that are the same for every element, as named fields, and what is done to one vector of them: w and
/// up to three slots in, the same out.
/// </summary>
internal interface IUpdate<TSelf>
    where TSelf : struct, IUpdate<TSelf>
{
    static abstract int SlotCount { get; }

    /// <param name="c">The numbers of this update.</param>
    /// <param name="w">Weights, replaced by the new ones.</param>
    /// <param name="g">Gradients.</param>
    /// <param name="s0">First slot, replaced.</param>
    /// <param name="s1">Second slot, replaced.</param>
    /// <param name="s2">Third slot, replaced.</param>
    static abstract void Invoke<V, S>(in TSelf c, ref V w, V g, ref V s0, ref V s1, ref V s2)
        where V : struct
        where S : ISimd<V>;
}

/// <summary>Runs updates over spans; elements are independent, so neither width nor thread count can matter.</summary>
internal static class OptimizerKernels
{
    /// <summary>Elements of one part when threads share: 5 streams of 32 KB, in the second-level cache together.</summary>
    private const int PartLength = 8192;

    /// <summary>2⁻¹²⁶.</summary>
    private const float LeastNormal = 1.17549435e-38f;

    /// <summary>Updates weights without slots.</summary>
    public static void Run<TUpdate>(in TUpdate update, Span<float> w, ReadOnlySpan<float> g)
        where TUpdate : struct, IUpdate<TUpdate> => Run(in update, w, g, default, default, default);

    /// <summary>Updates weights with one slot.</summary>
    public static void Run<TUpdate>(in TUpdate update, Span<float> w, ReadOnlySpan<float> g, Span<float> s0)
        where TUpdate : struct, IUpdate<TUpdate> => Run(in update, w, g, s0, default, default);

    /// <summary>Updates weights with two slots.</summary>
    public static void Run<TUpdate>(in TUpdate update, Span<float> w, ReadOnlySpan<float> g, Span<float> s0, Span<float> s1)
        where TUpdate : struct, IUpdate<TUpdate> => Run(in update, w, g, s0, s1, default);

    /// <summary>Updates weights with three slots.</summary>
    public static void Run<TUpdate>(in TUpdate update, Span<float> w, ReadOnlySpan<float> g, Span<float> s0, Span<float> s1, Span<float> s2)
        where TUpdate : struct, IUpdate<TUpdate>
    {
        Body<TUpdate> body = new() { W = w, G = g, S0 = s0, S1 = s1, S2 = s2, Update = update };
        int parts = (w.Length + PartLength - 1) / PartLength;
        if (parts > 1)
        {
            Workers.For(parts, body);
        }
        else
        {
            body.Run(0);
        }
    }

    private ref struct Body<TUpdate> : IParallelBody
        where TUpdate : struct, IUpdate<TUpdate>
    {
        public Span<float> W, S0, S1, S2;
        public ReadOnlySpan<float> G;
        public TUpdate Update;

        public void Run(int part)
        {
            int start = part * PartLength, length = Math.Min(PartLength, W.Length - start);
            Span<float> w = W.Slice(start, length), s0 = Part(S0, start, length), s1 = Part(S1, start, length),
                s2 = Part(S2, start, length);
            ReadOnlySpan<float> g = G.Slice(start, length);
            if (Vector512.IsHardwareAccelerated)
            {
                OptimizerKernels.Run<Vector512<float>, Simd512, TUpdate>(in Update, w, g, s0, s1, s2);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                OptimizerKernels.Run<Vector256<float>, Simd256, TUpdate>(in Update, w, g, s0, s1, s2);
            }
            else
            {
                OptimizerKernels.Run<Vector128<float>, Simd128, TUpdate>(in Update, w, g, s0, s1, s2);
            }
        }

        private static Span<float> Part(Span<float> slot, int start, int length) => slot.IsEmpty ? slot : slot.Slice(start, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<V, S, TUpdate>(
        in TUpdate c, Span<float> w, ReadOnlySpan<float> g, Span<float> s0, Span<float> s1, Span<float> s2)
        where V : struct
        where S : ISimd<V>
        where TUpdate : struct, IUpdate<TUpdate>
    {
        int length = w.Length, whole = length - (length % S.Width);
        ref float weights = ref MemoryMarshal.GetReference(w), gradients = ref MemoryMarshal.GetReference(g);
        ref float slot0 = ref MemoryMarshal.GetReference(s0), slot1 = ref MemoryMarshal.GetReference(s1),
            slot2 = ref MemoryMarshal.GetReference(s2);
        for (nint i = 0; i < whole; i += S.Width)
        {
            Block<V, S, TUpdate>(in c, ref weights, ref gradients, ref slot0, ref slot1, ref slot2, i);
        }

        int rest = length - whole;
        if (rest > 0)
        {
            Span<float> pad = stackalloc float[5 * 16];
            pad.Clear();
            Span<float> pw = pad[..16], pg = pad[16..32], p0 = pad[32..48], p1 = pad[48..64], p2 = pad[64..];
            w[whole..].CopyTo(pw);
            g[whole..length].CopyTo(pg);
            CopyTail(s0, p0, whole);
            CopyTail(s1, p1, whole);
            CopyTail(s2, p2, whole);
            Block<V, S, TUpdate>(in c, ref pw[0], ref pg[0], ref p0[0], ref p1[0], ref p2[0], 0);
            pw[..rest].CopyTo(w[whole..]);
            CopyBack(p0, s0, whole, rest);
            CopyBack(p1, s1, whole, rest);
            CopyBack(p2, s2, whole, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block<V, S, TUpdate>(in TUpdate c, ref float w, ref float g, ref float s0, ref float s1, ref float s2, nint i)
        where V : struct
        where S : ISimd<V>
        where TUpdate : struct, IUpdate<TUpdate>
    {
        V weight = S.Load(ref w, i), a = default, b = default, d = default;
        if (TUpdate.SlotCount > 0)
        {
            a = S.Load(ref s0, i);
        }

        if (TUpdate.SlotCount > 1)
        {
            b = S.Load(ref s1, i);
        }

        if (TUpdate.SlotCount > 2)
        {
            d = S.Load(ref s2, i);
        }

        TUpdate.Invoke<V, S>(in c, ref weight, S.Load(ref g, i), ref a, ref b, ref d);
        S.Store(weight, ref w, i);
        if (TUpdate.SlotCount > 0)
        {
            S.Store(FlushTiny<V, S>(a), ref s0, i);
        }

        if (TUpdate.SlotCount > 1)
        {
            S.Store(FlushTiny<V, S>(b), ref s1, i);
        }

        if (TUpdate.SlotCount > 2)
        {
            S.Store(FlushTiny<V, S>(d), ref s2, i);
        }
    }

    /// <summary>
    /// 0 for a magnitude below 2⁻¹²⁶, else the value; NaN passes. Averages of a unit that gets no gradient any more shrink to denormal
    /// numbers and stay there for ever, and every later update of them costs more than twice the time: 73 instead of 33 µs for the 67,586
    /// weights of 4-256-256-2.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V FlushTiny<V, S>(V value)
        where V : struct
        where S : ISimd<V> => S.AndNot(value, S.Less(S.Abs(value), S.Create(LeastNormal)));

    private static void CopyTail(Span<float> slot, Span<float> pad, int whole)
    {
        if (!slot.IsEmpty)
        {
            slot[whole..].CopyTo(pad);
        }
    }

    private static void CopyBack(Span<float> pad, Span<float> slot, int whole, int rest)
    {
        if (!slot.IsEmpty)
        {
            pad[..rest].CopyTo(slot[whole..]);
        }
    }
}
