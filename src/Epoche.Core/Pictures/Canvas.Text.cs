using Epoche.Pictures;

namespace Epoche;

public sealed partial class Canvas
{
    /// <summary>The height of a line of text before scaling, in pixels: seven for capitals, two for what hangs below.</summary>
    public const int TextHeight = PixelFont.Height;

    /// <summary>
    /// Writes one line in the built-in font: Latin letters, digits, punctuation, arrows and a few Greek letters; others become a box.
    /// </summary>
    /// <param name="left">The column of its left edge.</param>
    /// <param name="top">The row of its upper edge.</param>
    /// <param name="text">The text.</param>
    /// <param name="colour">Its colour.</param>
    /// <param name="scale">How many pixels wide and high each dot of the font is, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is less than 1.</exception>
    public void DrawText(int left, int top, string text, Rgba colour, int scale = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        CountChecks.AtLeast(1, scale);
        foreach (char letter in text)
        {
            Glyph glyph = PixelFont.Of(letter);
            for (int y = 0; y < PixelFont.Height; y++)
            {
                for (int x = 0; x < glyph.Width; x++)
                {
                    if (glyph.IsInk(x, y))
                    {
                        FillRectangle(left + (x * scale), top + (y * scale), scale, scale, colour);
                    }
                }
            }

            left += (glyph.Width + PixelFont.Gap) * scale;
        }
    }

    /// <summary>How wide a line of text is, in pixels.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scale">How many pixels wide each dot of the font is, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is less than 1.</exception>
    public static int TextWidth(string text, int scale = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        CountChecks.AtLeast(1, scale);
        int width = 0;
        foreach (char letter in text)
        {
            width += PixelFont.Of(letter).Width + PixelFont.Gap;
        }

        return Math.Max(0, width - PixelFont.Gap) * scale;
    }
}
