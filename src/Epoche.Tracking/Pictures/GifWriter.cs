using System.Numerics;
using System.Runtime.InteropServices;
using Epoche.Pictures;
using Epoche.Tracking.Pictures;

namespace Epoche;

/// <summary>
/// Makes a moving picture, frame by frame. Only what changes between frames is stored, and frames that change nothing make the one before
/// last longer, so drawings become small files. While a film has no more than 255 colours it is exact; a frame that brings in more gets a
/// palette of its own and may differ in its finest shades. The same frames give the same bytes.
/// </summary>
public sealed partial class GifWriter
{
    private const long Centisecond = TimeSpan.TicksPerMillisecond * 10;

    // Browsers show a frame of less than two hundredths of a second for ten.
    private const int ShortestFrame = 2, LongestFrame = ushort.MaxValue;

    private readonly bool _loops;
    private readonly MemoryStream _blocks = new();
    private readonly GifLzw _lzw = new();
    private readonly GifPalette _palette = new();
    private readonly int[] _shown, _next;
    private readonly Rgba[] _kept; // the frame that _next was made of
    private readonly byte[] _indices;
    private bool _hasNext, _hasShown, _isDone;
    private long _end; // of the frame that waits, in ticks
    private int _written; // up to which hundredth of a second frames are written

    /// <summary>An empty film.</summary>
    /// <param name="width">Pixels in a row, 1 to 65,535.</param>
    /// <param name="height">Rows, 1 to 65,535.</param>
    /// <param name="loops">Whether it starts again when it ends.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    public GifWriter(int width, int height, bool loops = true)
    {
        CountChecks.AtLeast(1, width);
        CountChecks.AtMost(ushort.MaxValue, width);
        CountChecks.AtLeast(1, height);
        CountChecks.AtMost(ushort.MaxValue, height);
        (Width, Height, _loops) = (width, height, loops);
        (_shown, _next, _indices, _kept) =
            (new int[width * height], new int[width * height], new byte[width * height], new Rgba[width * height]);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>How many different frames the film has so far.</summary>
    public int Frames { get; private set; }

    /// <summary>Adds a frame.</summary>
    /// <param name="frame">The picture; what is not opaque shows white below it. It may be changed and used again.</param>
    /// <param name="duration">
    /// How long it is shown, more than zero. The format counts in hundredths of a second: frames start at the nearest one, and of frames
    /// that come faster than 50 per second some are left out.
    /// </param>
    /// <exception cref="ArgumentException">The picture has another size than the film.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The duration is not positive.</exception>
    /// <exception cref="InvalidOperationException">The film is finished.</exception>
    public void Add(Canvas frame, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (_isDone)
        {
            throw new InvalidOperationException($"The film is finished: frames are added before {nameof(ToArray)}.");
        }

        if (frame.Width != Width || frame.Height != Height)
        {
            throw new ArgumentException(
                $"Frames of this film have {Width}×{Height} pixels; received {frame.Width}×{frame.Height}.", nameof(frame));
        }

        CountChecks.Positive(duration.TotalSeconds, nameof(duration));
        if (_hasNext && !Shows(frame))
        {
            // A frame that would be too short gives its place to this one.
            if (Centiseconds(_end) - _written >= ShortestFrame)
            {
                WriteNext();
            }

            Keep(frame);
        }
        else if (!_hasNext)
        {
            Keep(frame);
        }

        _end += duration.Ticks;
    }

    /// <summary>Finishes the film.</summary>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="InvalidOperationException">The film has no frame.</exception>
    public byte[] ToArray()
    {
        if (!_hasNext && !_isDone)
        {
            throw new InvalidOperationException("A film has at least one frame.");
        }

        if (!_isDone)
        {
            WriteNext();
            _isDone = true;
        }

        MemoryStream file = new();
        file.Write("GIF89a"u8);
        int bits = TableBits(_palette);
        Number(file, Width);
        Number(file, Height);
        file.Write([(byte)(0x80 | 0x70 | (bits - 1)), 0, 0]); // a table of colours, 8 bits a channel
        WriteTable(file, _palette, bits);
        if (_loops)
        {
            file.Write([0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0]);
        }

        _blocks.WriteTo(file);
        file.WriteByte(0x3B);
        return file.ToArray();
    }

    /// <summary>Finishes the film and writes it to a file, which appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The film has no frame.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        byte[] bytes = ToArray();
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    private static int Colour(Rgba pixel)
    {
        Rgba opaque = pixel.A == 255 ? pixel : pixel.Over(Rgba.White);
        return (opaque.R << 16) | (opaque.G << 8) | opaque.B;
    }

    private bool Shows(Canvas frame)
    {
        if (frame.Bytes.SequenceEqual(MemoryMarshal.AsBytes<Rgba>(_kept)))
        {
            return true;
        }

        ReadOnlySpan<Rgba> pixels = frame.Pixels;
        for (int i = 0; i < pixels.Length; i++)
        {
            if (Colour(pixels[i]) != _next[i])
            {
                return false;
            }
        }

        return true;
    }

    private void Keep(Canvas frame)
    {
        for (int start = 0; start < _next.Length; start += Width)
        {
            ReadOnlySpan<Rgba> row = frame.Pixels.Slice(start, Width);
            Span<Rgba> before = _kept.AsSpan(start, Width);
            if (_hasNext && MemoryMarshal.AsBytes(row).SequenceEqual(MemoryMarshal.AsBytes(before)))
            {
                continue;
            }

            row.CopyTo(before);
            Span<int> next = _next.AsSpan(start, Width);
            for (int x = 0; x < row.Length; x++)
            {
                next[x] = Colour(row[x]);
            }
        }

        _hasNext = true;
    }

    private static int Centiseconds(long ticks) => (int)Math.Min(int.MaxValue, (ticks + (Centisecond / 2)) / Centisecond);

    private void WriteNext()
    {
        (int left, int top, int width, int height) = Changed();
        int end = Math.Max(Centiseconds(_end), _written + ShortestFrame), delay = end - _written;
        GifPalette palette = _palette;
        int greatest = Fill(left, top, width, height, ref palette);
        int codeSize = Math.Max(2, BitOperations.Log2((uint)greatest) + 1);

        // What a longer pause than the format knows takes is a frame of one unchanged pixel, and another.
        Control(Math.Min(delay, LongestFrame));
        Descriptor(left, top, width, height, palette);
        _lzw.Write(_indices.AsSpan(0, width * height), codeSize, _blocks);
        for (delay -= LongestFrame; delay > 0; delay -= LongestFrame)
        {
            Control(Math.Min(delay, LongestFrame));
            Descriptor(0, 0, 1, 1, _palette);
            _lzw.Write([0], codeSize: 2, _blocks);
        }

        _next.CopyTo(_shown, 0);
        _written = end;
        _hasShown = true;
        Frames++;
    }
}
