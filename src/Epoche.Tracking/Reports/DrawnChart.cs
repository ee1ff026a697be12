using System.Globalization;
using System.Text;

namespace Epoche.Tracking.Reports;

/// <summary>A chart that draws itself: what a kind of report has alone.</summary>
internal abstract record DrawnChart : Chart
{
    /// <summary>Whether it takes the whole width of a page.</summary>
    public bool IsWide { get; init; }

    /// <summary>A line below the heading; null for none.</summary>
    public string? Note { get; init; }

    /// <summary>What colours and shapes mean: of each a sign of 18 by 10 units in SVG, and words.</summary>
    public IReadOnlyList<(string Sign, string Words)> Legend { get; init; } = [];

    /// <summary>Its height at a width, where that is usually <paramref name="usual"/>.</summary>
    public virtual int HeightAt(int width, int usual) => usual;

    /// <summary>Draws it.</summary>
    public abstract void Append(StringBuilder svg, ChartSize size);

    /// <summary>How high the legend of a picture that is a file of its own is; on a page it stands beside the picture.</summary>
    protected int LegendHeight(ChartSize size) => size.IsAlone && Legend.Count > 0 ? 22 : 0;

    /// <summary>Draws that legend, below the heading.</summary>
    protected void AppendLegend(StringBuilder svg, ChartSize size, double left)
    {
        const int Top = 36, LetterWidth = 7;
        foreach ((string sign, string words) in LegendHeight(size) > 0 ? Legend : [])
        {
            svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({Markup.Coordinate(left)},{Top})\">{sign}</g>");
            svg.Append(CultureInfo.InvariantCulture, $"<text {ChartPaint.Text} x=\"{Markup.Coordinate(left + 24)}\" y=\"{Top + 9}\">"
                + $"{Markup.Escape(words)}</text>");
            left += 40 + (words.Length * LetterWidth);
        }
    }
}
