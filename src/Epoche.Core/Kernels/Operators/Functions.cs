using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>eˣ.</summary>
internal readonly struct Exponential : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => Transcendental.Exp<V, S>(x);
}

/// <summary>ln x.</summary>
internal readonly struct Logarithm : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => Transcendental.Log<V, S>(x);
}

/// <summary>eˣ − 1.</summary>
internal readonly struct ExponentialMinusOne : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => Transcendental.Expm1<V, S>(x);
}

/// <summary>ln(1 + x).</summary>
internal readonly struct LogarithmOfOnePlus : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => Transcendental.Log1p<V, S>(x);
}

/// <summary>tanh x.</summary>
internal readonly struct HyperbolicTangent : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => Transcendental.Tanh<V, S>(x);
}

/// <summary>1/(1 + e⁻ˣ).</summary>
internal readonly struct Sigmoid : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => Transcendental.Sigmoid<V, S>(x);
}

/// <summary>ln(1 + eˣ).</summary>
internal readonly struct Softplus : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => Transcendental.Softplus<V, S>(x);
}

/// <summary>erf x = 2/√π ∫₀ˣ e^(−t²) dt.</summary>
internal readonly struct ErrorFunction : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => Transcendental.Erf<V, S>(x);
}

/// <summary>sin x, x in radians.</summary>
internal readonly struct Sine : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => Transcendental.Sin<V, S>(x);
}

/// <summary>cos x, x in radians.</summary>
internal readonly struct Cosine : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => Transcendental.Cos<V, S>(x);
}

/// <summary>max(x, 0); NaN stays NaN.</summary>
internal readonly struct Relu : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => S.Select(S.LessOrEqual(x, S.Create(0)), S.Create(0), x);
}

/// <summary>x·Φ(x) with the normal distribution function Φ, the exact form ½x(1 + erf(x/√2)) (Hendrycks and Gimpel 2016).</summary>
internal readonly struct Gelu : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => Transcendental.Gelu<V, S>(x);
}

/// <summary>x·σ(x) (Elfwing et al. 2018; Ramachandran et al. 2017, "swish").</summary>
internal readonly struct Silu : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => S.Multiply(x, Transcendental.Sigmoid<V, S>(x));
}

/// <summary>x·tanh(ln(1 + eˣ)) (Misra 2020).</summary>
internal readonly struct Mish : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V> => S.Multiply(x, Transcendental.Tanh<V, S>(Transcendental.Softplus<V, S>(x)));
}
