using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>Huber's loss of an error e: c·(|e| − ½c) with c = min(|e|, δ), which is ½e² inside ±δ and δ·(|e| − ½δ) outside.</summary>
internal readonly struct HuberLoss : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V error, V delta)
        where V : struct
        where S : ISimd<V>
    {
        V magnitude = S.Abs(error), inner = S.Min(magnitude, delta);
        return S.Multiply(inner, S.Fma(S.Create(-0.5f), inner, magnitude));
    }
}

/// <summary>The first operand: broadcasts it to the shape of the second.</summary>
internal readonly struct Left : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, S>(V x, V y)
        where V : struct
        where S : ISimd<V> => x;
}
