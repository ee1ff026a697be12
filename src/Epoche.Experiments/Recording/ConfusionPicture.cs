using System.Globalization;

namespace Epoche.Experiments;

/// <summary>Which class (row) a classifier took for which (column), as a picture on white paper, like a chart.</summary>
internal static class ConfusionPicture
{
    // How many pixels a dot of the font is wide: letters are 14 pixels high, legible in a report's narrow column too.
    private const int Letter = 2;

    private const int Margin = 66, Below = 16, LargestCell = 54, LargestMatrix = 640, SmallestLabelled = 28;
    private const double WhiteFrom = 0.6; // dark letters on pale cells, white ones on full cells

    private static readonly Rgba s_ink = Rgba.Hex(0x1B2430), s_quiet = Rgba.Hex(0x5A6574);
    private static readonly Rgba s_right = Rgba.Hex(0x2463C9), s_wrong = Rgba.Hex(0xC2570C);

    /// <param name="confusion">Counts, square, row by row.</param>
    public static Canvas Draw(IReadOnlyList<int> confusion)
    {
        int classes = 1;
        while (classes * classes < confusion.Count)
        {
            classes++;
        }

        int cell = Math.Max(2, Math.Min(LargestCell, LargestMatrix / classes)), size = Margin + (classes * cell) + Below;
        Canvas canvas = new(size, size, Rgba.White);
        int largestError = 1;
        for (int i = 0; i < confusion.Count; i++)
        {
            largestError = i / classes == i % classes ? largestError : Math.Max(largestError, confusion[i]);
        }

        for (int i = 0; i < confusion.Count; i++)
        {
            (int row, int column) = (i / classes, i % classes);
            int left = Margin + (column * cell), top = Margin + (row * cell), total = 0;
            for (int c = 0; c < classes; c++)
            {
                total += confusion[(row * classes) + c];
            }

            // Right answers by their share, wrong ones by their part of the most frequent mistake: else none could be seen beside the right
            // ones.
            bool isRight = row == column;
            double share = isRight ? (double)confusion[i] / Math.Max(1, total) : (double)confusion[i] / largestError;
            canvas.FillRectangle(left, top, cell - 1, cell - 1, (isRight ? s_right : s_wrong) with { A = (byte)(12 + (share * 230)) });
            string count = confusion[i].ToString(CultureInfo.InvariantCulture);
            int letter = Canvas.TextWidth(count, Letter) <= cell - 4 ? Letter : 1;
            if (confusion[i] > 0 && Canvas.TextWidth(count, letter) <= cell - 4)
            {
                Centred(canvas, left, top, cell, count, share > WhiteFrom ? Rgba.White : s_ink, letter);
            }
        }

        Labels(canvas, classes, cell);
        return canvas;
    }

    private static void Labels(Canvas canvas, int classes, int cell)
    {
        canvas.DrawText(Margin, 10, "answer →", s_quiet, Letter);
        canvas.DrawText(6, 34, "class", s_quiet, Letter);
        canvas.DrawText(20, Margin, "↓", s_quiet, Letter);
        for (int c = 0; c < classes && cell >= SmallestLabelled; c++)
        {
            string name = c.ToString(CultureInfo.InvariantCulture);
            Centred(canvas, Margin + (c * cell), Margin - 24, cell, name, s_quiet, Letter, height: 24);
            canvas.DrawText(
                Margin - 10 - Canvas.TextWidth(name, Letter), Margin + (c * cell) + ((cell - (7 * Letter)) / 2), name, s_quiet, Letter);
        }
    }

    private static void Centred(Canvas canvas, int left, int top, int width, string text, Rgba colour, int letter, int? height = null) =>
        canvas.DrawText(
            left + ((width - Canvas.TextWidth(text, letter)) / 2), top + (((height ?? width) - (7 * letter)) / 2), text, colour, letter);
}
