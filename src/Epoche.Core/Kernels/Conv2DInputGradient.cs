namespace Epoche.Kernels;

/// <summary>How patches of gradients get back to the images that they come from.</summary>
internal interface IPatchSink
{
    /// <summary>Adds dy · kernelᵀ of some images to their gradient.</summary>
    void Add(int firstImage, int images);
}

/// <summary>Images of the input's gradient, a run of them for each part.</summary>
internal readonly unsafe struct Conv2DInputGradient<TSink>(Window2D window, float* dx, TSink sink, int parts, bool accumulate)
    : IParallelBody
    where TSink : struct, IPatchSink
{
    public void Run(int part)
    {
        int first = (int)((long)window.Batch * part / parts), end = (int)((long)window.Batch * (part + 1) / parts);
        if (!accumulate)
        {
            new Span<float>(dx + ((nint)first * window.ImageSize), (end - first) * window.ImageSize).Clear();
        }

        sink.Add(first, end - first);
    }
}

/// <summary>Multiplies a block of patches and adds it where it belongs, patch by patch.</summary>
internal readonly unsafe struct PackedPatchSink(Window2D window, float* dx, GemmProduct product, OwnTranspose kernels) : IPatchSink
{
    public void Add(int firstImage, int images)
    {
        int row = firstImage * window.OutPixels, end = row + (images * window.OutPixels), rows = Conv2DKernels.CachedRows(window.Columns);
        GemmProduct block = product;
        block.B = kernels.Here();
        block.C = GemmScratch.Patches((int)(Math.Min(rows, end - row) * product.CRow));
        for (; row < end; row += rows)
        {
            block.M = Math.Min(rows, end - row);
            block.A = product.A + ((nint)row * product.ARow);
            Gemm.RunHere(block);
            Patches.Add(window, block.C, product.CRow, row, block.M, dx);
        }
    }
}

/// <summary>
/// Multiplies and adds in one go, for windows whose runs fill a vector: the columns of a patch, run by run from the last to the first, with
/// all outputs of a block. An element thus gathers its parts in rising order of the outputs, for a later
/// output meets it in an earlier column.
/// </summary>
internal readonly unsafe struct SpreadPatchSink(ImageReader reader, GemmProduct product, OwnTranspose kernels) : IPatchSink
{
    /// <summary>Numbers of the outputs' gradient at once: 32 KB; and places on the stack.</summary>
    private const int BlockSize = 8 * 1024, MaxRows = 1024;

    public static bool Pays(in Window2D w, int filters) =>
        filters <= GemmCuts.MaxSteps && (w.DilationX == 1 ? w.WindowWidth : 1) * w.Channels >= SpreadRows.MinColumns;

    public void Add(int firstImage, int images)
    {
        Window2D w = reader.Window;
        int most = Math.Clamp(BlockSize / product.K, 8, MaxRows), together = Math.Clamp(most / w.OutPixels, 1, images);
        nint* places = stackalloc nint[MaxRows];
        float* transposed = kernels.Here();
        for (int image = firstImage; image < firstImage + images; image += together)
        {
            int count = Math.Min(together, firstImage + images - image), row = image * w.OutPixels, end = row + (count * w.OutPixels);
            float* pixels = reader.Read(image, count);
            for (int rows; row < end; row += rows)
            {
                rows = Math.Min(most, end - row);
                reader.Rows(row - (image * w.OutPixels), rows, places);
                Runs(w, new SpreadRows(product.A + ((nint)row * product.ARow), product.K, places, rows), transposed, pixels);
            }

            reader.Write(image, count);
        }
    }

    private void Runs(in Window2D w, SpreadRows rows, float* transposed, float* pixels)
    {
        int run = (w.DilationX == 1 ? w.WindowWidth : 1) * w.Channels;
        for (int column = w.Columns - run; column >= 0; column -= run)
        {
            nint offset;
            reader.Columns(column, column + 1, &offset);
            rows.Add(transposed + column, product.BStep, run, pixels + offset);
        }
    }
}
