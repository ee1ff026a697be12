using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>What the cells of recurrent layers share: columns by the register, the last ones masked.</summary>
internal static unsafe class Cell
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V, S>(float* source, nint count)
        where V : struct
        where S : ISimd<V> => count == S.Width ? S.Load(in *source, 0) : S.LoadPartial(in *source, 0, count, S.Create(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V, S>(V value, float* destination, nint count)
        where V : struct
        where S : ISimd<V>
    {
        if (count == S.Width)
        {
            S.Store(value, ref *destination, 0);
        }
        else
        {
            S.StorePartial(value, ref *destination, 0, count);
        }
    }

    /// <summary>Stores into four blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V, S>(V a, V b, V c, V d, float* blocks, nint units, nint count)
        where V : struct
        where S : ISimd<V>
    {
        Store<V, S>(a, blocks, count);
        Store<V, S>(b, blocks + units, count);
        Store<V, S>(c, blocks + (2 * units), count);
        Store<V, S>(d, blocks + (3 * units), count);
    }

    /// <summary>a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sum<V, S>(float* a, float* b, nint count)
        where V : struct
        where S : ISimd<V> => S.Add(Load<V, S>(a, count), Load<V, S>(b, count));

    /// <summary>1 − y²: the slope of tanh from its value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V OneMinusSquare<V, S>(V y)
        where V : struct
        where S : ISimd<V> => S.Fma(S.Negate(y), y, S.Create(1));

    /// <summary>dy·y(1 − y): through σ, from its value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SigmoidSlope<V, S>(V y, V dy)
        where V : struct
        where S : ISimd<V> => S.Multiply(dy, S.Multiply(y, S.Subtract(S.Create(1), y)));
}
