using System.Globalization;
using System.Text;
using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>A chart of marks in the order in which they are drawn.</summary>
internal sealed record PlotChart : DrawnChart
{
    private const int Edges = 60, HoverPoints = 300;

    /// <summary>The horizontal axis, by the units that there are for it.</summary>
    public required Func<double, Axis> X { get; init; }

    /// <summary>The vertical axis, likewise.</summary>
    public required Func<double, Axis> Y { get; init; }

    /// <summary>What runs along the vertical axis; empty where the heading says so.</summary>
    public string YLabel { get; init; } = "";

    public required IReadOnlyList<PlotMark> Marks { get; init; }

    /// <summary>What it shows, for those who cannot see it.</summary>
    public required string Description { get; init; }

    /// <summary>How many rows it has, of which each has its height; 0 where it is as high as others.</summary>
    public int Rows { get; init; }

    /// <summary>How high a row is.</summary>
    public int RowHeight { get; init; } = 26;

    public override int HeightAt(int width, int usual) => Rows > 0 ? 60 + (RowHeight * Rows) : usual;

    public override void Append(StringBuilder svg, ChartSize size)
    {
        ChartFrame frame = new(
            svg, size, this, [], Description, X(size.Width - Edges), Y(size.Height - Edges), YLabel, LegendHeight(size));
        AppendLegend(svg, size, frame.Left);
        foreach (PlotMark mark in Marks)
        {
            Append(svg, frame, mark);
        }

        frame.Close();
    }

    private static void Append(StringBuilder svg, ChartFrame frame, PlotMark mark)
    {
        switch (mark)
        {
            case DotMark dot when double.IsFinite(dot.X) && !double.IsNaN(dot.Y):
                PlotSigns.Append(svg, dot.Sign, dot.Paint, Number(frame.AtX(dot.X)), frame.HeightOf(dot.Y), dot.Radius, dot.Title);
                break;
            case CellMark cell:
                double left = Number(frame.AtX(cell.Left)), top = frame.HeightOf(cell.Top);
                double wide = Math.Max(0.8, Number(frame.AtX(cell.Right)) - left), tall = Math.Max(0.8, frame.HeightOf(cell.Bottom) - top);
                string place = $"x=\"{Markup.Coordinate(left)}\" y=\"{Markup.Coordinate(top)}\"";
                string extent = $"width=\"{Markup.Coordinate(wide)}\" height=\"{Markup.Coordinate(tall)}\"";
                string shape = $"<rect {cell.Paint} shape-rendering=\"crispEdges\" {place} {extent}";
                svg.Append(shape).Append(cell.Title is null ? "/>" : $"><title>{Markup.Escape(cell.Title)}</title></rect>");
                break;
            case TextMark text:
                frame.Text(Number(frame.AtX(text.X)) + 4, frame.HeightOf(text.Y), "start", text.Text);
                break;
            case LineMark line:
                Append(svg, frame, line);
                break;
        }
    }

    private static void Append(StringBuilder svg, ChartFrame frame, LineMark line)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<path {line.Paint} d=\"");
        bool isDrawing = false;
        foreach (ChartPoint point in Curves.Thin(line.Points, frame.Right - frame.Left))
        {
            bool isThere = double.IsFinite(point.X) && double.IsFinite(point.Y);
            if (isThere)
            {
                svg.Append(isDrawing ? 'L' : 'M').Append(frame.AtX(point.X)).Append(',').Append(frame.AtY(point.Y));
            }

            isDrawing = isThere;
        }

        svg.Append('"');
        if (line.Name is { } name)
        {
            svg.Append(CultureInfo.InvariantCulture, $" data-name=\"{Markup.Escape(name)}\" data-points=\"");
            svg.AppendJoin(' ', Curves.Thin(line.Points, HoverPoints / 2).Select(
                point => $"{Markup.Value(point.X)},{Markup.Value(point.Y)}")).Append('"');
        }

        svg.Append(line.Title is null ? "/>" : $"><title>{Markup.Escape(line.Title)}</title></path>");
    }

    private static double Number(string coordinate) => double.Parse(coordinate, CultureInfo.InvariantCulture);
}
