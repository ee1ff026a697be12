using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>
/// One to four adjacent vectors of a row: the unit that the register tile is written in. The JIT promotes a struct of up to four
/// vectors into as many registers, so a tile that names eight strips keeps 24 accumulators without spilling one.
/// The last vector may overlap its neighbour: it sits <c>last</c> floats into the strip, so that a row whose length is no multiple of
/// the width ends with a whole vector; lanes covered twice are computed twice, to the same bits.
/// </summary>
internal unsafe interface IStrip<TSelf, V>
    where TSelf : struct, IStrip<TSelf, V>
    where V : struct
{
    static abstract TSelf Zero();

    static abstract TSelf Load(float* source, nint last);

    static abstract void Store(TSelf value, float* destination, nint last);

    static abstract TSelf Add(TSelf a, TSelf b);

    /// <summary>a·b + c, a the same for all lanes.</summary>
    static abstract TSelf Fma(V a, TSelf b, TSelf c);

    /// <summary>+0 where a ≤ 0, else a; NaN stays NaN.</summary>
    static abstract TSelf Relu(TSelf a);
}

internal unsafe struct Strip1<V, S> : IStrip<Strip1<V, S>, V>
    where V : struct
    where S : struct, ISimd<V>
{
    private V _a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip1<V, S> Zero() => new() { _a = S.Create(0) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip1<V, S> Load(float* source, nint last) => new() { _a = S.Load(in *source, 0) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Strip1<V, S> value, float* destination, nint last) => S.Store(value._a, ref *destination, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip1<V, S> Add(Strip1<V, S> a, Strip1<V, S> b) => new() { _a = S.Add(a._a, b._a) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip1<V, S> Fma(V a, Strip1<V, S> b, Strip1<V, S> c) => new() { _a = S.Fma(a, b._a, c._a) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip1<V, S> Relu(Strip1<V, S> a) => new() { _a = Strip.Relu<V, S>(a._a) };
}

internal unsafe struct Strip2<V, S> : IStrip<Strip2<V, S>, V>
    where V : struct
    where S : struct, ISimd<V>
{
    private V _a, _b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip2<V, S> Zero() => new() { _a = S.Create(0), _b = S.Create(0) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip2<V, S> Load(float* source, nint last) => new() { _a = S.Load(in *source, 0), _b = S.Load(in *source, last) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Strip2<V, S> value, float* destination, nint last)
    {
        S.Store(value._a, ref *destination, 0);
        S.Store(value._b, ref *destination, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip2<V, S> Add(Strip2<V, S> a, Strip2<V, S> b) => new() { _a = S.Add(a._a, b._a), _b = S.Add(a._b, b._b) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip2<V, S> Fma(V a, Strip2<V, S> b, Strip2<V, S> c) => new() { _a = S.Fma(a, b._a, c._a), _b = S.Fma(a, b._b, c._b) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip2<V, S> Relu(Strip2<V, S> a) => new() { _a = Strip.Relu<V, S>(a._a), _b = Strip.Relu<V, S>(a._b) };
}

internal unsafe struct Strip3<V, S> : IStrip<Strip3<V, S>, V>
    where V : struct
    where S : struct, ISimd<V>
{
    private V _a, _b, _c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip3<V, S> Zero() => new() { _a = S.Create(0), _b = S.Create(0), _c = S.Create(0) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip3<V, S> Load(float* source, nint last) =>
        new() { _a = S.Load(in *source, 0), _b = S.Load(in *source, S.Width), _c = S.Load(in *source, last) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Strip3<V, S> value, float* destination, nint last)
    {
        S.Store(value._a, ref *destination, 0);
        S.Store(value._b, ref *destination, S.Width);
        S.Store(value._c, ref *destination, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip3<V, S> Add(Strip3<V, S> a, Strip3<V, S> b) =>
        new() { _a = S.Add(a._a, b._a), _b = S.Add(a._b, b._b), _c = S.Add(a._c, b._c) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip3<V, S> Fma(V a, Strip3<V, S> b, Strip3<V, S> c) =>
        new() { _a = S.Fma(a, b._a, c._a), _b = S.Fma(a, b._b, c._b), _c = S.Fma(a, b._c, c._c) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip3<V, S> Relu(Strip3<V, S> a) =>
        new() { _a = Strip.Relu<V, S>(a._a), _b = Strip.Relu<V, S>(a._b), _c = Strip.Relu<V, S>(a._c) };
}

internal unsafe struct Strip4<V, S> : IStrip<Strip4<V, S>, V>
    where V : struct
    where S : struct, ISimd<V>
{
    private V _a, _b, _c, _d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip4<V, S> Zero() => new() { _a = S.Create(0), _b = S.Create(0), _c = S.Create(0), _d = S.Create(0) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip4<V, S> Load(float* source, nint last) => new()
    {
        _a = S.Load(in *source, 0),
        _b = S.Load(in *source, S.Width),
        _c = S.Load(in *source, 2 * S.Width),
        _d = S.Load(in *source, last),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Strip4<V, S> value, float* destination, nint last)
    {
        S.Store(value._a, ref *destination, 0);
        S.Store(value._b, ref *destination, S.Width);
        S.Store(value._c, ref *destination, 2 * S.Width);
        S.Store(value._d, ref *destination, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip4<V, S> Add(Strip4<V, S> a, Strip4<V, S> b) =>
        new() { _a = S.Add(a._a, b._a), _b = S.Add(a._b, b._b), _c = S.Add(a._c, b._c), _d = S.Add(a._d, b._d) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip4<V, S> Fma(V a, Strip4<V, S> b, Strip4<V, S> c) => new()
    {
        _a = S.Fma(a, b._a, c._a),
        _b = S.Fma(a, b._b, c._b),
        _c = S.Fma(a, b._c, c._c),
        _d = S.Fma(a, b._d, c._d),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip4<V, S> Relu(Strip4<V, S> a) => new()
    {
        _a = Strip.Relu<V, S>(a._a),
        _b = Strip.Relu<V, S>(a._b),
        _c = Strip.Relu<V, S>(a._c),
        _d = Strip.Relu<V, S>(a._d),
    };
}

internal static class Strip
{
    /// <summary>+0 where a ≤ 0 (so that −0 gives +0), else a; a comparison with NaN is false, so NaN passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Relu<V, S>(V a)
        where V : struct
        where S : struct, ISimd<V> => S.AndNot(a, S.LessOrEqual(a, S.Create(0)));
}
