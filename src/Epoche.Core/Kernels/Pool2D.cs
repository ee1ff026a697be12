using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>What becomes of the numbers under a window, channel by channel; padding takes no part.</summary>
internal interface IPool
{
    /// <summary>Adds one number to those seen so far.</summary>
    static abstract V Take<V, S>(V seen, V x)
        where V : struct
        where S : struct, ISimd<V>;

    /// <summary>The result of a window of so many numbers.</summary>
    static abstract V Finish<V, S>(V seen, V count)
        where V : struct
        where S : struct, ISimd<V>;

    /// <summary>The part of the output's gradient that goes to this number, and which lanes have nothing left to give.</summary>
    static abstract V Give<V, S>(V x, V y, V dy, V count, ref V done)
        where V : struct
        where S : struct, ISimd<V>;
}

/// <summary>
/// Pooling of images [batch, height, width, channels], vectors of channels at a time. Threads share output
/// lines, or images of the gradient.
/// </summary>
internal static unsafe class Pool2D
{
    /// <summary>Numbers read from which sharing pays.</summary>
    private const long WorthSharing = 32 * 1024;

    public static void Forward<TPool>(in Window2D w, ReadOnlySpan<float> x, Span<float> y)
        where TPool : struct, IPool
    {
        Check(w, x.Length, y.Length);
        fixed (float* px = x, py = y)
        {
            Share(w, w.Batch * w.OutHeight, new Pool2DForward<TPool>(w, px, py));
        }
    }

    /// <summary>dx (+)= what the gradient of the outputs gives to the inputs.</summary>
    public static void Gradient<TPool>(
        in Window2D w, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate)
        where TPool : struct, IPool
    {
        Check(w, x.Length, y.Length);
        Check(w, dx.Length, dy.Length);
        if (!accumulate)
        {
            dx.Clear();
        }

        fixed (float* px = x, py = y, pdy = dy, pdx = dx)
        {
            Share(w, w.Batch, new Pool2DGradient<TPool>(w, px, py, pdy, pdx));
        }
    }

    private static void Share<TBody>(in Window2D w, int parts, TBody body)
        where TBody : struct, IParallelBody
    {
        if ((long)w.Rows * w.Columns >= WorthSharing)
        {
            Workers.For(parts, body);
            return;
        }

        for (int part = 0; part < parts; part++)
        {
            body.Run(part);
        }
    }

    private static void Check(in Window2D w, int image, int output)
    {
        if (image != (long)w.Batch * w.ImageSize || output != (long)w.Rows * w.Channels)
        {
            throw new ArgumentException(
                $"Pooling expected images of {(long)w.Batch * w.ImageSize} and outputs of {(long)w.Rows * w.Channels} numbers; "
                + $"received {image} and {output}.");
        }
    }
}

/// <summary>
/// The largest number; the gradient goes to the first of equals, row by row. NaN is larger than all and passes no gradient on.
/// </summary>
internal struct MaxPool : IPool
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Take<V, S>(V seen, V x)
        where V : struct
        where S : struct, ISimd<V> => S.Max(seen, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Finish<V, S>(V seen, V count)
        where V : struct
        where S : struct, ISimd<V> => seen;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Give<V, S>(V x, V y, V dy, V count, ref V done)
        where V : struct
        where S : struct, ISimd<V>
    {
        V here = S.AndNot(S.Equal(x, y), done);
        done = S.Or(done, here);
        return S.And(dy, here);
    }
}

/// <summary>The mean of the numbers that lie within the image, added row by row.</summary>
internal struct AveragePool : IPool
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Take<V, S>(V seen, V x)
        where V : struct
        where S : struct, ISimd<V> => S.Add(seen, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Finish<V, S>(V seen, V count)
        where V : struct
        where S : struct, ISimd<V> => S.Divide(seen, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Give<V, S>(V x, V y, V dy, V count, ref V done)
        where V : struct
        where S : struct, ISimd<V> => S.Divide(dy, count);
}
