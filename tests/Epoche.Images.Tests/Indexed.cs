namespace Epoche.Images.Tests;

/// <summary>A picture of few colours, for kinds of files that no encoder at hand writes.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Bits">1, 2, 4 or 8: as many as a number has.</param>
/// <param name="Numbers">The number of each pixel's colour.</param>
/// <param name="Palette">2 to the power of <paramref name="Bits"/> colours.</param>
internal sealed record Indexed(int Width, int Height, int Bits, byte[] Numbers, Rgba[] Palette)
{
    public bool IsOpaque => Palette.All(colour => colour.A == 255);

    public bool IsGrey => Palette.All(colour => colour.R == colour.G && colour.G == colour.B);

    public Rgba this[int x, int y] => Palette[Numbers[(y * Width) + x]];

    /// <summary>Levels of grey from black to white.</summary>
    public static Rgba[] Greys(int bits)
    {
        int count = 1 << bits;
        return [.. Enumerable.Range(0, count).Select(i => Rgba.Grey((byte)(i * 255 / (count - 1))))];
    }

    /// <summary>Each pixel as a square of pixels.</summary>
    public Indexed Enlarge(int scale)
    {
        byte[] numbers = new byte[Numbers.Length * scale * scale];
        for (int i = 0; i < numbers.Length; i++)
        {
            (int y, int x) = int.DivRem(i, Width * scale);
            numbers[i] = Numbers[(y / scale * Width) + (x / scale)];
        }

        return this with { Width = Width * scale, Height = Height * scale, Numbers = numbers };
    }
}
