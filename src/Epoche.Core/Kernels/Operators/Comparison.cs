using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>1 where x &lt; y, else 0.</summary>
internal readonly struct Less : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y)
        where V : struct
        where S : ISimd<V> => S.And(S.Less(x, y), S.Create(1));
}

/// <summary>1 where x ≤ y, else 0.</summary>
internal readonly struct LessOrEqual : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y)
        where V : struct
        where S : ISimd<V> => S.And(S.LessOrEqual(x, y), S.Create(1));
}

/// <summary>1 where x &gt; y, else 0.</summary>
internal readonly struct Greater : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y)
        where V : struct
        where S : ISimd<V> => S.And(S.Less(y, x), S.Create(1));
}

/// <summary>1 where x ≥ y, else 0.</summary>
internal readonly struct GreaterOrEqual : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y)
        where V : struct
        where S : ISimd<V> => S.And(S.LessOrEqual(y, x), S.Create(1));
}

/// <summary>1 where x = y, else 0.</summary>
internal readonly struct EqualTo : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y)
        where V : struct
        where S : ISimd<V> => S.And(S.Equal(x, y), S.Create(1));
}

/// <summary>a where the condition is not 0 (NaN included), else b.</summary>
internal readonly struct Select : ITernaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V condition, V a, V b)
        where V : struct
        where S : ISimd<V> => S.Select(S.Equal(condition, S.Create(0)), b, a);
}

/// <summary>x limited to low … high; NaN stays NaN.</summary>
internal readonly struct Clip : ITernaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V low, V high)
        where V : struct
        where S : ISimd<V> => S.Min(S.Max(x, low), high);
}
