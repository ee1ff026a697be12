namespace Epoche.Kernels;

/// <summary>Kernels that move numbers without computing.</summary>
internal static class Layout
{
    /// <summary>Copies <paramref name="count"/> blocks of <paramref name="block"/> floats from one stride to another.</summary>
    public static void CopyBlocks(ReadOnlySpan<float> from, int fromStride, Span<float> to, int toStride, int count, int block)
    {
        for (int i = 0; i < count; i++)
        {
            from.Slice(i * fromStride, block).CopyTo(to[(i * toStride)..]);
        }
    }

    /// <summary>Output axis i is input axis <paramref name="order"/>[i].</summary>
    public static void Permute(ReadOnlySpan<float> x, Shape shape, in AxisOrder order, Span<float> y)
    {
        int rank = shape.Rank;
        Span<int> inputStrides = stackalloc int[Shape.MaxRank], sizes = stackalloc int[Shape.MaxRank],
            strides = stackalloc int[Shape.MaxRank];
        int stride = 1;
        for (int i = rank - 1; i >= 0; i--)
        {
            inputStrides[i] = stride;
            stride *= shape[i];
        }

        for (int i = 0; i < rank; i++)
        {
            sizes[i] = shape[order[i]];
            strides[i] = inputStrides[order[i]];
        }

        if (rank == 0)
        {
            x.CopyTo(y);
            return;
        }

        Span<int> index = stackalloc int[Shape.MaxRank];
        index.Clear();
        int row = sizes[rank - 1], step = strides[rank - 1], offset = 0;
        for (int written = 0; written < y.Length; written += row)
        {
            for (int j = 0; j < row; j++)
            {
                y[written + j] = x[offset + (j * step)];
            }

            for (int axis = rank - 2; axis >= 0; axis--)
            {
                offset += strides[axis];
                if (++index[axis] < sizes[axis])
                {
                    break;
                }

                offset -= sizes[axis] * strides[axis];
                index[axis] = 0;
            }
        }
    }

    /// <summary>y[o, j, n] = x[o, indices[o, j, n], n]; j runs over as many indices as there are for each (o, n).</summary>
    public static void Gather(ReadOnlySpan<float> x, int outer, int length, int inner, ReadOnlySpan<float> indices, Span<float> y)
    {
        int picks = outer * inner == 0 ? 0 : indices.Length / (outer * inner);
        for (int o = 0, i = 0; o < outer; o++)
        {
            for (int j = 0; j < picks; j++)
            {
                for (int n = 0; n < inner; n++, i++)
                {
                    y[i] = x[(((o * length) + Index(indices[i], length)) * inner) + n];
                }
            }
        }
    }

    /// <summary>
    /// The reverse of <see cref="Gather"/>: y[o, indices[o, j, n], n] += x[o, j, n]. What meets in one place
    /// is added up in double precision.
    /// </summary>
    public static void ScatterAdd(ReadOnlySpan<float> x, int outer, int length, int inner, ReadOnlySpan<float> indices, Span<float> y)
    {
        int picks = outer * inner == 0 ? 0 : indices.Length / (outer * inner);
        for (int o = 0, i = 0; o < outer; o++)
        {
            Span<float> block = y.Slice(o * length * inner, length * inner);
            if (picks == 1)
            {
                for (int n = 0; n < inner; n++, i++)
                {
                    block[(Index(indices[i], length) * inner) + n] += x[i];
                }

                continue;
            }

            Span<double> sums = WideSums.Zeros(block.Length);
            for (int j = 0; j < picks; j++)
            {
                for (int n = 0; n < inner; n++, i++)
                {
                    sums[(Index(indices[i], length) * inner) + n] += x[i];
                }
            }

            WideSums.AddTo(sums, block);
        }
    }

    /// <summary>y[i, ·] = table[indices[i], ·] for a table [rows, width]; the row <paramref name="except"/> counts as zeros.</summary>
    public static void GatherRows(ReadOnlySpan<float> table, int rows, int width, ReadOnlySpan<float> indices, int? except, Span<float> y)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            int row = Index(indices[i], rows);
            Span<float> target = y.Slice(i * width, width);
            if (row == except)
            {
                target.Clear();
            }
            else
            {
                table.Slice(row * width, width).CopyTo(target);
            }
        }
    }

    /// <summary>
    /// The reverse of <see cref="GatherRows"/>: table[indices[i], ·] += x[i, ·]; the row <paramref name="except"/> is left out.
    /// </summary>
    /// <remarks>A frequent word of a long text occurs thousands of times, so its rows are added up in double precision, i rising.</remarks>
    public static void ScatterAddRows(
        ReadOnlySpan<float> x, int rows, int width, ReadOnlySpan<float> indices, int? except, Span<float> table)
    {
        Occurrences occurrences = new(indices, rows);
        for (int i = 0; i < indices.Length; i++)
        {
            int row = (int)indices[i];
            if (row == except || !occurrences.IsFirst(row, i))
            {
                continue;
            }

            Span<float> target = table.Slice(row * width, width);
            if (occurrences.Next(i) < 0)
            {
                Elementwise.AddTo(x.Slice(i * width, width), target);
                continue;
            }

            Span<double> sums = WideSums.Zeros(width);
            for (int same = i; same >= 0; same = occurrences.Next(same))
            {
                WideSums.Add(x.Slice(same * width, width), sums);
            }

            WideSums.AddTo(sums, target);
        }
    }

    /// <summary>Row i is zero but for a one at indices[i].</summary>
    public static void OneHot(ReadOnlySpan<float> indices, int classes, Span<float> y)
    {
        y.Clear();
        for (int i = 0; i < indices.Length; i++)
        {
            y[(i * classes) + Index(indices[i], classes)] = 1;
        }
    }

    /// <summary>An index stored as a float, checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a whole number, or outside the range.</exception>
    public static int Index(float value, int length)
    {
        int index = (int)value;
        return index == value && (uint)index < (uint)length
            ? index
            : throw new ArgumentOutOfRangeException(
                nameof(value), $"An index or class label must be a whole number from 0 to {length - 1}; received {value}.");
    }
}
