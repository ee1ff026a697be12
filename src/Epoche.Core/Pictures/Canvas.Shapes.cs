using System.Numerics;

namespace Epoche;

public sealed partial class Canvas
{
    // A pixel is sampled at the centres of 4×4 squares.
    private const int Samples = 4, FullCoverage = Samples * Samples;

    /// <summary>Fills a rectangle of whole pixels.</summary>
    /// <param name="left">The column of its left edge.</param>
    /// <param name="top">The row of its upper edge.</param>
    /// <param name="width">Its width in pixels; nothing is drawn where it is not positive.</param>
    /// <param name="height">Its height in pixels; nothing is drawn where it is not positive.</param>
    /// <param name="colour">Its colour.</param>
    public void FillRectangle(int left, int top, int width, int height, Rgba colour)
    {
        int right = (int)Math.Clamp((long)left + width, 0, Width), bottom = (int)Math.Clamp((long)top + height, 0, Height);
        (left, top) = (Math.Max(left, 0), Math.Max(top, 0));
        for (int y = top; y < bottom && left < right; y++)
        {
            Span<Rgba> row = _pixels.AsSpan((y * Width) + left, right - left);
            if (colour.A == 255)
            {
                row.Fill(colour);
                continue;
            }

            foreach (ref Rgba pixel in row)
            {
                pixel = colour.Over(pixel, 1, 1);
            }
        }
    }

    /// <summary>Draws the edges of a rectangle, inside it.</summary>
    /// <param name="left">The column of its left edge.</param>
    /// <param name="top">The row of its upper edge.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="colour">Its colour.</param>
    /// <param name="thickness">How wide the edges are, in pixels.</param>
    public void DrawRectangle(int left, int top, int width, int height, Rgba colour, int thickness = 1)
    {
        int across = Math.Min(thickness, height), down = Math.Max(0, height - (2 * across)), bottom = Math.Min(across, height - across);
        FillRectangle(left, top, width, across, colour);
        FillRectangle(left, top + height - bottom, width, bottom, colour);
        FillRectangle(left, top + across, Math.Min(thickness, width), down, colour);
        FillRectangle(left + Math.Max(thickness, width - thickness), top + across, Math.Min(thickness, width - thickness), down, colour);
    }

    /// <summary>Fills a polygon; where its edges cross, every second area is left out.</summary>
    /// <param name="corners">Its corners in order; fewer than three have no area.</param>
    /// <param name="colour">Its colour.</param>
    /// <exception cref="ArgumentException">A corner is not finite.</exception>
    public void FillPolygon(ReadOnlySpan<Vector2> corners, Rgba colour)
    {
        double top = double.PositiveInfinity, bottom = double.NegativeInfinity;
        foreach (Vector2 corner in corners)
        {
            RequireFinite(corner);
            (top, bottom) = (Math.Min(top, corner.Y), Math.Max(bottom, corner.Y));
        }

        double[] crossings = new double[corners.Length];
        using Coverage coverage = new(this, colour);
        for (int line = FirstLine(top); line < LastLine(bottom); line++)
        {
            double y = (line + 0.5) / Samples;
            int count = 0;
            for (int i = 0; i < corners.Length; i++)
            {
                Vector2 from = corners[i], to = corners[i + 1 == corners.Length ? 0 : i + 1];
                if (from.Y <= y != to.Y <= y)
                {
                    crossings[count++] = from.X + ((y - from.Y) / ((double)to.Y - from.Y) * ((double)to.X - from.X));
                }
            }

            Array.Sort(crossings, 0, count);
            for (int i = 0; i + 1 < count; i += 2)
            {
                coverage.Add(line, crossings[i], crossings[i + 1]);
            }
        }
    }

    /// <summary>Fills a circle.</summary>
    /// <param name="centre">Its centre.</param>
    /// <param name="radius">Its radius in pixels; nothing is drawn where it is not positive.</param>
    /// <param name="colour">Its colour.</param>
    /// <exception cref="ArgumentException">The centre is not finite.</exception>
    public void FillCircle(Vector2 centre, float radius, Rgba colour)
    {
        RequireFinite(centre);
        if (!(radius > 0))
        {
            return;
        }

        using Coverage coverage = new(this, colour);
        for (int line = FirstLine(centre.Y - (double)radius); line < LastLine(centre.Y + (double)radius); line++)
        {
            double up = ((line + 0.5) / Samples) - centre.Y, half = ((double)radius * radius) - (up * up);
            if (half > 0)
            {
                half = Math.Sqrt(half);
                coverage.Add(line, centre.X - half, centre.X + half);
            }
        }
    }

    /// <summary>Draws a straight line; it ends where its ends are, without caps.</summary>
    /// <param name="from">One end.</param>
    /// <param name="to">The other end.</param>
    /// <param name="colour">Its colour.</param>
    /// <param name="thickness">How wide it is, in pixels.</param>
    /// <exception cref="ArgumentException">An end is not finite.</exception>
    public void DrawLine(Vector2 from, Vector2 to, Rgba colour, float thickness = 1)
    {
        RequireFinite(from);
        RequireFinite(to);
        double x = (double)to.X - from.X, y = (double)to.Y - from.Y, length = Math.Sqrt((x * x) + (y * y));
        if (length == 0)
        {
            return;
        }

        Vector2 aside = new((float)(-y / length * thickness / 2), (float)(x / length * thickness / 2));
        FillPolygon([from + aside, to + aside, to - aside, from - aside], colour);
    }

    private static void RequireFinite(Vector2 point)
    {
        if (!float.IsFinite(point.X) || !float.IsFinite(point.Y))
        {
            throw new ArgumentException($"A point of a drawing has finite coordinates; received {point}.");
        }
    }

    // The lines of samples between two heights, those outside the picture left out.
    private static int FirstLine(double top) => (int)Math.Clamp(Math.Ceiling((top * Samples) - 0.5), 0, LargestSide * Samples);

    private int LastLine(double bottom) => (int)Math.Clamp(Math.Ceiling((bottom * Samples) - 0.5), 0, Height * Samples);

    /// <summary>Counts how many samples of each pixel of a row are inside, and paints the row when it is done.</summary>
    private sealed class Coverage(Canvas canvas, Rgba colour) : IDisposable
    {
        private readonly int[] _counts = new int[canvas.Width];
        private int _row = -1, _left, _right;

        /// <summary>Adds the samples of a line from one x up to another. Lines come in ascending order.</summary>
        public void Add(int line, double from, double to)
        {
            if (line / Samples != _row)
            {
                Paint();
                (_row, _left, _right) = (line / Samples, canvas.Width, 0);
            }

            int first = FirstLine(from), last = Math.Min(FirstLine(to), canvas.Width * Samples);
            if (first >= last)
            {
                return;
            }

            _left = Math.Min(_left, first / Samples);
            _right = Math.Max(_right, ((last - 1) / Samples) + 1);
            while (first < last)
            {
                int end = Math.Min(last, ((first / Samples) + 1) * Samples);
                _counts[first / Samples] += end - first;
                first = end;
            }
        }

        public void Dispose() => Paint();

        private void Paint()
        {
            for (int x = _left; x < _right; x++)
            {
                if (_counts[x] > 0)
                {
                    ref Rgba pixel = ref canvas._pixels[(_row * canvas.Width) + x];
                    pixel = colour.Over(pixel, _counts[x], FullCoverage);
                    _counts[x] = 0;
                }
            }
        }
    }
}
