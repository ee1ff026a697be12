using System.Runtime.InteropServices;

namespace Epoche;

/// <summary>
/// A picture to draw on: rows of RGBA pixels. (0, 0) is the upper left corner of the upper left pixel, x goes right and y down; pixel (i,
/// j) covers the square from (i, j) to (i + 1, j + 1). What lies outside is cut off. Edges are smoothed in sixteen steps, so that few
/// colours arise and pictures compress well. The same calls give the same bytes on every machine.
/// </summary>
public sealed partial class Canvas
{
    private const int LargestSide = 1 << 15;

    private readonly Rgba[] _pixels;

    /// <summary>An empty picture.</summary>
    /// <param name="width">Pixels in a row, 1 to 32,768.</param>
    /// <param name="height">Rows, 1 to 32,768.</param>
    /// <param name="background">Its colour; transparent when not said.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    public Canvas(int width, int height, Rgba background = default)
    {
        CountChecks.AtLeast(1, width);
        CountChecks.AtMost(LargestSide, width);
        CountChecks.AtLeast(1, height);
        CountChecks.AtMost(LargestSide, height);
        (Width, Height) = (width, height);
        _pixels = new Rgba[width * height];
        Clear(background);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The pixels, row by row.</summary>
    public Span<Rgba> Pixels => _pixels;

    /// <summary>The pixels as bytes R, G, B, A, row by row.</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<Rgba>(_pixels);

    /// <summary>One pixel.</summary>
    /// <param name="x">The column, 0 to <see cref="Width"/> − 1.</param>
    /// <param name="y">The row, 0 to <see cref="Height"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel.</exception>
    public Rgba this[int x, int y]
    {
        get => _pixels[Index(x, y)];
        set => _pixels[Index(x, y)] = value;
    }

    /// <summary>Fills the whole picture.</summary>
    /// <param name="colour">With what; it replaces what was there.</param>
    public void Clear(Rgba colour) => _pixels.AsSpan().Fill(colour);

    /// <summary>Draws another picture.</summary>
    /// <param name="left">The column of its left edge.</param>
    /// <param name="top">The row of its upper edge.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="scale">How many pixels wide and high each of its pixels becomes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is less than 1.</exception>
    public void Draw(int left, int top, Canvas picture, int scale = 1)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (scale == 1 && picture.IsOpaque)
        {
            Copy(left, top, picture);
            return;
        }

        DrawGrid(left, top, picture.Pixels, picture.Width, scale);
    }

    /// <summary>Draws a grid of coloured squares, such as the observation of a game.</summary>
    /// <param name="left">The column of its left edge.</param>
    /// <param name="top">The row of its upper edge.</param>
    /// <param name="cells">The squares' colours, row by row.</param>
    /// <param name="columns">How many squares make a row, at least 1.</param>
    /// <param name="scale">How many pixels wide and high a square is, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    /// <exception cref="ArgumentException">The last row is not complete.</exception>
    public void DrawGrid(int left, int top, ReadOnlySpan<Rgba> cells, int columns, int scale)
    {
        CountChecks.AtLeast(1, columns);
        CountChecks.AtLeast(1, scale);
        if (cells.Length % columns != 0)
        {
            throw new ArgumentException($"{cells.Length} cells are no whole number of rows of {columns}.", nameof(cells));
        }

        for (int i = 0; i < cells.Length; i++)
        {
            FillRectangle(left + (i % columns * scale), top + (i / columns * scale), scale, scale, cells[i]);
        }
    }

    private bool IsOpaque
    {
        get
        {
            foreach (Rgba pixel in _pixels)
            {
                if (pixel.A != 255)
                {
                    return false;
                }
            }

            return true;
        }
    }

    private void Copy(int left, int top, Canvas picture)
    {
        int first = Math.Max(0, -left), end = (int)Math.Min(picture.Width, (long)Width - left);
        for (int y = Math.Max(0, -top); y < picture.Height && top + y < Height && first < end; y++)
        {
            picture._pixels.AsSpan((y * picture.Width) + first, end - first).CopyTo(_pixels.AsSpan(((top + y) * Width) + left + first));
        }
    }

    private int Index(int x, int y)
    {
        CountChecks.Below(Width, x);
        CountChecks.Below(Height, y);
        return (y * Width) + x;
    }
}
