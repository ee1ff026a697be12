using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>
/// A convolution that reads images where they lie. It pays where patches fill the register tiles in long enough
/// runs; elsewhere they are copied.
/// </summary>
internal static class Conv2DInPlace
{
    /// <summary>Output positions of a part at most.</summary>
    public const int MaxRows = 512;

    /// <summary>Filters that fill a vector of every width; the shortest runs of numbers of a patch, and of outputs.</summary>
    private const int MinFilters = 16, MinRun = 4, MinOutputs = 4;

    /// <summary>Chains that need no cut, in runs that are long enough.</summary>
    public static bool PaysForward(in Window2D w, int filters) =>
        filters >= MinFilters && w.Columns <= GemmCuts.MaxSteps && (w.DilationX == 1 ? w.WindowWidth : 1) * w.Channels >= MinRun;

    public static bool PaysKernelGradient(in Window2D w, int filters) =>
        filters >= MinFilters && w.OutWidth is >= MinOutputs and <= GemmCuts.MaxSteps;
}

/// <summary>
/// Blocks of output positions; with so few filters that a strip is one vector, those of half of the images,
/// each with those of the other half.
/// </summary>
internal readonly unsafe struct Conv2DInPlaceForward(ImageReader reader, GemmProduct product, int rows) : IParallelBody
{
    /// <summary>How many images lie between an image and its fellow; 0 where none has one.</summary>
    public static int Later(in Window2D w, int filters) =>
        filters <= 16 && w.Batch % 2 == 0 && Vector512.IsHardwareAccelerated ? w.Batch / 2 : 0;

    /// <summary>Output positions to go through.</summary>
    public static int Rows(in Window2D w, int filters) => Later(w, filters) > 0 ? w.Rows / 2 : w.Rows;

    public void Run(int part)
    {
        Window2D w = reader.Window;
        int later = Later(w, product.N), row = part * rows, count = Math.Min(rows, Rows(w, product.N) - row), first = row / w.OutPixels;
        nint* offsets = stackalloc nint[Conv2DInPlace.MaxRows];
        reader.Rows(row, count, offsets);
        float* images = reader.Read(first, ((row + count - 1) / w.OutPixels) - first + 1, later, out nint apart);
        ScatteredRows patches = new(images, offsets, count, reader.AlongPatch(), apart, (nint)later * w.OutPixels * product.CRow);
        patches.Times(product.Block(row, count, 0, product.N));
    }
}
