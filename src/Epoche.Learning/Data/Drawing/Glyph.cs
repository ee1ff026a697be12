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

    /// <summary>One of several ways to write a character.</summary>
    /// <param name="hands">The ways.</param>
    /// <param name="point">Where on the line of their weights, 0 to 1.</param>
    public static Glyph Choose(Glyph[] hands, float point)
    {
        point *= hands.Sum(h => h.Weight);
        int i = 0;
        while (i < hands.Length - 1 && point >= hands[i].Weight)
        {
            point -= hands[i++].Weight;
        }

        return hands[i];
    }

    /// <summary>Up to three strokes through points picked by chance, four points at least.</summary>
    public static Glyph Scribble(ref Rng random)
    {
        const int mostStrokes = 3, fewestPoints = 2, mostPoints = 6;
        const float corners = 0.4f;
        int strokes = 1 + random.NextInt(mostStrokes);
        GlyphPoint[][] all = new GlyphPoint[strokes][];
        for (int i = 0; i < strokes; i++)
        {
            all[i] = new GlyphPoint[(strokes == 1 ? 2 * fewestPoints : fewestPoints) + random.NextInt(mostPoints - fewestPoints)];
            for (int k = 0; k < all[i].Length; k++)
            {
                all[i][k] = new GlyphPoint(random.NextSingle(), random.NextSingle(), random.NextSingle() < corners);
            }
        }

        return new Glyph(1, all);
    }

    private static GlyphPoint Point(string text)
    {
        string[] numbers = text.TrimEnd(Corner).Split(',');
        return new GlyphPoint(
            float.Parse(numbers[0], CultureInfo.InvariantCulture) / Side,
            float.Parse(numbers[1], CultureInfo.InvariantCulture) / Side, text.EndsWith(Corner));
    }
}

/// <summary>A point of a stroke, from 0 to 1, and whether the pen turns sharply there.</summary>
internal readonly record struct GlyphPoint(float X, float Y, bool IsCorner);
