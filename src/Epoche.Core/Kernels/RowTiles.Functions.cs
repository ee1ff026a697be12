using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <content>The functions of a tile: column c of all its rows is the vector at c·width.</content>
internal static partial class RowTiles
{
    internal readonly struct Softmax : ITile
    {
        public static bool Reduces => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Invoke<V, S>(ref float a, ref float b, nint cols)
            where V : struct
            where S : ISimd<V>
        {
            V max = Largest<V, S>(ref a, cols), sum = S.Create(0);
            for (nint c = 0; c < cols; c++)
            {
                V e = Transcendental.Exp<V, S>(S.Subtract(S.Load(in a, c * S.Width), max));
                S.Store(e, ref a, c * S.Width);
                sum = S.Add(sum, e);
            }

            V share = S.Divide(S.Create(1), sum); // one division and products: half a unit in the last place less exact, ten times as fast
            for (nint c = 0; c < cols; c++)
            {
                S.Store(S.Multiply(S.Load(in a, c * S.Width), share), ref a, c * S.Width);
            }
        }
    }

    internal readonly struct SoftmaxGradient : ITile
    {
        public static bool Reduces => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Invoke<V, S>(ref float a, ref float b, nint cols)
            where V : struct
            where S : ISimd<V>
        {
            V mean = S.Create(0);
            for (nint c = 0; c < cols; c++)
            {
                mean = S.Fma(S.Load(in a, c * S.Width), S.Load(in b, c * S.Width), mean);
            }

            for (nint c = 0; c < cols; c++)
            {
                S.Store(CentredProduct.Invoke<V, S>(S.Load(in b, c * S.Width), mean, S.Load(in a, c * S.Width)), ref a, c * S.Width);
            }
        }
    }

    internal readonly struct LogSoftmax : ITile
    {
        public static bool Reduces => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Invoke<V, S>(ref float a, ref float b, nint cols)
            where V : struct
            where S : ISimd<V>
        {
            V max = Largest<V, S>(ref a, cols);
            V log = Transcendental.Log<V, S>(SumOfExponentials<V, S>(ref a, max, cols));
            for (nint c = 0; c < cols; c++)
            {
                S.Store(SubtractBoth.Invoke<V, S>(S.Load(in a, c * S.Width), max, log), ref a, c * S.Width);
            }
        }
    }

    internal readonly struct LogSoftmaxGradient : ITile
    {
        public static bool Reduces => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Invoke<V, S>(ref float a, ref float b, nint cols)
            where V : struct
            where S : ISimd<V>
        {
            V sum = S.Create(0);
            for (nint c = 0; c < cols; c++)
            {
                sum = S.Add(sum, S.Load(in b, c * S.Width));
            }

            for (nint c = 0; c < cols; c++)
            {
                S.Store(SubtractExponential.Invoke<V, S>(S.Load(in b, c * S.Width), S.Load(in a, c * S.Width), sum), ref a, c * S.Width);
            }
        }
    }

    internal readonly struct LogSumExp : ITile
    {
        public static bool Reduces => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Invoke<V, S>(ref float a, ref float b, nint cols)
            where V : struct
            where S : ISimd<V>
        {
            V max = Largest<V, S>(ref a, cols);
            V shift = S.Select(S.Equal(S.Abs(max), S.Create(float.PositiveInfinity)), S.Create(0), max);
            S.Store(S.Add(shift, Transcendental.Log<V, S>(SumOfExponentials<V, S>(ref a, shift, cols))), ref a, 0);
        }
    }

    /// <summary>
    /// The tree of <see cref="Reduce"/> with at most one value in each of its 16 lanes. Empty lanes are left out,
    /// for joining one changes nothing.
    /// </summary>
    internal readonly struct Reduction<TReduction> : ITile
        where TReduction : struct, Reduce.IReduction
    {
        public static bool Reduces => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Invoke<V, S>(ref float a, ref float b, nint cols)
            where V : struct
            where S : ISimd<V>
        {
            for (nint c = 0; c < cols; c++)
            {
                V x = S.Load(in a, c * S.Width);
                S.Store(TReduction.Take<V, S>(S.Create(TReduction.Identity), x, x), ref a, c * S.Width);
            }

            for (nint half = 8; half > 0; half /= 2)
            {
                for (nint c = 0; c < half && c + half < cols; c++)
                {
                    S.Store(TReduction.Join<V, S>(S.Load(in a, c * S.Width), S.Load(in a, (c + half) * S.Width)), ref a, c * S.Width);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Largest<V, S>(ref float a, nint cols)
        where V : struct
        where S : ISimd<V>
    {
        V max = S.Load(in a, 0);
        for (nint c = 1; c < cols; c++)
        {
            max = S.Max(max, S.Load(in a, c * S.Width));
        }

        return max;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SumOfExponentials<V, S>(ref float a, V shift, nint cols)
        where V : struct
        where S : ISimd<V>
    {
        V sum = S.Create(0);
        for (nint c = 0; c < cols; c++)
        {
            sum = S.Add(sum, Transcendental.Exp<V, S>(S.Subtract(S.Load(in a, c * S.Width), shift)));
        }

        return sum;
    }
}
