using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>e^(x − shift).</summary>
internal readonly struct ShiftedExponential : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V shift)
        where V : struct
        where S : ISimd<V> => Transcendental.Exp<V, S>(S.Subtract(x, shift));
}

/// <summary>(x − y) − z: the large part first, for stability.</summary>
internal readonly struct SubtractBoth : ITernaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y, V z)
        where V : struct
        where S : ISimd<V> => S.Subtract(S.Subtract(x, y), z);
}

/// <summary>(x − y)·z.</summary>
internal readonly struct CentredProduct : ITernaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y, V z)
        where V : struct
        where S : ISimd<V> => S.Multiply(S.Subtract(x, y), z);
}

/// <summary>x − eʸ·z.</summary>
internal readonly struct SubtractExponential : ITernaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y, V z)
        where V : struct
        where S : ISimd<V> => S.Fma(S.Negate(Transcendental.Exp<V, S>(y)), z, x);
}

/// <summary>e^(x − y)·z for x ≤ y; 0 where both are −∞, so that a row without anything in it has no gradient instead of NaN.</summary>
internal readonly struct ScaledExponential : ITernaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y, V z)
        where V : struct
        where S : ISimd<V>
    {
        V shift = S.Select(S.Equal(y, S.Create(float.NegativeInfinity)), S.Create(0), y);
        return S.Multiply(Transcendental.Exp<V, S>(S.Subtract(x, shift)), z);
    }
}
