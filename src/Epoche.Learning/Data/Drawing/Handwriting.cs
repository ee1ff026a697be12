using Epoche.Kernels;

namespace Epoche.Data;

/// <summary>
/// Writes characters by chance: shakes their points, bends, slants, turns and stretches them, joins the points by a smooth curve, and
/// places them about as MNIST does: scaled into a box of 20 × 20 pixels or a little more or less, in the middle of the picture.
/// </summary>
internal sealed class Handwriting
{
    public const int Side = 28;

    private const float Box = 20, BoxDeviation = 1, OffsetDeviation = 0.4f;
    private const int PiecesOfASpan = 6;

    private readonly Ink _ink = new(Side, Side);
    private readonly List<InkPoint> _line = [];
    private readonly List<int> _ends = []; // behind the last point of each stroke

    /// <summary>Draws one picture.</summary>
    /// <param name="glyph">The character.</param>
    /// <param name="random">Decides everything else.</param>
    /// <param name="pixels">Where to: 28 × 28 bytes.</param>
    public void Draw(Glyph glyph, ref Rng random, Span<byte> pixels)
    {
        Bend bend = new(ref random);
        float shake = 0.02f + (0.03f * random.NextSingle());
        float radius = Pen(ref random), pressure = random.NextNormal(0, 0.12f);
        _line.Clear();
        _ends.Clear();
        foreach (GlyphPoint[] stroke in glyph.Strokes)
        {
            Trace(stroke, bend, shake, pressure, ref random);
        }

        Place(radius, ref random);
        float softness = random.NextSingle(0.9f, 1.8f);
        _ink.Clear();
        int first = 0;
        foreach (int end in _ends)
        {
            for (int i = first; i < end - 1; i++)
            {
                _ink.Line(_line[i], _line[i + 1], softness);
            }

            first = end;
        }

        _ink.Develop(pixels, random.NextSingle(0.92f, 1));
    }

    // Half the width of the line in pixels: log-normal, as measured on scans; the median line is 2.6 pixels wide.
    private static float Pen(ref Rng random) => Math.Clamp(1.3f * ScalarMath.Exp(random.NextNormal(0, 0.32f)), 0.6f, 3f);

    /// <summary>Appends a stroke: a Catmull-Rom curve through the shaken points, broken at corners.</summary>
    private void Trace(GlyphPoint[] stroke, in Bend bend, float shake, float pressure, ref Rng random)
    {
        int count = stroke.Length;
        Span<InkPoint> points = stackalloc InkPoint[count];
        for (int i = 0; i < count; i++)
        {
            float x = stroke[i].X + random.NextNormal(0, shake), y = stroke[i].Y + random.NextNormal(0, shake);
            points[i] = new InkPoint(x, y, 1 + random.NextNormal(pressure * ((2f * i / (count - 1)) - 1), 0.06f));
        }

        for (int i = 0; i < count - 1; i++)
        {
            InkPoint from = points[i], to = points[i + 1];
            InkPoint before = i == 0 || stroke[i].IsCorner ? from : points[i - 1];
            InkPoint after = i == count - 2 || stroke[i + 1].IsCorner ? to : points[i + 2];
            for (int piece = i == 0 ? 0 : 1; piece <= PiecesOfASpan; piece++)
            {
                float t = (float)piece / PiecesOfASpan;
                (float x, float y) = bend.Apply(Curve(before.X, from.X, to.X, after.X, t), Curve(before.Y, from.Y, to.Y, after.Y, t));
                _line.Add(new InkPoint(x, y, from.Radius + (t * (to.Radius - from.Radius))));
            }
        }

        _ends.Add(_line.Count);
    }

    private static float Curve(float before, float from, float to, float after, float t) =>
        from
        + (0.5f * t * (to - before + (t * ((2 * before) - (5 * from) + (4 * to) - after + (t * ((3 * (from - to)) + after - before))))));

    /// <summary>
    /// Scales the strokes with their pen into a box, and moves them to the middle: by their center of mass in half of the pictures, as
    /// MNIST does, and towards the middle of the box in the others, as a person does, who looks at how much room there is on all sides.
    /// </summary>
    private void Place(float radius, ref Rng random)
    {
        float left = float.MaxValue, top = float.MaxValue, highestX = float.MinValue, highestY = float.MinValue;
        foreach (InkPoint p in _line)
        {
            (left, highestX) = (MathF.Min(left, p.X), MathF.Max(highestX, p.X));
            (top, highestY) = (MathF.Min(top, p.Y), MathF.Max(highestY, p.Y));
        }

        float box = Box + (BoxDeviation * Math.Clamp(random.NextNormal(0, 1), -2, 2)),
            scale = (box - (2 * radius)) / MathF.Max(highestX - left, highestY - top);
        (float x, float y) = CenterOfMass();
        float boxed = random.NextBoolean() ? random.NextSingle() : 0;
        x += boxed * (((left + highestX) / 2) - x);
        y += boxed * (((top + highestY) / 2) - y);
        (float right, float down) = (random.NextNormal(0, OffsetDeviation), random.NextNormal(0, OffsetDeviation));
        for (int i = 0; i < _line.Count; i++)
        {
            InkPoint p = _line[i];
            _line[i] = new InkPoint(
                (Side / 2f) + right + ((p.X - x) * scale),
                (Side / 2f) + down + ((p.Y - y) * scale),
                radius * Math.Clamp(p.Radius, 0.5f, 1.6f));
        }
    }

    private (float X, float Y) CenterOfMass()
    {
        float mass = 0, sumX = 0, sumY = 0;
        int first = 0;
        foreach (int end in _ends)
        {
            for (int i = first; i < end - 1; i++)
            {
                InkPoint a = _line[i], b = _line[i + 1];
                float length = MathF.Sqrt(((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y))), half = 0.5f * length;
                mass += length;
                sumX += half * (a.X + b.X);
                sumY += half * (a.Y + b.Y);
            }

            first = end;
        }

        return (sumX / mass, sumY / mass);
    }
}
