namespace Epoche;

/// <summary>A colour: red, green and blue, and how opaque it is, 0 to 255 each (not premultiplied).</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
/// <param name="A">Opacity: 255 hides what lies beneath.</param>
public readonly record struct Rgba(byte R, byte G, byte B, byte A = 255)
{
    /// <summary>Black.</summary>
    public static Rgba Black => new(0, 0, 0);

    /// <summary>White.</summary>
    public static Rgba White => new(255, 255, 255);

    /// <summary>Nothing at all.</summary>
    public static Rgba Transparent => default;

    /// <summary>An opaque colour as it is written on web pages: 0xRRGGBB.</summary>
    /// <param name="rgb">The colour; its upper 8 bits do not count.</param>
    public static Rgba Hex(uint rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);

    /// <summary>An opaque grey.</summary>
    /// <param name="level">0 for black to 255 for white.</param>
    public static Rgba Grey(byte level) => new(level, level, level);

    /// <summary>This colour over another one.</summary>
    /// <param name="below">What lies beneath.</param>
    public Rgba Over(Rgba below) => Over(below, 1, 1);

    /// <summary>This colour over another one, where only a part of the area is covered.</summary>
    internal Rgba Over(Rgba below, int coverage, int full)
    {
        int alpha = A * coverage, whole = 255 * full;
        if (alpha == whole)
        {
            return this;
        }

        if (below.A == 255)
        {
            return new Rgba(Mix(R, below.R), Mix(G, below.G), Mix(B, below.B));
        }

        // The general rule, for a canvas that is not opaque: weights of both colours in units of 1/(255·full·255).
        int above = alpha * 255, rest = below.A * (whole - alpha), sum = above + rest;
        return sum == 0 ? default : new Rgba(Weigh(R, below.R), Weigh(G, below.G), Weigh(B, below.B), (byte)((sum + (whole / 2)) / whole));

        byte Mix(int top, int bottom) => (byte)(((top * alpha) + (bottom * (whole - alpha)) + (whole / 2)) / whole);
        byte Weigh(int top, int bottom) => (byte)((((long)top * above) + ((long)bottom * rest) + (sum / 2)) / sum);
    }
}
