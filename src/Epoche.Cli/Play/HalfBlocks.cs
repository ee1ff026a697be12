using System.Globalization;
using System.Text;

namespace Epoche.Cli.Play;

/// <summary>Pictures in a terminal: each character shows two pixels, one above the other, in 24-bit colours.</summary>
internal static class HalfBlocks
{
    public const string Reset = "\e[0m";

    /// <summary>
    /// Writes one line of characters: the rows 2·<paramref name="line"/> and 2·<paramref name="line"/> + 1 of the picture.
    /// </summary>
    public static void AppendLine(StringBuilder text, Canvas picture, int line)
    {
        Rgba? front = null, back = null;
        for (int x = 0; x < picture.Width; x++)
        {
            Rgba upper = picture[x, 2 * line], lower = (2 * line) + 1 < picture.Height ? picture[x, (2 * line) + 1] : upper;
            if (upper != front)
            {
                Colour(text, 38, upper);
                front = upper;
            }

            if (lower != back)
            {
                Colour(text, 48, lower);
                back = lower;
            }

            text.Append('▀');
        }

        text.Append(Reset);
    }

    private static void Colour(StringBuilder text, int ground, Rgba colour) =>
        text.Append(CultureInfo.InvariantCulture, $"\e[{ground};2;{colour.R};{colour.G};{colour.B}m");
}
