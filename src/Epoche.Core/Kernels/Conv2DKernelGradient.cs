namespace Epoche.Kernels;

/// <summary>The patch matrix as a kernel's gradient needs it: transposed, packed or read from the images.</summary>
internal interface IPatchColumns
{
    /// <summary>
    /// C = (C +) columns from … to of some rows of the matrix, transposed, · B, whose rows are those outputs. Other parts
    /// of the product are not looked at.
    /// </summary>
    void Times(int from, int to, int row, int rows, GemmProduct product);
}

/// <summary>
/// Rows of the kernel's gradient: sums over all output positions, in rising order, in chains that are cut where <see cref="CutRows"/> says,
/// which no thread and no block has a say in.
/// </summary>
internal readonly unsafe struct Conv2DKernelGradient<TPatches>(Window2D window, TPatches patches, GemmProduct product, int columns)
    : IParallelBody
    where TPatches : struct, IPatchColumns
{
    public void Run(int part)
    {
        int from = part * columns, to = Math.Min(from + columns, window.Columns), size = (to - from) * product.N;
        float* later = GemmScratch.Part(size), rest = GemmScratch.Rest(size);
        GemmProduct block = product.Block(from, to - from, 0, product.N), all = new() { M = 1, N = size, C = block.C };
        int cut = 0;
        for (int row = 0, rows; row < window.Rows; row += rows)
        {
            rows = CutRows(row);
            block.B = product.B + ((nint)row * product.BStep);
            patches.Times(from, to, row, rows, block);
            if (cut > 0)
            {
                GemmCuts.Add(all, later, 0, rest, 0, second: cut == 1, last: row + rows == window.Rows);
            }

            block.C = later;
            block.Accumulate = false;
            cut++;
        }
    }

    /// <summary>
    /// How many outputs from this one on make a cut: as many whole images as it takes, or lines of one, or outputs of one.
    /// </summary>
    private int CutRows(int row)
    {
        int images = Conv2DKernelCuts<TPatches>.Images(window), lines = GemmCuts.MaxSteps / window.OutWidth;
        (int y, int x) = int.DivRem(row % window.OutPixels, window.OutWidth);
        return images > 0 ? Math.Min(images * window.OutPixels, window.Rows - row)
            : lines > 0 ? Math.Min(lines, window.OutHeight - y) * window.OutWidth
            : Math.Min(GemmCuts.MaxSteps, window.OutWidth - x);
    }
}

/// <summary>The same for a kernel that is too small to be shared by rows: a part is a cut, of whole images, of all of it.</summary>
internal readonly unsafe struct Conv2DKernelCuts<TPatches>(Window2D window, TPatches patches, GemmProduct product) : IParallelBody
    where TPatches : struct, IPatchColumns
{
    /// <summary>Rows of the kernel's gradient for each thread that are too few.</summary>
    private const int FewColumns = 32;

    private readonly int _rows = Images(window) * window.OutPixels, _size = window.Columns * product.N;
    private readonly float* _later = GemmScratch.Part(Cuts(window) * window.Columns * product.N);

    /// <summary>Whole images of a cut; 0 where one alone is longer.</summary>
    public static int Images(in Window2D w) => GemmCuts.MaxSteps / w.OutPixels;

    public static int Cuts(in Window2D w) => (w.Batch + Images(w) - 1) / Images(w);

    public static bool Pays(in Window2D w, int threads) =>
        threads > 1 && w.Columns < threads * FewColumns && Images(w) > 0 && Cuts(w) >= 2 * threads;

    public void Run(int cut)
    {
        int row = cut * _rows;
        GemmProduct block = product.Block(0, window.Columns, 0, product.N);
        block.B += (nint)row * product.BStep;
        if (cut > 0)
        {
            block.C = _later + ((nint)cut * _size);
            block.Accumulate = false;
        }

        patches.Times(0, window.Columns, row, Math.Min(_rows, window.Rows - row), block);
    }

    /// <summary>Adds up what the parts have left.</summary>
    public void Finish()
    {
        float* rest = GemmScratch.Rest(_size);
        GemmProduct all = new() { M = 1, N = _size, C = product.C };
        int cuts = Cuts(window);
        for (int cut = 1; cut < cuts; cut++)
        {
            GemmCuts.Add(all, _later + ((nint)cut * _size), 0, rest, 0, second: cut == 1, last: cut == cuts - 1);
        }
    }
}

/// <summary>Copies blocks of patches.</summary>
internal readonly unsafe struct PackedPatchColumns(Window2D window, float* x) : IPatchColumns
{
    public void Times(int from, int to, int row, int rows, GemmProduct product)
    {
        for (int column = from, end; column < to; column = end)
        {
            end = Math.Min(column + Conv2DKernels.MaxPackedColumns, to);
            int stride = Conv2DKernels.Stride(end - column), most = Conv2DKernels.CachedRows(end - column);
            float* patches = GemmScratch.Patches(Math.Min(most, rows) * stride);
            GemmProduct block = product.Block(column - from, end - column, 0, product.N);
            block.A = patches;
            (block.ARow, block.AStep) = (1, stride);
            for (int done = 0; done < rows; done += most)
            {
                block.K = Math.Min(most, rows - done);
                Patches.Pack(window, x, row + done, block.K, column, end, patches, stride);
                Gemm.RunHere(block);
                block.B += block.K * block.BStep;
                block.Accumulate = true;
            }
        }
    }
}

/// <summary>Reads images where they lie.</summary>
internal readonly unsafe struct ScatteredPatchColumns(ImageReader reader) : IPatchColumns
{
    /// <summary>Numbers of the outputs' gradient at once: 32 KB, which all rows of tiles read from the first-level cache.</summary>
    private const int BlockSize = 8 * 1024;

    public void Times(int from, int to, int row, int rows, GemmProduct product)
    {
        Window2D w = reader.Window;
        nint* offsets = stackalloc nint[to - from];
        reader.Columns(from, to, offsets);
        int lineSize = w.OutWidth * product.N, images = Math.Max(1, BlockSize / (w.OutHeight * lineSize)),
            lines = Math.Clamp(BlockSize / lineSize, 1, w.OutHeight);
        for (int end = row + rows; row < end;)
        {
            (int image, int y) = int.DivRem(row / w.OutWidth, w.OutHeight);
            int count = Math.Clamp((end - row) / w.OutPixels, 1, images),
                high = Math.Min((end - row) / w.OutWidth, Math.Min(lines, w.OutHeight - y));
            float* pixels = reader.Read(image, count) + ((nint)y * w.StrideY * w.Width * w.Channels);
            new ScatteredRows(pixels, offsets, to - from, reader.AlongOutputs(high, count)).Times(product);
            int done = count * high * w.OutWidth;
            product.B += done * product.BStep;
            product.Accumulate = true;
            row += done;
        }
    }
}
