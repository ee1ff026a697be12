namespace Epoche.Kernels;

/// <summary>A convolution that reads images where they lie. It pays where patches fill the register tiles in long enough runs; elsewhere they are copied.</summary>
internal static class Conv2DInPlace
{
    /// <summary>Output positions of a part at most.</summary>
    public const int MaxRows = 512;

    /// <summary>Numbers of the outputs' gradient at once: 64 KB.</summary>
    public const int BlockSize = 16 * 1024;

    /// <summary>Filters that fill a vector of every width; the longest chain that needs no cut; the shortest runs of numbers of a patch, and of outputs.</summary>
    private const int MinFilters = 16, MaxColumns = 1024, MinRun = 4, MinOutputs = 8;

    public static bool PaysForward(in Window2D w, int filters) => Pays(w, filters) && (w.DilationX == 1 ? w.WindowWidth : 1) * w.Channels >= MinRun;

    public static bool PaysKernelGradient(in Window2D w, int filters) => Pays(w, filters) && w.OutWidth >= MinOutputs;

    private static bool Pays(in Window2D w, int filters) => filters >= MinFilters && w.Columns <= MaxColumns;
}

/// <summary>Blocks of output positions.</summary>
internal readonly unsafe struct Conv2DInPlaceForward(ImageReader reader, GemmProduct product, int rows) : IParallelBody
{
    public void Run(int part)
    {
        int row = part * rows, count = Math.Min(rows, reader.Window.Rows - row), pixels = reader.Window.OutPixels, first = row / pixels;
        nint* offsets = stackalloc nint[Conv2DInPlace.MaxRows];
        reader.Rows(row, count, offsets);
        ScatteredRows patches = new(reader.Read(first, ((row + count - 1) / pixels) - first + 1), offsets, count, reader.AlongPatch());
        patches.Times(product.Block(row, count, 0, product.N));
    }
}

/// <summary>Rows of the kernel's gradient, each a chain over all output positions: block by block, in rising order.</summary>
internal readonly unsafe struct Conv2DInPlaceKernelGradient(ImageReader reader, GemmProduct product, int columns) : IParallelBody
{
    public void Run(int part)
    {
        Window2D w = reader.Window;
        int from = part * columns, to = Math.Min(from + columns, w.Columns);
        nint* offsets = stackalloc nint[to - from];
        reader.Columns(from, to, offsets);
        int images = Math.Clamp(Conv2DInPlace.BlockSize / (w.OutPixels * product.N), 1, w.Batch), lines = Math.Clamp(Conv2DInPlace.BlockSize / (w.OutWidth * product.N), 1, w.OutHeight);
        lines = images > 1 ? w.OutHeight : lines;
        GemmProduct block = product.Block(from, to - from, 0, product.N);
        for (int image = 0; image < w.Batch; image += images)
        {
            int count = Math.Min(images, w.Batch - image);
            float* pixels = reader.Read(image, count);
            for (int y = 0; y < w.OutHeight; y += lines)
            {
                int high = Math.Min(lines, w.OutHeight - y);
                new ScatteredRows(pixels + ((nint)y * w.StrideY * w.Width * w.Channels), offsets, to - from, reader.AlongOutputs(high, count)).Times(block);
                block.B += (nint)count * high * w.OutWidth * block.BStep;
                block.Accumulate = true;
            }
        }
    }
}
