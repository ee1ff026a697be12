namespace Epoche.Data;

/// <summary>
/// Presses a character flat on one side, whichever: what lies beyond a straight line is moved onto it, and corners
/// are where the line begins and ends.
/// </summary>
internal static class Flattening
{
    private const float LeastDepth = 0.12f, LargestDepth = 0.4f;

    // Less is not seen: a line that grazes a curve, or one that was straight already.
    private const float LeastBulge = 0.12f, LeastLength = 0.45f;

    /// <summary>Flattens a side picked by chance.</summary>
    /// <param name="strokes">The character, which is changed.</param>
    /// <param name="random">Decides the direction, any, and the depth.</param>
    /// <returns>Whether it was done; not where hardly anything would have changed.</returns>
    public static bool Press(List<GlyphPoint[]> strokes, ref Rng random)
    {
        (float nx, float ny) = Misdrawing.Way(1, ref random);
        float depth = random.NextSingle(LeastDepth, LargestDepth);
        Wall wall = new(nx, ny, strokes.SelectMany(stroke => stroke).Max(p => (p.X * nx) + (p.Y * ny)) - depth);
        GlyphPoint[][] pressed = [.. strokes.Select(wall.Stop)];
        if (strokes.Sum(wall.Bulge) < LeastBulge || Length(pressed, wall) < LeastLength)
        {
            return false;
        }

        strokes.Clear();
        strokes.AddRange(pressed);
        return true;
    }

    /// <summary>How long the flat side is.</summary>
    private static float Length(GlyphPoint[][] strokes, Wall wall)
    {
        const float near = 1e-4f;
        float[] along = [.. strokes.SelectMany(stroke => stroke).Where(p => wall.Beyond(p) > -near).Select(wall.Along)];
        return along.Length == 0 ? 0 : along.Max() - along.Min();
    }

    /// <summary>A straight line, by its unit normal and its distance from the origin along that.</summary>
    private readonly record struct Wall(float X, float Y, float Distance)
    {
        public float Beyond(GlyphPoint p) => (p.X * X) + (p.Y * Y) - Distance;

        public float Along(GlyphPoint p) => (p.Y * X) - (p.X * Y);

        /// <summary>The stroke that goes along the line wherever it would have gone beyond it.</summary>
        public GlyphPoint[] Stop(GlyphPoint[] stroke)
        {
            List<GlyphPoint> stopped = [];
            for (int i = 0; i < stroke.Length; i++)
            {
                GlyphPoint p = stroke[i];
                float beyond = Beyond(p);
                if (i > 0 && Beyond(stroke[i - 1]) is float before && before * beyond < 0)
                {
                    GlyphPoint from = stroke[i - 1];
                    float t = before / (before - beyond);
                    stopped.Add(new GlyphPoint(from.X + (t * (p.X - from.X)), from.Y + (t * (p.Y - from.Y)), IsCorner: true));
                }

                stopped.Add(beyond > 0 ? new GlyphPoint(p.X - (beyond * X), p.Y - (beyond * Y), IsCorner: true) : p);
            }

            return [.. stopped];
        }

        /// <summary>
        /// How much of what lies beyond was curved: by how much points stand out above the middle between their neighbours.
        /// </summary>
        public float Bulge(GlyphPoint[] stroke)
        {
            float sum = 0;
            for (int i = 1; i < stroke.Length - 1; i++)
            {
                if (Beyond(stroke[i]) is > 0 and float beyond && !stroke[i].IsCorner)
                {
                    sum += MathF.Max(0, beyond - (0.5f * (Beyond(stroke[i - 1]) + Beyond(stroke[i + 1]))));
                }
            }

            return sum;
        }
    }
}
