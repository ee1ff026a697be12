using System.Globalization;

namespace Epoche.Learning.Tests.Data;

/// <summary>
/// Digits of one hand as a file of <c>tests/fixtures/hands</c> has them (README.md there), drawn by sampling each pixel: none of
/// it is the program's own drawing.
/// </summary>
/// <param name="Name">The file's name.</param>
/// <param name="Digits">Ten pictures, [28, 28] each, ink 1 on 0.</param>
internal sealed record PlainHand(string Name, float[][] Digits)
{
    public const int Side = 28;

    private const int SamplesOfASide = 5, PiecesOfACurve = 16;

    /// <summary>All hands in the order of their names.</summary>
    public static PlainHand[] All { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "fixtures", "hands"), "*.txt")
            .Order(StringComparer.Ordinal).Select(Read)];

    private static PlainHand Read(string path)
    {
        string[] lines = File.ReadAllLines(path), head = lines[0].Split(' ');
        Pen pen = new(Number(head[1]), Number(head[3]), Number(head[5]));
        return new(Path.GetFileNameWithoutExtension(path), [.. lines[1..].Select((line, digit) =>
        {
            Assert.StartsWith($"{digit}: M", line);
            return Draw(Strokes(line[3..].Split(' ')), pen);
        })]);
    }

    private static List<List<Point>> Strokes(string[] words)
    {
        List<List<Point>> strokes = [];
        for (int i = 0; i < words.Length; i++)
        {
            Point to = Place(words[i].TrimStart('M', 'L', 'C'));
            switch (words[i][0])
            {
                case 'M':
                    strokes.Add([to]);
                    break;
                case 'L':
                    strokes[^1].Add(to);
                    break;
                default:
                    Curve(strokes[^1], to, Place(words[++i]), Place(words[++i]));
                    break;
            }
        }

        return strokes;
    }

    private static void Curve(List<Point> stroke, Point second, Point third, Point last)
    {
        Point first = stroke[^1];
        for (int i = 1; i <= PiecesOfACurve; i++)
        {
            double t = (double)i / PiecesOfACurve, s = 1 - t;
            (double a, double b, double c, double d) = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t);
            stroke.Add(new(
                (a * first.X) + (b * second.X) + (c * third.X) + (d * last.X),
                (a * first.Y) + (b * second.Y) + (c * third.Y) + (d * last.Y)));
        }
    }

    private static float[] Draw(List<List<Point>> strokes, Pen pen)
    {
        float[] picture = new float[Side * Side];
        for (int i = 0; i < picture.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < SamplesOfASide * SamplesOfASide; k++)
            {
                Point at = new(
                    (i % Side) + (((k % SamplesOfASide) + 0.5) / SamplesOfASide),
                    (i / Side) + (((k / SamplesOfASide) + 0.5) / SamplesOfASide));
                sum += strokes.Max(stroke => Cover(stroke, at, pen));
            }

            picture[i] = (float)(sum / (SamplesOfASide * SamplesOfASide));
        }

        return picture;
    }

    /// <summary>How much of a place a stroke covers: 1 within half the pen's width, and less over its fading edge.</summary>
    private static double Cover(List<Point> stroke, Point at, Pen pen)
    {
        double length = 0, most = 0, whole = 0;
        for (int i = 1; i < stroke.Count; i++)
        {
            whole += stroke[i - 1].To(stroke[i]);
        }

        for (int i = 1; i < stroke.Count; i++)
        {
            (Point a, Point b) = (stroke[i - 1], stroke[i]);
            double piece = a.To(b),
                along = Math.Clamp((((at.X - a.X) * (b.X - a.X)) + ((at.Y - a.Y) * (b.Y - a.Y))) / (piece * piece), 0, 1);
            double away = at.To(new(a.X + (along * (b.X - a.X)), a.Y + (along * (b.Y - a.Y))));
            double half = pen.Width / 2 * (1 + (pen.Pressure * ((2 * (length + (along * piece)) / whole) - 1)));
            most = Math.Max(most, pen.Fade > 0 ? Math.Clamp(0.5 + ((half - away) / pen.Fade), 0, 1) : away <= half ? 1 : 0);
            length += piece;
        }

        return most;
    }

    private static Point Place(string text) =>
        text.Split(',') is [string x, string y] ? new(Number(x), Number(y)) : throw new FormatException(text);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private readonly record struct Pen(double Width, double Pressure, double Fade);

    private readonly record struct Point(double X, double Y)
    {
        public double To(Point other) => Math.Sqrt(((X - other.X) * (X - other.X)) + ((Y - other.Y) * (Y - other.Y)));
    }
}
