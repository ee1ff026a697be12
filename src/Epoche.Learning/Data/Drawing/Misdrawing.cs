using Epoche.Kernels;

namespace Epoche.Data;

/// <summary>Spoils characters: what comes out is written like a digit and is none.</summary>
internal static class Misdrawing
{
    private const int FewestForChord = 5, Attempts = 8;
    private const float LeastMove = 0.35f, LargestMove = 0.6f, LeastBar = 0.15f, LargestBar = 0.35f, LeastScale = 0.5f;

    // A 0, a 1 or an 8 seen in a mirror is one still.
    private static readonly bool[] s_isSymmetric = [true, true, false, false, false, false, false, false, true, false];

    /// <summary>
    /// A digit in one of its hands with one or two mistakes: seen in a mirror, a point far from where it belongs, a curve cut short by a
    /// straight line, a stroke too many, a side pressed flat, a stroke of another digit over it.
    /// </summary>
    /// <param name="digit">Which.</param>
    /// <param name="hand">How it would be written.</param>
    /// <param name="random">Decides the mistakes.</param>
    public static Glyph Spoil(int digit, Glyph hand, ref Rng random)
    {
        List<GlyphPoint[]> strokes = [.. hand.Strokes.Select(stroke => (GlyphPoint[])stroke.Clone())];
        int mistakes = random.NextInt(3) == 0 ? 2 : 1;
        for (int i = 0; i < mistakes; i++)
        {
            bool isMade = false;
            for (int attempt = 0; attempt < Attempts && !isMade; attempt++)
            {
                isMade = random.NextInt(11) switch
                {
                    0 => !s_isSymmetric[digit] && i == 0 && Mirror(strokes),
                    1 => Move(strokes, ref random),
                    2 or 3 or 4 => CutShort(strokes, ref random),
                    5 => Add(strokes, ref random),
                    6 or 7 or 8 => Flattening.Press(strokes, ref random),
                    _ => WriteOver(strokes, digit, ref random),
                };
            }

            if (!isMade)
            {
                Add(strokes, ref random);
            }
        }

        return new Glyph(1, [.. strokes]);
    }

    private static bool Mirror(List<GlyphPoint[]> strokes)
    {
        foreach (GlyphPoint[] stroke in strokes)
        {
            for (int i = 0; i < stroke.Length; i++)
            {
                stroke[i] = stroke[i] with { X = 1 - stroke[i].X };
            }
        }

        return true;
    }

    private static bool Move(List<GlyphPoint[]> strokes, ref Rng random)
    {
        if (strokes is [{ Length: 2 }])
        {
            return false; // a straight line is one still, wherever it ends, and a 1
        }

        GlyphPoint[] stroke = strokes[random.NextInt(strokes.Count)];
        ref GlyphPoint point = ref stroke[random.NextInt(stroke.Length)];
        (float x, float y) = Way(random.NextSingle(LeastMove, LargestMove), ref random);
        point = new GlyphPoint(point.X + x, point.Y + y, IsCorner: true);
        return true;
    }

    private static bool CutShort(List<GlyphPoint[]> strokes, ref Rng random)
    {
        int which = random.NextInt(strokes.Count);
        if (strokes[which].Length < FewestForChord)
        {
            return false;
        }

        strokes[which] = Chord(strokes[which], ref random);
        return true;
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

    private static bool Add(List<GlyphPoint[]> strokes, ref Rng random)
    {
        strokes.Add(Bar(strokes, ref random));
        return true;
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

    /// <summary>Adds one stroke of another digit, as large or down to half of it, anywhere within the square.</summary>
    private static bool WriteOver(List<GlyphPoint[]> strokes, int digit, ref Rng random)
    {
        Glyph other = Glyph.Choose(
            Glyphs.Digits[(digit + 1 + random.NextInt(Glyphs.Digits.Length - 1)) % Glyphs.Digits.Length], random.NextSingle());
        GlyphPoint[] stroke = other.Strokes[random.NextInt(other.Strokes.Length)];
        float left = stroke.Min(p => p.X), right = stroke.Max(p => p.X), top = stroke.Min(p => p.Y), bottom = stroke.Max(p => p.Y);
        float scale = random.NextSingle(LeastScale, 1);
        float x = random.NextSingle() * (1 - (scale * (right - left))), y = random.NextSingle() * (1 - (scale * (bottom - top)));
        strokes.Add([.. stroke.Select(p => p with { X = x + (scale * (p.X - left)), Y = y + (scale * (p.Y - top)) })]);
        return true;
    }

    /// <summary>So far in some direction.</summary>
    internal static (float X, float Y) Way(float length, ref Rng random)
    {
        (float sin, float cos) = ScalarMath.SinCos(random.NextSingle(0, 6.2831855f));
        return (length * cos, length * sin);
    }
}
