using System.Text;

namespace Epoche.Cli.Words;

/// <summary>The histograms of one image, a line for each class, in block characters.</summary>
internal static class HistogramText
{
    private const string Blocks = " ▁▂▃▄▅▆▇█";

    /// <summary>The lines, from the class 0 on, and the axis.</summary>
    /// <param name="labels">The names of the classes.</param>
    /// <param name="histograms">The bars of each, see <see cref="LogHistogram"/>.</param>
    /// <param name="answer">The classes that were answered.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<string> labels, IReadOnlyList<float[]> histograms, IReadOnlyList<int> answer)
    {
        labels = [.. labels.Select(Shown.Text)];
        int width = labels.Max(label => label.Length);
        for (int c = 0; c < histograms.Count; c++)
        {
            StringBuilder line = new($"  {labels[c].PadLeft(width)} │");
            foreach (float share in histograms[c])
            {
                line.Append(Blocks[share > 0 ? Math.Max(1, (int)Math.Ceiling(Math.Min(1, share) * (Blocks.Length - 1))) : 0]);
            }

            yield return line.Append(answer.Contains(c) ? "│ ◀" : "│").ToString();
        }

        yield return $"  {new string(' ', width)}  ln probability, −{LogHistogram.Bars} and less … 0";
    }
}
