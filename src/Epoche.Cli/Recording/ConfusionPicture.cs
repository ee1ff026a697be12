using System.Globalization;

namespace Epoche.Cli.Recording;

/// <summary>Which class (row) a classifier took for which (column), as a picture.</summary>
internal static class ConfusionPicture
{
    private const int Margin = 40, LargestCell = 42, LargestMatrix = 640;

    /// <param name="confusion">Counts, square, row by row.</param>
    public static Canvas Draw(IReadOnlyList<int> confusion)
    {
        int classes = 1;
        while (classes * classes < confusion.Count)
        {
            classes++;
        }

        int cell = Math.Max(2, Math.Min(LargestCell, LargestMatrix / classes)), size = Margin + (classes * cell) + 12;
        Canvas canvas = new(size, size, Rgba.Hex(0x131A26));
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

            // Right answers by their share, wrong ones by their part of the most frequent mistake: else none could be seen beside the right ones.
            bool isRight = row == column;
            double share = isRight ? (double)confusion[i] / Math.Max(1, total) : (double)confusion[i] / largestError;
            Rgba colour = (isRight ? Rgba.Hex(0x5AA2FF) : Rgba.Hex(0xFFA24D)) with { A = (byte)(16 + (share * (isRight ? 150 : 200))) };
            canvas.FillRectangle(left, top, cell - 1, cell - 1, colour);
            string count = confusion[i].ToString(CultureInfo.InvariantCulture);
            if (confusion[i] > 0 && Canvas.TextWidth(count) <= cell - 4)
            {
                canvas.DrawText(left + ((cell - Canvas.TextWidth(count)) / 2), top + ((cell - 7) / 2), count, Rgba.Hex(0xE6EDF7));
            }
        }

        Labels(canvas, classes, cell);
        return canvas;
    }

    private static void Labels(Canvas canvas, int classes, int cell)
    {
        Rgba quiet = Rgba.Hex(0x8A9BB4);
        canvas.DrawText(Margin, 8, "answer →", quiet);
        canvas.DrawText(8, 8, "class", quiet);
        canvas.DrawText(8, 18, "↓", quiet);
        for (int c = 0; c < classes && cell >= 14; c++)
        {
            string name = c.ToString(CultureInfo.InvariantCulture);
            canvas.DrawText(Margin + (c * cell) + ((cell - Canvas.TextWidth(name)) / 2), Margin - 14, name, quiet);
            canvas.DrawText(Margin - 8 - Canvas.TextWidth(name), Margin + (c * cell) + ((cell - 7) / 2), name, quiet);
        }
    }
}
