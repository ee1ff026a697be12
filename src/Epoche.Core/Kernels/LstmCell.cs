using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), the gates in PyTorch's order:
/// i, f, o = σ(·), g = tanh(·), c = f·c' + i·g, h = o·tanh c. A kept row is i f g o | tanh c | c' | h', a state h | c.
/// </summary>
internal readonly unsafe struct LstmCell : IRecurrentCell
{
    public static int Gates => 4;

    public static int States => 2;

    public static int Kept => 7;

    public static int Slopes => 4;

    public static bool HasStateBias => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, S>(float* kept, float* products, float* bias, float* state, nint units)
        where V : struct
        where S : ISimd<V>
    {
        for (nint at = 0; at < units; at += S.Width)
        {
            nint count = nint.Min(S.Width, units - at);
            float* k = kept + at, p = products + at, s = state + at;
            V i = Transcendental.Sigmoid<V, S>(Cell.Sum<V, S>(k, p, count));
            V f = Transcendental.Sigmoid<V, S>(Cell.Sum<V, S>(k + units, p + units, count));
            V g = Transcendental.Tanh<V, S>(Cell.Sum<V, S>(k + (2 * units), p + (2 * units), count));
            V o = Transcendental.Sigmoid<V, S>(Cell.Sum<V, S>(k + (3 * units), p + (3 * units), count));
            V before = Cell.Load<V, S>(s + units, count), output = Cell.Load<V, S>(s, count);
            V c = S.Fma(f, before, S.Multiply(i, g)), bounded = Transcendental.Tanh<V, S>(c);
            Cell.Store<V, S>(i, f, g, o, k, units, count);
            Cell.Store<V, S>(bounded, k + (4 * units), count);
            Cell.Store<V, S>(before, k + (5 * units), count);
            Cell.Store<V, S>(output, k + (6 * units), count);
            Cell.Store<V, S>(S.Multiply(o, bounded), s, count);
            Cell.Store<V, S>(c, s + units, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, S>(float* kept, float* output, float* state, float* slopes, float* products, nint units)
        where V : struct
        where S : ISimd<V>
    {
        for (nint at = 0; at < units; at += S.Width)
        {
            nint count = nint.Min(S.Width, units - at);
            float* k = kept + at, s = state + at;
            V i = Cell.Load<V, S>(k, count), f = Cell.Load<V, S>(k + units, count);
            V g = Cell.Load<V, S>(k + (2 * units), count), o = Cell.Load<V, S>(k + (3 * units), count);
            V bounded = Cell.Load<V, S>(k + (4 * units), count), before = Cell.Load<V, S>(k + (5 * units), count);
            V dh = Cell.Load<V, S>(s, count);
            dh = output == null ? dh : S.Add(dh, Cell.Load<V, S>(output + at, count));
            V dc = S.Fma(S.Multiply(dh, o), Cell.OneMinusSquare<V, S>(bounded), Cell.Load<V, S>(s + units, count));
            V di = Cell.SigmoidSlope<V, S>(i, S.Multiply(dc, g));
            V df = Cell.SigmoidSlope<V, S>(f, S.Multiply(dc, before));
            V dg = S.Multiply(S.Multiply(dc, i), Cell.OneMinusSquare<V, S>(g));
            V dO = Cell.SigmoidSlope<V, S>(o, S.Multiply(dh, bounded));
            Cell.Store<V, S>(di, df, dg, dO, slopes + at, units, count);
            Cell.Store<V, S>(di, df, dg, dO, products + at, units, count);
            Cell.Store<V, S>(S.Create(0), s, count);
            Cell.Store<V, S>(S.Multiply(dc, f), s + units, count);
        }
    }
}
