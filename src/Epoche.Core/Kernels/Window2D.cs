namespace Epoche.Kernels;

/// <summary>
/// A window that moves over images [batch, height, width, channels] and gives [batch, out height, out width, …]: the geometry of
/// convolution and pooling. The rows of the patch matrix are the output positions in row-major order, its columns (ky, kx, channel),
/// as in a kernel [kh, kw, in, out].
/// </summary>
internal readonly record struct Window2D
{
    public int Batch { get; init; }

    public int Height { get; init; }

    public int Width { get; init; }

    public int Channels { get; init; }

    public int WindowHeight { get; init; }

    public int WindowWidth { get; init; }

    public int StrideY { get; init; }

    public int StrideX { get; init; }

    public int DilationY { get; init; }

    public int DilationX { get; init; }

    /// <summary>
    /// Rows of zeros above the image, columns of zeros left of it; below and to the right there are as many as the outputs reach for.
    /// </summary>
    public int PadTop { get; init; }

    public int PadLeft { get; init; }

    public int OutHeight { get; init; }

    public int OutWidth { get; init; }

    /// <summary>Output positions of one image.</summary>
    public int OutPixels => OutHeight * OutWidth;

    /// <summary>Rows of the patch matrix.</summary>
    public int Rows => Batch * OutPixels;

    /// <summary>Columns of the patch matrix.</summary>
    public int Columns => WindowHeight * WindowWidth * Channels;

    /// <summary>Numbers of an image.</summary>
    public int ImageSize => Height * Width * Channels;

    /// <summary>Whether the patch matrix is the input as it lies in memory.</summary>
    public bool IsInput =>
        (WindowHeight == 1 && WindowWidth == 1 && StrideY == 1 && StrideX == 1 && OutHeight == Height && OutWidth == Width)
        || (OutHeight == 1 && OutWidth == 1 && WindowHeight == Height && WindowWidth == Width && PadTop == 0 && PadLeft == 0
            && DilationY == 1 && DilationX == 1);

    /// <summary>The number of outputs along an axis, 0 or less when the window does not fit, and the zeros in front.</summary>
    /// <param name="size">Of the image.</param>
    /// <param name="window">Taps of the window.</param>
    /// <param name="stride">Between outputs.</param>
    /// <param name="dilation">Between taps.</param>
    /// <param name="same">⌈size/stride⌉ outputs, with zeros on both sides, the odd one behind (as in TensorFlow); else no zeros.</param>
    public static (int Outputs, int Before) Along(int size, int window, int stride, int dilation, bool same)
    {
        long reach = (((long)window - 1) * dilation) + 1;
        if (!same)
        {
            return (reach > size ? 0 : (int)((size - reach) / stride) + 1, 0);
        }

        int outputs = (size + stride - 1) / stride;
        long zeros = Math.Max(0, (((long)outputs - 1) * stride) + reach - size);
        return (outputs, (int)(zeros / 2));
    }
}
