using System.Globalization;

namespace Epoche.Data;

/// <summary>One way to write a character: strokes on a square of 100 × 100, x to the right and y down.</summary>
/// <param name="Weight">How often it is taken, relative to the character's other ways.</param>
/// <param name="Strokes">The points that the pen passes, stroke after stroke.</param>
internal sealed record Glyph(float Weight, GlyphPoint[][] Strokes)
{
    private const char Corner = '!';
    private const float Side = 100;

    /// <summary>Reads <c>weight: x,y x,y! x,y / x,y x,y</c>: a slash lifts the pen, an exclamation mark makes a corner.</summary>
    public static Glyph Parse(string text)
    {
        string[] parts = text.Split(':');
        return new Glyph(
            float.Parse(parts[0], CultureInfo.InvariantCulture),
            [.. parts[1].Split('/').Select(stroke => stroke.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Point).ToArray())]);
    }

    private static GlyphPoint Point(string text)
    {
        string[] numbers = text.TrimEnd(Corner).Split(',');
        return new GlyphPoint(float.Parse(numbers[0], CultureInfo.InvariantCulture) / Side, float.Parse(numbers[1], CultureInfo.InvariantCulture) / Side, text.EndsWith(Corner));
    }
}

/// <summary>A point of a stroke, from 0 to 1, and whether the pen turns sharply there.</summary>
internal readonly record struct GlyphPoint(float X, float Y, bool IsCorner);
