namespace Epoche.Kernels;

/// <summary>
/// Images that a convolution reads where they lie instead of copying patches: a patch begins at an offset of its own, and all patches walk
/// on alike. Where the window juts out, images are copied between zeros first, each once instead of once for each tap.
/// </summary>
internal readonly unsafe struct ImageReader
{
    private readonly Window2D _original;
    private readonly float* _images;
    private readonly bool _padded;

    public ImageReader(in Window2D window, float* images)
    {
        _original = window;
        _images = images;
        int height = Math.Max(
            window.PadTop + window.Height, ((window.OutHeight - 1) * window.StrideY) + ((window.WindowHeight - 1) * window.DilationY) + 1);
        int width = Math.Max(
            window.PadLeft + window.Width, ((window.OutWidth - 1) * window.StrideX) + ((window.WindowWidth - 1) * window.DilationX) + 1);
        _padded = height > window.Height || width > window.Width;
        Window = window with { Height = height, Width = width, PadTop = 0, PadLeft = 0 };
    }

    /// <summary>The window over images with their zeros around.</summary>
    public Window2D Window { get; }

    /// <summary>Some images, one after the other. The next call may use the same memory.</summary>
    public float* Read(int first, int count) => Read(first, count, 0, out _);

    /// <summary>
    /// Some images, and as many that come <paramref name="later"/> images later (0 for none): they lie
    /// <paramref name="apart"/> floats behind the first.
    /// </summary>
    public float* Read(int first, int count, int later, out nint apart)
    {
        float* source = _images + ((nint)first * _original.ImageSize);
        int size = count * Window.ImageSize, sizes = later > 0 ? 2 * size : size;
        apart = later > 0 ? (_padded ? size : (nint)later * _original.ImageSize) : 0;
        if (!_padded)
        {
            return source;
        }

        float* target = GemmScratch.Patches(sizes);
        new Span<float>(target, sizes).Clear();
        Copy(source, target, count, back: false);
        if (later > 0)
        {
            Copy(source + ((nint)later * _original.ImageSize), target + size, count, back: false);
        }

        return target;
    }

    /// <summary>Puts back what <see cref="Read(int, int)"/> gave and others have changed, where that was a copy.</summary>
    public void Write(int first, int count)
    {
        if (_padded)
        {
            Copy(_images + ((nint)first * _original.ImageSize), GemmScratch.Patches(count * Window.ImageSize), count, back: true);
        }
    }

    private void Copy(float* images, float* padded, int count, bool back)
    {
        int line = Window.Width * Window.Channels, length = _original.Width * _original.Channels;
        padded += (_original.PadTop * line) + (_original.PadLeft * Window.Channels);
        for (int i = 0; i < count; i++)
        {
            for (int y = 0; y < _original.Height; y++)
            {
                Span<float> outside = new(images, length), inside = new(padded + ((nint)i * Window.ImageSize) + ((nint)y * line), length);
                (back ? inside : outside).CopyTo(back ? outside : inside);
                images += length;
            }
        }
    }

    /// <summary>Where output positions begin, in floats behind the image that the first of them lies in.</summary>
    public void Rows(int row, int count, nint* offsets)
    {
        (int y, int x) = int.DivRem(row % Window.OutPixels, Window.OutWidth);
        nint image = 0, step = (nint)Window.StrideX * Window.Channels, line = (nint)Window.StrideY * Window.Width * Window.Channels;
        for (nint* end = offsets + count; offsets < end;)
        {
            nint at = image + (y * line) + (x * step);
            for (nint* next = offsets + Math.Min(Window.OutWidth - x, (int)(end - offsets)); offsets < next; offsets++)
            {
                *offsets = at;
                at += step;
            }

            (x, y) = (0, y + 1);
            if (y == Window.OutHeight)
            {
                (y, image) = (0, image + Window.ImageSize);
            }
        }
    }

    /// <summary>Where columns of the patch matrix begin, in floats behind an output position.</summary>
    public void Columns(int from, int to, nint* offsets)
    {
        (int tap, int channel) = int.DivRem(from, Window.Channels);
        (int ky, int kx) = int.DivRem(tap, Window.WindowWidth);
        for (int i = 0; i < to - from; i++)
        {
            offsets[i] = ((((nint)ky * Window.DilationY * Window.Width) + (kx * Window.DilationX)) * Window.Channels) + channel;
            if (++channel == Window.Channels)
            {
                (channel, kx) = (0, kx + 1);
            }

            if (kx == Window.WindowWidth)
            {
                (kx, ky) = (0, ky + 1);
            }
        }
    }

    /// <summary>The way through one patch.</summary>
    public ChainWalk AlongPatch()
    {
        nint line = (nint)Window.DilationY * Window.Width * Window.Channels;
        return Window.DilationX == 1
            ? new(Window.WindowWidth * Window.Channels, 1, Window.WindowHeight, line, 1, 0)
            : new(Window.Channels, 1, Window.WindowWidth, (nint)Window.DilationX * Window.Channels, Window.WindowHeight, line);
    }

    /// <summary>The way from output to output, over lines of each of some images.</summary>
    public ChainWalk AlongOutputs(int lines, int images) =>
        new(
            Window.OutWidth, (nint)Window.StrideX * Window.Channels, lines, (nint)Window.StrideY * Window.Width * Window.Channels,
            images, Window.ImageSize);
}
