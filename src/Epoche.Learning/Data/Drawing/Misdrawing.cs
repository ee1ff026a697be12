using Epoche.Kernels;

namespace Epoche.Data;

/// <summary>Spoils characters: what comes out is written like a digit and is none.</summary>
internal static class Misdrawing
{
    private const int FewestForChord = 5;
    private const float LeastMove = 0.35f, LargestMove = 0.6f, LeastBar = 0.15f, LargestBar = 0.35f;

    // A 0, a 1 or an 8 seen in a mirror is one still.
    private static readonly bool[] s_isSymmetric = [true, true, false, false, false, false, false, false, true, false];

    /// <summary>A digit in one of its hands with one or two mistakes: seen in a mirror, a curve cut short by a straight line, a stroke too many, a point far from where it belongs.</summary>
    /// <param name="digit">Which.</param>
    /// <param name="hand">How it would be written.</param>
    /// <param name="random">Decides the mistakes.</param>
    public static Glyph Spoil(int digit, Glyph hand, ref Rng random)
    {
        List<GlyphPoint[]> strokes = [.. hand.Strokes.Select(stroke => (GlyphPoint[])stroke.Clone())];
        int mistakes = random.NextInt(3) == 0 ? 2 : 1;
        for (int i = 0; i < mistakes; i++)
        {
            switch (random.NextInt(6))
            {
                case 0 when !s_isSymmetric[digit] && i == 0:
                    Mirror(strokes);
                    break;
                case 1:
                    Move(strokes, ref random);
                    break;
                case 2 or 3 or 4 when strokes[0].Length >= FewestForChord:
                    strokes[0] = Chord(strokes[0], ref random);
                    break;
                default:
                    strokes.Add(Bar(strokes, ref random));
                    break;
            }
        }

        return new Glyph(1, [.. strokes]);
    }

    private static void Mirror(List<GlyphPoint[]> strokes)
    {
        foreach (GlyphPoint[] stroke in strokes)
        {
            for (int i = 0; i < stroke.Length; i++)
            {
                stroke[i] = stroke[i] with { X = 1 - stroke[i].X };
            }
        }
    }

    private static void Move(List<GlyphPoint[]> strokes, ref Rng random)
    {
        GlyphPoint[] stroke = strokes[random.NextInt(strokes.Count)];
        ref GlyphPoint point = ref stroke[random.NextInt(stroke.Length)];
        (float x, float y) = Way(random.NextSingle(LeastMove, LargestMove), ref random);
        point = new GlyphPoint(point.X + x, point.Y + y, IsCorner: true);
    }

    /// <summary>Leaves out at least two neighbouring points, and goes straight past them.</summary>
    private static GlyphPoint[] Chord(GlyphPoint[] stroke, ref Rng random)
    {
        int gone = 2 + random.NextInt(Math.Max(1, (stroke.Length / 2) - 1)), first = random.NextInt(stroke.Length - gone - 1);
        GlyphPoint[] rest = [.. stroke[..(first + 1)], .. stroke[(first + gone + 1)..]];
        rest[first] = rest[first] with { IsCorner = true };
        rest[first + 1] = rest[first + 1] with { IsCorner = true };
        return rest;
    }

    /// <summary>A straight stroke: across the end of another one, or anywhere.</summary>
    private static GlyphPoint[] Bar(List<GlyphPoint[]> strokes, ref Rng random)
    {
        GlyphPoint[] other = strokes[random.NextInt(strokes.Count)];
        GlyphPoint middle = random.NextBoolean()
            ? other[random.NextBoolean() ? 0 : ^1]
            : new GlyphPoint(random.NextSingle(), random.NextSingle(), IsCorner: false);
        (float x, float y) = Way(random.NextSingle(LeastBar, LargestBar), ref random);
        return [middle with { X = middle.X - x, Y = middle.Y - y }, middle with { X = middle.X + x, Y = middle.Y + y }];
    }

    private static (float X, float Y) Way(float length, ref Rng random)
    {
        (float sin, float cos) = ScalarMath.SinCos(random.NextSingle(0, 6.2831855f));
        return (length * cos, length * sin);
    }
}
