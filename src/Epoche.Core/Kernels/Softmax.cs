namespace Epoche.Kernels;

/// <summary>
/// Softmax along the last axis of [rows, cols], stable for all finite inputs. Up to <see cref="RowTiles.MaxColumns"/> columns rows lie side
/// by side in the lanes and sums run in rising order; wider rows sum in the 16 lanes of <see cref="Reduce"/>. The
/// result may overwrite an operand.
/// </summary>
internal static class Softmax
{
    /// <summary>y = e^x / Σ e^x in each row.</summary>
    public static void Rows(ReadOnlySpan<float> x, int rows, int cols, Span<float> y)
    {
        RowTiles.Check(x.Length, y.Length, rows, cols);
        if (cols <= RowTiles.MaxColumns)
        {
            RowTiles.Run<RowTiles.Softmax>(x, default, rows, cols, y);
            return;
        }

        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<float> source = x.Slice(r * cols, cols);
            Span<float> row = y.Slice(r * cols, cols);
            Elementwise.Apply<ShiftedExponential>(source, Reduce.Max(source), row);
            Elementwise.Scale(1 / Reduce.Sum(row), row);
        }
    }

    /// <summary>dx = y·(dy − Σ y·dy) in each row, from the output y.</summary>
    public static void RowsGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int rows, int cols, Span<float> dx)
    {
        RowTiles.Check(y.Length, dx.Length, rows, cols);
        RowTiles.Check(dy.Length, dx.Length, rows, cols);
        if (cols <= RowTiles.MaxColumns)
        {
            RowTiles.Run<RowTiles.SoftmaxGradient>(y, dy, rows, cols, dx);
            return;
        }

        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<float> output = y.Slice(r * cols, cols), gradient = dy.Slice(r * cols, cols);
            Elementwise.Apply<CentredProduct>(gradient, Reduce.Dot(output, gradient), output, dx.Slice(r * cols, cols));
        }
    }
}

/// <summary>ln softmax, computed without leaving the logarithms; see <see cref="Softmax"/>.</summary>
internal static class LogSoftmax
{
    /// <summary>y = x − ln Σ e^x in each row.</summary>
    public static void Rows(ReadOnlySpan<float> x, int rows, int cols, Span<float> y)
    {
        RowTiles.Check(x.Length, y.Length, rows, cols);
        if (cols <= RowTiles.MaxColumns)
        {
            RowTiles.Run<RowTiles.LogSoftmax>(x, default, rows, cols, y);
            return;
        }

        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<float> source = x.Slice(r * cols, cols);
            float max = Reduce.Max(source);
            Elementwise.Apply<SubtractBoth>(source, max, ScalarMath.Log(Reduce.SumOfExponentials(source, max)), y.Slice(r * cols, cols));
        }
    }

    /// <summary>dx = dy − eʸ·Σ dy in each row, from the output y.</summary>
    public static void RowsGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int rows, int cols, Span<float> dx)
    {
        RowTiles.Check(y.Length, dx.Length, rows, cols);
        RowTiles.Check(dy.Length, dx.Length, rows, cols);
        if (cols <= RowTiles.MaxColumns)
        {
            RowTiles.Run<RowTiles.LogSoftmaxGradient>(y, dy, rows, cols, dx);
            return;
        }

        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<float> gradient = dy.Slice(r * cols, cols);
            Elementwise.Apply<SubtractExponential>(gradient, y.Slice(r * cols, cols), Reduce.Sum(gradient), dx.Slice(r * cols, cols));
        }
    }
}

/// <summary>ln Σ e^x along the last axis.</summary>
internal static class LogSumExp
{
    /// <summary>y[r] = ln Σ e^x of row r; −∞ for a row of −∞ only.</summary>
    public static void Rows(ReadOnlySpan<float> x, int rows, int cols, Span<float> y)
    {
        RowTiles.Check(x.Length, x.Length, rows, cols);
        if (y.Length != rows)
        {
            throw new ArgumentException($"ln Σ eˣ over [{rows}, {cols}] gives {rows} results; received room for {y.Length}.");
        }

        if (cols <= RowTiles.MaxColumns)
        {
            RowTiles.Run<RowTiles.LogSumExp>(x, default, rows, cols, y);
            return;
        }

        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<float> source = x.Slice(r * cols, cols);
            float max = Reduce.Max(source), shift = float.IsInfinity(max) ? 0 : max;
            y[r] = shift + ScalarMath.Log(Reduce.SumOfExponentials(source, shift));
        }
    }

    /// <summary>dx = dy[r]·e^(x − y[r]) from the input x and the output y.</summary>
    public static void RowsGradient(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int rows, int cols, Span<float> dx) =>
        Broadcast.Apply<ScaledExponential>(x, [rows, cols], y, [rows, 1], dy, [rows, 1], dx, [rows, cols]);
}
