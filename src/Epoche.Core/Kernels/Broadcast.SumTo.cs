namespace Epoche.Kernels;

/// <content>The way back: gradients of what was broadcast.</content>
internal static partial class Broadcast
{
    /// <summary>
    /// y = x summed over the axes along which <paramref name="ys"/> repeats when broadcast to <paramref name="xs"/>: the gradient of a
    /// broadcast. The order of the sum depends on the shapes only.
    /// </summary>
    public static void SumTo(ReadOnlySpan<float> x, Shape xs, Span<float> y, Shape ys)
    {
        Check(x.Length, xs, xs);
        Check(y.Length, ys, xs);
        Axes axes = new(xs, ys, xs, xs);
        if (x.IsEmpty)
        {
            y.Clear();
        }
        else if (axes.Rank == 1)
        {
            if (axes.Inner(0))
            {
                x.CopyTo(y);
            }
            else
            {
                y[0] = Reduce.Sum(x);
            }
        }
        else if (axes.Rank == 2)
        {
            Reduce.Along<Reduce.SumReduction>(
                x, axes.Inner(0) ? 1 : axes.Size(0), axes.Inner(0) ? axes.Size(0) : axes.Size(1), axes.Inner(0) ? axes.Size(1) : 1, y);
        }
        else
        {
            SumToAny(x, axes, y);
        }
    }

    private static void SumToAny(ReadOnlySpan<float> x, Axes axes, Span<float> y)
    {
        Span<double> sums = WideSums.Zeros(y.Length);
        bool kept = axes.Inner(0);
        do
        {
            ReadOnlySpan<float> row = x.Slice(axes.Offset(1), axes.Columns);
            if (kept)
            {
                WideSums.Add(row, sums.Slice(axes.Offset(0), axes.Columns));
            }
            else
            {
                sums[axes.Offset(0)] += Reduce.Sum(row);
            }
        }
        while (axes.Next(inner: 1));
        WideSums.Store(sums, y);
    }
}
