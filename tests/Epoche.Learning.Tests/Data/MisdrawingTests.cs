using Epoche.Data;

namespace Epoche.Learning.Tests.Data;

public sealed class MisdrawingTests
{
    [Fact]
    public void A_pressed_curve_has_a_straight_side_and_nothing_beyond_it()
    {
        Glyph circle = Circle();
        HashSet<int> octants = [];
        for (int i = 0; i < 200; i++)
        {
            Rng random = Rng.Stream(1, "press", i);
            List<GlyphPoint[]> strokes = [.. circle.Strokes];
            if (!Flattening.Press(strokes, ref random))
            {
                continue;
            }

            GlyphPoint[] flat = [.. strokes[0].Where(p => p.IsCorner)];
            Assert.True(flat.Length >= 3, "too few corners");
            octants.Add((int)((MathF.Atan2(flat.Average(p => p.Y) - 0.5f, flat.Average(p => p.X) - 0.5f) + MathF.PI) / (MathF.PI / 4)));
            (float x, float y) = (flat[^1].X - flat[0].X, flat[^1].Y - flat[0].Y);
            float length = MathF.Sqrt((x * x) + (y * y));
            if (length < 0.1f)
            {
                continue; // where the circle is closed lies on the flat side: its ends say nothing about the direction
            }

            float[] beside = [.. strokes[0].Select(p => (((p.X - flat[0].X) * y) - ((p.Y - flat[0].Y) * x)) / length)];
            Assert.All(flat, p => Assert.InRange((((p.X - flat[0].X) * y) - ((p.Y - flat[0].Y) * x)) / length, -1e-3f, 1e-3f));
            Assert.True(beside.Min() > -1e-3f || beside.Max() < 1e-3f, "something lies beyond the flat side");
        }

        Assert.True(octants.Count >= 8, $"only {octants.Count} directions of eight");
    }

    [Fact]
    public void What_is_straight_already_is_not_pressed()
    {
        Glyph bar = Glyph.Parse("1: 50,3 50,50 50,97");
        for (int i = 0; i < 200; i++)
        {
            Rng random = Rng.Stream(2, "press", i);
            List<GlyphPoint[]> strokes = [.. bar.Strokes];

            Assert.False(Flattening.Press(strokes, ref random));
            Assert.Same(bar.Strokes[0], strokes[0]);
        }
    }

    [Fact]
    public void A_misdrawn_digit_differs_from_its_hand_and_leaves_the_hand_alone()
    {
        for (int digit = 0; digit < 10; digit++)
        {
            foreach (Glyph hand in Glyphs.Digits[digit])
            {
                GlyphPoint[][] before = [.. hand.Strokes.Select(stroke => (GlyphPoint[])stroke.Clone())];
                for (int i = 0; i < 50; i++)
                {
                    Rng random = Rng.Stream(3, "spoil", (digit * 50) + i);
                    Glyph spoilt = Misdrawing.Spoil(digit, hand, ref random);

                    Assert.NotEqual(before.SelectMany(s => s), spoilt.Strokes.SelectMany(s => s));
                    Assert.All(spoilt.Strokes, stroke => Assert.True(stroke.Length >= 2));
                }

                Assert.Equal(before, hand.Strokes);
            }
        }
    }

    private static Glyph Circle() =>
        Glyph.Parse("1: " + string.Join(' ', Enumerable.Range(0, 17).Select(i => MathF.SinCos(i * MathF.Tau / 16)).Select(a =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{50 + (45 * a.Sin):F3},{50 + (45 * a.Cos):F3}"))));
}
