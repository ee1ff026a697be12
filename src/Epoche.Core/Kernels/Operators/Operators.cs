namespace Epoche.Kernels;

/// <summary>A function of one value, written for a register of any width; see <see cref="Elementwise"/>.</summary>
internal interface IUnaryOperator
{
    static abstract V Invoke<V, S>(V x)
        where V : struct
        where S : ISimd<V>;
}

/// <summary>A function of two values.</summary>
internal interface IBinaryOperator
{
    static abstract V Invoke<V, S>(V x, V y)
        where V : struct
        where S : ISimd<V>;
}

/// <summary>A function of three values.</summary>
internal interface ITernaryOperator
{
    static abstract V Invoke<V, S>(V x, V y, V z)
        where V : struct
        where S : ISimd<V>;
}
