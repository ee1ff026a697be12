namespace Epoche.Kernels;

/// <summary>A convolution that reads images where they lie. It pays where patches fill the register tiles in long enough runs; elsewhere they are copied.</summary>
internal static class Conv2DInPlace
{
    /// <summary>Output positions of a part at most.</summary>
    public const int MaxRows = 512;

    /// <summary>Filters that fill a vector of every width; the shortest runs of numbers of a patch, and of outputs.</summary>
    private const int MinFilters = 16, MinRun = 4, MinOutputs = 4;

    /// <summary>Chains that need no cut, in runs that are long enough.</summary>
    public static bool PaysForward(in Window2D w, int filters) =>
        filters >= MinFilters && w.Columns <= GemmCuts.MaxSteps && (w.DilationX == 1 ? w.WindowWidth : 1) * w.Channels >= MinRun;

    public static bool PaysKernelGradient(in Window2D w, int filters) => filters >= MinFilters && w.OutWidth is >= MinOutputs and <= GemmCuts.MaxSteps;
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
