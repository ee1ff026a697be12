using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Epoche.Kernels;

/// <summary>
/// Elementwise operators over shapes that differ (NumPy's rules: axes are aligned at the end, an axis of size 1 or a
/// missing one repeats), and the reverse.
/// </summary>
internal static partial class Broadcast
{
    /// <summary>The shape that two shapes broadcast to.</summary>
    /// <exception cref="ArgumentException">Two sizes of an axis differ and neither is 1.</exception>
    public static Shape Shape(Shape x, Shape y)
    {
        int rank = Math.Max(x.Rank, y.Rank);
        Span<int> sizes = stackalloc int[rank];
        for (int axis = 1; axis <= rank; axis++)
        {
            int a = axis <= x.Rank ? x[x.Rank - axis] : 1, b = axis <= y.Rank ? y[y.Rank - axis] : 1;
            if (a != b && a != 1 && b != 1)
            {
                throw new ArgumentException(
                    $"The shapes {x} and {y} do not broadcast: counted from the end, axis {axis} has sizes {a} and {b}; "
                    + "they must be equal, or one of them 1.");
            }

            sizes[rank - axis] = a == 1 ? b : a;
        }

        return Epoche.Shape.Create(sizes);
    }

    /// <summary>
    /// z = op(x, y); <paramref name="zs"/> must be the shape that <paramref name="xs"/> and <paramref name="ys"/> broadcast to. z may
    /// be an operand that has its shape.
    /// </summary>
    public static void Apply<TOp>(ReadOnlySpan<float> x, Shape xs, ReadOnlySpan<float> y, Shape ys, Span<float> z, Shape zs)
        where TOp : struct, IBinaryOperator
    {
        if (xs == ys && xs == zs)
        {
            Elementwise.Apply<TOp>(x, y, z);
            return;
        }

        Check(x.Length, xs, zs);
        Check(y.Length, ys, zs);
        Check(z.Length, zs, zs);
        if (z.IsEmpty)
        {
            return;
        }

        Axes axes = new(zs, xs, ys, zs);
        ref float px = ref MemoryMarshal.GetReference(x), py = ref MemoryMarshal.GetReference(y), pz = ref MemoryMarshal.GetReference(z);
        switch (axes.Inner(0), axes.Inner(1))
        {
            case (true, true): Planes<TOp, Elementwise.Each, Elementwise.Each>(ref axes, ref px, ref py, ref pz); break;
            case (true, false): Planes<TOp, Elementwise.Each, Elementwise.Same>(ref axes, ref px, ref py, ref pz); break;
            case (false, true): Planes<TOp, Elementwise.Same, Elementwise.Each>(ref axes, ref px, ref py, ref pz); break;
            default: Planes<TOp, Elementwise.Same, Elementwise.Same>(ref axes, ref px, ref py, ref pz); break;
        }
    }

    /// <summary>w = op(x, y, z), all three broadcast to <paramref name="ws"/>.</summary>
    public static void Apply<TOp>(
        ReadOnlySpan<float> x, Shape xs, ReadOnlySpan<float> y, Shape ys, ReadOnlySpan<float> z, Shape zs, Span<float> w, Shape ws)
        where TOp : struct, ITernaryOperator
    {
        Check(x.Length, xs, ws);
        Check(y.Length, ys, ws);
        Check(z.Length, zs, ws);
        Check(w.Length, ws, ws);
        if (w.IsEmpty)
        {
            return;
        }

        Axes axes = new(ws, xs, ys, zs);
        ref float px = ref MemoryMarshal.GetReference(x), py = ref MemoryMarshal.GetReference(y), pz = ref MemoryMarshal.GetReference(z),
            pw = ref MemoryMarshal.GetReference(w);
        switch (axes.Inner(0), axes.Inner(1), axes.Inner(2))
        {
            case (true, true, true): Planes<TOp, Elementwise.Each, Elementwise.Each, Elementwise.Each>(
                ref axes, ref px, ref py, ref pz, ref pw); break;
            case (true, true, false): Planes<TOp, Elementwise.Each, Elementwise.Each, Elementwise.Same>(
                ref axes, ref px, ref py, ref pz, ref pw); break;
            case (true, false, true): Planes<TOp, Elementwise.Each, Elementwise.Same, Elementwise.Each>(
                ref axes, ref px, ref py, ref pz, ref pw); break;
            case (true, false, false): Planes<TOp, Elementwise.Each, Elementwise.Same, Elementwise.Same>(
                ref axes, ref px, ref py, ref pz, ref pw); break;
            case (false, true, true): Planes<TOp, Elementwise.Same, Elementwise.Each, Elementwise.Each>(
                ref axes, ref px, ref py, ref pz, ref pw); break;
            case (false, true, false): Planes<TOp, Elementwise.Same, Elementwise.Each, Elementwise.Same>(
                ref axes, ref px, ref py, ref pz, ref pw); break;
            case (false, false, true): Planes<TOp, Elementwise.Same, Elementwise.Same, Elementwise.Each>(
                ref axes, ref px, ref py, ref pz, ref pw); break;
            default: Planes<TOp, Elementwise.Same, Elementwise.Same, Elementwise.Same>(ref axes, ref px, ref py, ref pz, ref pw); break;
        }
    }

    private static void Planes<TOp, TX, TY>(ref Axes axes, ref float x, ref float y, ref float z)
        where TOp : struct, IBinaryOperator
        where TX : Elementwise.IOperand
        where TY : Elementwise.IOperand
    {
        nint rows = axes.Rows, cols = axes.Columns, done = 0;
        do
        {
            Elementwise.DispatchPlane<TOp, TX, TY>(
                ref At(ref x, axes.Offset(0)), axes.RowStep(0), ref At(ref y, axes.Offset(1)), axes.RowStep(1),
                ref At(ref z, done), rows, cols);
            done += rows * cols;
        }
        while (axes.Next(inner: 2));
    }

    private static void Planes<TOp, TX, TY, TZ>(ref Axes axes, ref float x, ref float y, ref float z, ref float w)
        where TOp : struct, ITernaryOperator
        where TX : Elementwise.IOperand
        where TY : Elementwise.IOperand
        where TZ : Elementwise.IOperand
    {
        nint rows = axes.Rows, cols = axes.Columns, done = 0;
        do
        {
            Elementwise.DispatchPlane<TOp, TX, TY, TZ>(
                ref At(ref x, axes.Offset(0)),
                axes.RowStep(0),
                ref At(ref y, axes.Offset(1)),
                axes.RowStep(1),
                ref At(ref z, axes.Offset(2)),
                axes.RowStep(2),
                ref At(ref w, done),
                rows,
                cols);
            done += rows * cols;
        }
        while (axes.Next(inner: 2));
    }

    private static ref float At(ref float first, nint offset) => ref Unsafe.Add(ref first, offset);

    private static void Check(int length, Shape shape, Shape result)
    {
        if (length != shape.ElementCount)
        {
            throw new ArgumentException($"An operand of shape {shape} has {shape.ElementCount} elements; received {length}.");
        }

        bool fits = shape.Rank <= result.Rank;
        for (int axis = 1; fits && axis <= shape.Rank; axis++)
        {
            fits = shape[-axis] == 1 || shape[-axis] == result[-axis];
        }

        if (!fits)
        {
            throw new ArgumentException($"The shape {shape} does not broadcast to {result}.");
        }
    }
}
