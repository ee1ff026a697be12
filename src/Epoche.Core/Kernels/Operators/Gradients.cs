using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>dy·sign(x), 0 at 0.</summary>
internal readonly struct AbsoluteGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V dy)
        where V : struct
        where S : ISimd<V> => S.Multiply(dy, Sign.Invoke<V, S>(x));
}

/// <summary>dy where the output y (or, equally, the input) is positive, else 0.</summary>
internal readonly struct ReluGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V y, V dy)
        where V : struct
        where S : ISimd<V> => S.And(S.Less(S.Create(0), y), dy);
}

/// <summary>dy·(1 − y²) from the output y.</summary>
internal readonly struct TanhGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V y, V dy)
        where V : struct
        where S : ISimd<V> => S.Multiply(dy, S.Fma(S.Negate(y), y, S.Create(1)));
}

/// <summary>dy·y(1 − y) from the output y.</summary>
internal readonly struct SigmoidGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V y, V dy)
        where V : struct
        where S : ISimd<V> => S.Multiply(dy, S.Multiply(y, S.Subtract(S.Create(1), y)));
}

/// <summary>dy·sigmoid(x) from the input x.</summary>
internal readonly struct SoftplusGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V dy)
        where V : struct
        where S : ISimd<V> => S.Multiply(dy, Transcendental.Sigmoid<V, S>(x));
}

/// <summary>dy·σ(x)·(1 + x·(1 − σ(x))) from the input x.</summary>
internal readonly struct SiluGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V dy)
        where V : struct
        where S : ISimd<V>
    {
        V one = S.Create(1), sigmoid = Transcendental.Sigmoid<V, S>(x);
        return S.Multiply(dy, S.Multiply(sigmoid, S.Fma(x, S.Subtract(one, sigmoid), one)));
    }
}

/// <summary>dy·(t + x·(1 − t²)·σ(x)) from the input x, t = tanh(ln(1 + eˣ)).</summary>
internal readonly struct MishGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V dy)
        where V : struct
        where S : ISimd<V>
    {
        V t = Transcendental.Tanh<V, S>(Transcendental.Softplus<V, S>(x));
        V slope = S.Multiply(S.Multiply(x, Transcendental.Sigmoid<V, S>(x)), S.Fma(S.Negate(t), t, S.Create(1)));
        return S.Multiply(dy, S.Add(t, slope));
    }
}

/// <summary>dy/(2y) from the output y.</summary>
internal readonly struct SquareRootGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V y, V dy)
        where V : struct
        where S : ISimd<V> => S.Divide(S.Multiply(dy, S.Create(0.5f)), y);
}

/// <summary>dy·2/√π·e^(−x²) from the input x.</summary>
internal readonly struct ErrorFunctionGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V dy)
        where V : struct
        where S : ISimd<V> => S.Multiply(dy, S.Multiply(S.Create(1.12837917f), Transcendental.ExpNegativeSquare<V, S>(x)));
}

/// <summary>1 where low ≤ x ≤ high, else 0: what a clip lets through.</summary>
internal readonly struct ClipGradient : ITernaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V low, V high)
        where V : struct
        where S : ISimd<V> => S.And(S.And(S.LessOrEqual(low, x), S.LessOrEqual(x, high)), S.Create(1));
}
