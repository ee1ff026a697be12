namespace Epoche;

/// <summary>An image and the histograms of its classes as one picture, as the reference's figures have them.</summary>
public static class HistogramPicture
{
    private const int Margin = 16, Scale = 8, PlotWidth = 200, PlotHeight = 86, Gap = 26, Columns = 5, Letter = 2;

    private static readonly Rgba s_paper = Rgba.White, s_ink = Rgba.Hex(0x1B2430), s_quiet = Rgba.Hex(0x5A6574);
    private static readonly Rgba s_rule = Rgba.Hex(0xE3E7EC), s_bar = Rgba.Hex(0x2463C9), s_answer = Rgba.Hex(0xC2570C);

    /// <summary>Draws it.</summary>
    /// <param name="image">The image as the model saw it.</param>
    /// <param name="title">What stands above: the answer, in words.</param>
    /// <param name="labels">The names of the classes.</param>
    /// <param name="histograms">The bars of each, see <see cref="LogHistogram"/>.</param>
    /// <param name="answer">The classes that were answered.</param>
    public static Canvas Draw(
        Canvas image, string title, IReadOnlyList<string> labels, IReadOnlyList<float[]> histograms, IReadOnlyList<int> answer)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(histograms);
        ArgumentNullException.ThrowIfNull(answer);
        Elements.RequireNoNull(labels, nameof(labels));
        Elements.RequireNoNull(histograms, nameof(histograms));
        if (labels.Count < histograms.Count || histograms.Any(bars => bars.Length is 0 or > PlotWidth))
        {
            throw new ArgumentException(
                $"expected a name and 1 to {PlotWidth} bars for each of {histograms.Count} classes", nameof(histograms));
        }

        int rows = (histograms.Count + Columns - 1) / Columns, top = Margin + 30, left = Margin + (image.Width * Scale) + (2 * Margin);
        int width = left + (Columns * (PlotWidth + Margin));
        int height = top + Math.Max(image.Height * Scale, rows * (PlotHeight + Gap)) + Margin + 20;
        Canvas canvas = new(width, height, s_paper);
        canvas.DrawText(Margin, Margin, title, s_ink, Letter);
        canvas.Draw(Margin, top, image, Scale);
        for (int c = 0; c < histograms.Count; c++)
        {
            int x = left + (c % Columns * (PlotWidth + Margin)), y = top + (c / Columns * (PlotHeight + Gap));
            bool isAnswer = answer.Contains(c);
            canvas.DrawText(x, y, labels[c], isAnswer ? s_answer : s_quiet, Letter);
            canvas.FillRectangle(x, y + PlotHeight, PlotWidth, 1, s_rule);
            float[] bars = histograms[c];
            for (int i = 0; i < bars.Length; i++)
            {
                int tall = bars[i] > 0 ? Math.Max(2, (int)Math.Round((PlotHeight - 20) * Math.Min(1, bars[i]))) : 0;
                canvas.FillRectangle(
                    x + (i * PlotWidth / bars.Length),
                    y + PlotHeight - tall,
                    (PlotWidth / bars.Length) - 1,
                    tall,
                    isAnswer ? s_answer : s_bar);
            }
        }

        canvas.DrawText(left, height - Margin - 14, $"ln probability, from -{LogHistogram.Bars} and less to 0", s_quiet, Letter);
        return canvas;
    }

    /// <summary>An image of numbers from 0 to 1.</summary>
    /// <param name="pixels">The numbers, row by row.</param>
    /// <param name="width">How many make a row.</param>
    public static Canvas Image(ReadOnlySpan<float> pixels, int width)
    {
        CountChecks.AtLeast(1, width);
        if (pixels.Length == 0 || pixels.Length % width != 0)
        {
            throw new ArgumentException(
                $"expected rows of {width} numbers, received {pixels.Length} numbers", nameof(pixels));
        }

        Canvas canvas = new(width, pixels.Length / width);
        Span<Rgba> to = canvas.Pixels;
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = Rgba.Grey((byte)Math.Round(255 * Math.Clamp(pixels[i], 0, 1)));
        }

        return canvas;
    }
}
