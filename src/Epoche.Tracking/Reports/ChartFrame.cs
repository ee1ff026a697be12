using System.Globalization;
using System.Text;

namespace Epoche.Tracking.Reports;

/// <summary>How a chart is drawn as SVG.</summary>
/// <param name="Width">Its width in units; letters are 12 units high.</param>
/// <param name="Height">Its height.</param>
/// <param name="Id">What makes ids on a page its own.</param>
/// <param name="IsAlone">Whether the picture is a file of its own, with its colours, heading and legend in it.</param>
internal readonly record struct ChartSize(int Width, int Height, string Id, bool IsAlone = false);

/// <summary>The axes of a chart, with their ticks, grid and labels, and the place that is left for what is drawn.</summary>
internal sealed class ChartFrame
{
    private const int LetterWidth = 7, TickLength = 5, Below = 26, LabelBelow = 18;

    private readonly StringBuilder _svg;
    private readonly ChartSize _size;

    public ChartFrame(
        StringBuilder svg, ChartSize size, Chart chart, IReadOnlyList<string> legend, string description, Axis x, Axis y,
        string yLabel = "", int room = 0)
    {
        (_svg, _size, X, Y) = (svg, size, x, y);
        int widest = y.Ticks.Max(tick => y.Label(tick).Length);
        Left = Math.Max(28, (widest * LetterWidth) + 10);
        Top = (size.IsAlone ? (legend.Count > 1 ? 56 : 36) : 10) + (yLabel.Length > 0 ? LabelBelow : 0) + room;
        Right = size.Width - 14;
        Bottom = size.Height - Below - (chart.XLabel.Length > 0 ? LabelBelow : 0);
        ChartRoot.Open(svg, size, chart.Title, description, string.Create(
            CultureInfo.InvariantCulture, $" data-plot=\"{Left} {Top} {Right} {Bottom} {Markup.Value(X.Min)} {Markup.Value(X.Max)} "
                + $"{Markup.Value(Y.Min)} {Markup.Value(Y.Max)}\""));
        if (size.IsAlone)
        {
            Heading(chart.Title, legend);
        }

        Grid();
        if (yLabel.Length > 0)
        {
            Text(4, Top - 9, "start", yLabel);
        }

        if (chart.XLabel.Length > 0)
        {
            Text((Left + Right) / 2.0, size.Height - 8, "middle", chart.XLabel);
        }
    }

    public Axis X { get; }

    public Axis Y { get; }

    public int Left { get; }

    public int Top { get; }

    public int Right { get; }

    public int Bottom { get; }

    public string AtX(double x) => Markup.Coordinate(Left + (X.At(x) * (Right - Left)));

    /// <summary>
    /// Where a height is drawn: what leaves the picture runs along its edge. A clip path would cut it off, and in
    /// ImageMagick everything else too.
    /// </summary>
    public string AtY(double y) => Markup.Coordinate(Math.Clamp(Bottom - (Y.At(y) * (Bottom - Top)), Top - 4, Bottom + 1));

    /// <summary>The same as a number.</summary>
    public double HeightOf(double y) => double.Parse(AtY(y), CultureInfo.InvariantCulture);

    /// <summary>Writes some words.</summary>
    public void Text(double x, double y, string anchor, string text, string? paint = null) => _svg.Append(
        CultureInfo.InvariantCulture, $"<text {paint ?? ChartPaint.Text} x=\"{Markup.Coordinate(x)}\" y=\"{Markup.Coordinate(y)}\" "
            + $"text-anchor=\"{anchor}\">{Markup.Escape(text)}</text>");

    public void Close() => _svg.Append("</svg>");

    private void Heading(string title, IReadOnlyList<string> legend)
    {
        Text(Left, 22, "start", title, ChartPaint.Heading);
        double x = Left;
        for (int i = 0; i < legend.Count && legend.Count > 1; i++)
        {
            _svg.Append(CultureInfo.InvariantCulture, $"<path {ChartPaint.Line(i)} d=\"M{Markup.Coordinate(x)},40h16\"/>");
            Text(x + 21, 44, "start", legend[i]);
            x += 36 + (legend[i].Length * LetterWidth);
        }
    }

    private void Grid()
    {
        foreach (double tick in Y.Ticks)
        {
            _svg.Append(CultureInfo.InvariantCulture, $"<path {ChartPaint.Grid} d=\"M{Left},{AtY(tick)}H{Right}\"/>");
            if (Y.Label(tick) is { Length: > 0 } label)
            {
                Text(Left - 7, HeightOf(tick) + 4, "end", label);
            }
        }

        _svg.Append(CultureInfo.InvariantCulture, $"<path {ChartPaint.Axis} d=\"M{Left},{Bottom}H{Right}\"/>");
        foreach (double tick in X.Ticks)
        {
            _svg.Append(CultureInfo.InvariantCulture, $"<path {ChartPaint.Axis} d=\"M{AtX(tick)},{Bottom}v{TickLength}\"/>");
            double at = double.Parse(AtX(tick), CultureInfo.InvariantCulture), half = X.Label(tick).Length * LetterWidth / 2.0;
            bool isCut = at + half > _size.Width - 4;
            Text(isCut ? _size.Width - 4 : at, Bottom + 19, isCut ? "end" : "middle", X.Label(tick));
        }
    }
}
