using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <content>Sigmoid shapes: tanh, the logistic function, erf and the normal distribution function.</content>
internal static partial class Transcendental
{
    /// <summary>tanh x within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V, S>(V x)
        where V : struct
        where S : ISimd<V>
    {
        // Small x: a polynomial. Others: 1 − 2/(e^2|x| + 1), whose error shrinks with the second term.
        V z = S.Multiply(x, x);
        V p = S.Fma(S.Create(-0.00589796668f), z, S.Create(0.0207986254f));
        p = S.Fma(p, z, S.Create(-0.0537847169f));
        p = S.Fma(p, z, S.Create(0.133319363f));
        p = S.Fma(p, z, S.Create(-0.333332986f));
        V a = S.Abs(x);
        V near = S.Fma(S.Multiply(p, z), a, a);
        V far = S.Subtract(S.Create(1), S.Divide(S.Create(2), S.Add(Exp<V, S>(S.Add(a, a)), S.Create(1))));
        return S.Or(S.Select(S.Less(a, S.Create(0.6f)), near, far), S.And(x, S.Create(-0f)));
    }

    /// <summary>1/(1 + e⁻ˣ) within 2.5 ulp, both tails included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V, S>(V x)
        where V : struct
        where S : ISimd<V>
    {
        V z = ExpOfNegative<V, S>(S.Negate(S.Abs(x)));
        return S.Divide(S.Select(S.Less(x, S.Create(0)), z, S.Create(1)), S.Add(z, S.Create(1)));
    }

    /// <summary>erf x within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<V, S>(V x)
        where V : struct
        where S : ISimd<V>
    {
        V z = S.Multiply(x, x);
        V p = S.Fma(S.Create(8.00277485e-05f), z, S.Create(-0.000805080403f));
        p = S.Fma(p, z, S.Create(0.00519246049f));
        p = S.Fma(p, z, S.Create(-0.0268557407f));
        p = S.Fma(p, z, S.Create(0.112836257f));
        p = S.Fma(p, z, S.Create(-0.376126289f));
        p = S.Fma(p, z, S.Create(0.128379166f));
        V a = S.Abs(x);
        V near = S.Fma(p, a, a);
        V far = S.Fma(S.Negate(ExpNegativeSquare<V, S>(a)), ScaledErfc<V, S>(a), S.Create(1));
        V y = S.Select(S.Less(a, S.Create(0.95f)), near, S.Select(S.Less(S.Create(4), a), S.Create(1), far));
        return S.Or(y, S.And(x, S.Create(-0f)));
    }

    /// <summary>Φ(x), the normal distribution function, within 5 ulp in both tails; and e^(−x²/2) on the way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V NormalCdf<V, S>(V x, out V bell)
        where V : struct
        where S : ISimd<V>
    {
        V a = S.Abs(x);
        V half = S.Multiply(a, S.Create(0.5f));
        V square = S.Multiply(half, a);
        V lost = S.Fma(half, a, S.Negate(square));
        V e = Exp<V, S>(S.Negate(square));
        bell = S.Select(S.Less(S.Create(104), square), S.Create(0), S.Fma(S.Negate(e), lost, e));
        V tail = S.Multiply(
            S.Multiply(bell, S.Create(0.5f)),
            ScaledErfc<V, S>(S.Multiply(S.Select(S.Less(a, S.Create(15)), a, S.Create(15)), S.Create(0.707106769f))));
        V y = S.Select(S.Less(x, S.Create(0)), tail, S.Subtract(S.Create(1), tail));
        return S.Select(S.Equal(x, x), y, x);
    }

    /// <summary>x·Φ(x) within 5 ulp, for results below 10⁻³⁶ within 10⁻⁴³.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Gelu<V, S>(V x)
        where V : struct
        where S : ISimd<V> => S.Select(S.Less(x, S.Create(-20)), S.Create(0), S.Multiply(x, NormalCdf<V, S>(x, out _)));

    /// <summary>The same with its derivative Φ(x) + x·φ(x), which is within 7 ulp of the larger term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Gelu<V, S>(V x, out V slope)
        where V : struct
        where S : ISimd<V>
    {
        V cdf = NormalCdf<V, S>(x, out V bell);
        V limited = S.Select(S.Less(S.Abs(x), S.Create(20)), x, S.Create(0)); // bell is 0 there, and ∞·0 would be NaN
        slope = S.Fma(S.Multiply(limited, S.Create(0.398942292f)), bell, cdf);
        return S.Select(S.Less(x, S.Create(-20)), S.Create(0), S.Multiply(x, cdf));
    }

    /// <summary>e^(a²)·erfc(a) for 0 ≤ a ≤ 10.7: a polynomial in (a − 2)/(a + 2) over 1 + 2a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ScaledErfc<V, S>(V a)
        where V : struct
        where S : ISimd<V>
    {
        V two = S.Create(2);
        V t = S.Divide(S.Subtract(a, two), S.Add(a, two));
        V p = S.Fma(S.Create(3.37869533e-05f), t, S.Create(-0.000349804002f));
        p = S.Fma(p, t, S.Create(-0.00125203107f));
        p = S.Fma(p, t, S.Create(0.00126062147f));
        p = S.Fma(p, t, S.Create(0.00863363408f));
        p = S.Fma(p, t, S.Create(-0.00804102514f));
        p = S.Fma(p, t, S.Create(-0.0542035699f));
        p = S.Fma(p, t, S.Create(0.164052799f));
        p = S.Fma(p, t, S.Create(-0.16603151f));
        p = S.Fma(p, t, S.Create(-0.0927638859f));
        p = S.Fma(p, t, S.Create(1.27697837f));
        return S.Divide(p, S.Fma(two, a, S.Create(1)));
    }
}
