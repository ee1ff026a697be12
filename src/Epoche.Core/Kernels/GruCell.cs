using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>
/// Gated recurrent unit (Cho et al. 2014) in PyTorch's form, where the reset gate acts on the state's product: with the input's product x
/// (bias included) and the state's product p, r = σ(x_r + p_r), z = σ(x_z + p_z), q = p_n + b, n = tanh(x_n + r·q), h = (1 − z)·n + z·h'.
/// A kept row is r z n | q | h', a state h; slopes are those of r z n and of q.
/// </summary>
internal readonly unsafe struct GruCell : IRecurrentCell
{
    public static int Gates => 3;

    public static int States => 1;

    public static int Kept => 5;

    public static int Slopes => 4;

    public static bool HasStateBias => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, S>(float* kept, float* products, float* bias, float* state, nint units)
        where V : struct
        where S : ISimd<V>
    {
        for (nint at = 0; at < units; at += S.Width)
        {
            nint count = nint.Min(S.Width, units - at);
            float* k = kept + at, p = products + at, s = state + at;
            V r = Transcendental.Sigmoid<V, S>(Cell.Sum<V, S>(k, p, count));
            V z = Transcendental.Sigmoid<V, S>(Cell.Sum<V, S>(k + units, p + units, count));
            V q = Cell.Sum<V, S>(p + (2 * units), bias + at, count);
            V n = Transcendental.Tanh<V, S>(S.Fma(r, q, Cell.Load<V, S>(k + (2 * units), count)));
            V before = Cell.Load<V, S>(s, count);
            Cell.Store<V, S>(r, z, n, q, k, units, count);
            Cell.Store<V, S>(before, k + (4 * units), count);
            Cell.Store<V, S>(S.Fma(z, S.Subtract(before, n), n), s, count);
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
            V r = Cell.Load<V, S>(k, count), z = Cell.Load<V, S>(k + units, count), n = Cell.Load<V, S>(k + (2 * units), count);
            V q = Cell.Load<V, S>(k + (3 * units), count), before = Cell.Load<V, S>(k + (4 * units), count);
            V dh = Cell.Load<V, S>(s, count);
            dh = output == null ? dh : S.Add(dh, Cell.Load<V, S>(output + at, count));
            V dz = Cell.SigmoidSlope<V, S>(z, S.Multiply(dh, S.Subtract(before, n)));
            V dn = S.Multiply(S.Multiply(dh, S.Subtract(S.Create(1), z)), Cell.OneMinusSquare<V, S>(n));
            V dr = Cell.SigmoidSlope<V, S>(r, S.Multiply(dn, q)), dq = S.Multiply(dn, r);
            Cell.Store<V, S>(dr, dz, dn, dq, slopes + at, units, count);
            Cell.Store<V, S>(dr, products + at, count);
            Cell.Store<V, S>(dz, products + at + units, count);
            Cell.Store<V, S>(dq, products + at + (2 * units), count);
            Cell.Store<V, S>(S.Multiply(dh, z), s, count);
        }
    }
}
