using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>−x.</summary>
internal readonly struct Negate : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => S.Negate(x);
}

/// <summary>|x|.</summary>
internal readonly struct Absolute : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => S.Abs(x);
}

/// <summary>x².</summary>
internal readonly struct Square : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => S.Multiply(x, x);
}

/// <summary>√x, correctly rounded; NaN for x &lt; 0.</summary>
internal readonly struct SquareRoot : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => S.Sqrt(x);
}

/// <summary>1/x.</summary>
internal readonly struct Reciprocal : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => S.Divide(S.Create(1), x);
}

/// <summary>−1, 0 or 1; keeps ±0 and NaN.</summary>
internal readonly struct Sign : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => S.Select(S.Less(S.Create(0), S.Abs(x)), S.Or(S.Create(1), S.And(x, S.Create(-0f))), x);
}

/// <summary>x + y.</summary>
internal readonly struct Add : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y)
        where V : struct
        where S : ISimd<V> => S.Add(x, y);
}

/// <summary>x − y.</summary>
internal readonly struct Subtract : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y)
        where V : struct
        where S : ISimd<V> => S.Subtract(x, y);
}

/// <summary>x·y.</summary>
internal readonly struct Multiply : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y)
        where V : struct
        where S : ISimd<V> => S.Multiply(x, y);
}

/// <summary>
/// weight·value, where a weight of 0 gives 0 whatever the value: an example, a class or a branch that counts nothing
/// must not turn a sum into NaN by 0·∞.
/// </summary>
internal readonly struct Weigh : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V weight, V value)
        where V : struct
        where S : ISimd<V> => S.Select(S.Equal(weight, S.Create(0)), S.Create(0), S.Multiply(weight, value));
}

/// <summary>x / y.</summary>
internal readonly struct Divide : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y)
        where V : struct
        where S : ISimd<V> => S.Divide(x, y);
}

/// <summary>The smaller; NaN if either is NaN; −0 is smaller than +0.</summary>
internal readonly struct Minimum : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y)
        where V : struct
        where S : ISimd<V> => S.Min(x, y);
}

/// <summary>The larger; NaN if either is NaN; −0 is smaller than +0.</summary>
internal readonly struct Maximum : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y)
        where V : struct
        where S : ISimd<V> => S.Max(x, y);
}

/// <summary>x·y + z with one rounding.</summary>
internal readonly struct MultiplyAdd : ITernaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y, V z)
        where V : struct
        where S : ISimd<V> => S.Fma(x, y, z);
}
