using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>A model's graph as an SVG picture: inputs above, outputs below; readable on light and dark pages.</summary>
internal static class GraphSvg
{
    private const int MostBoxes = 1_000;
    private const double BoxHeight = 42, RowHeight = 78, Margin = 16, LetterWidth = 7.3, Padding = 22;

    // Attributes, not a style sheet: every viewer of SVG knows them.
    private const string Font = "font-family=\"ui-monospace, Menlo, Consolas, monospace\" font-size=\"12\"";
    private const string Page = "fill=\"#ffffff\" stroke=\"none\"";
    private const string Input = "fill=\"#e3f1fd\" stroke=\"#3d8fd1\" stroke-width=\"1.2\"";
    private const string Layer = "fill=\"#f8f9fa\" stroke=\"#8593a3\" stroke-width=\"1.2\"";
    private const string Output = "fill=\"#e5f6e8\" stroke=\"#3f9d57\" stroke-width=\"1.2\"";
    private const string Name = "fill=\"#1f2933\" stroke=\"none\" font-weight=\"600\" text-anchor=\"middle\"";
    private const string Details = "fill=\"#52606d\" stroke=\"none\" text-anchor=\"middle\"";
    private const string Arrow = "fill=\"none\" stroke=\"#8593a3\" stroke-width=\"1.4\"";
    private const string ArrowHead = "fill=\"#8593a3\" stroke=\"none\"";

    internal static string Of(Model model)
    {
        GraphItem[] all = GraphItem.Of(model), items = all[..Math.Min(all.Length, MostBoxes)]; // each has only earlier ones as its sources
        GraphLayout layout = new(
            items, [.. items.Select(item => (LetterWidth * Math.Max(item.Name.Length, item.Details.Length)) + Padding)]);
        string note = LeftOut(all.Length - items.Length, layout.LeftOut);
        double width = Math.Max(layout.Width, LetterWidth * note.Length) + (2 * Margin);
        double height = ((layout.Rows.Count - 1) * RowHeight) + BoxHeight + (2 * Margin) + (note.Length > 0 ? RowHeight / 2 : 0);
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0}\" height=\"{height:0}\" "
            + $"viewBox=\"0 0 {width:0} {height:0}\" {Font} role=\"img\">\n");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<title>{Title(model.Inputs)} → {Title(model.Outputs)}</title>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" "
            + $"markerHeight=\"7\" orient=\"auto\"><path {ArrowHead} d=\"M0,0L8,4L0,8Z\"/></marker></defs>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect {Page} width=\"{width:0}\" height=\"{height:0}\"/>\n");
        foreach (GraphLayout.Spot[] line in layout.Lines)
        {
            AppendLine(svg, line);
        }

        for (int i = 0; i < items.Length; i++)
        {
            AppendBox(svg, items[i], layout[i]);
        }

        if (note.Length > 0)
        {
            svg.Append(
                CultureInfo.InvariantCulture, $"<text {Details} x=\"{Number(width / 2)}\" y=\"{Number(height - Margin)}\">{note}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string LeftOut(int boxes, int lines) => (boxes, lines) switch
    {
        (0, 0) => "",
        (0, _) => string.Create(CultureInfo.InvariantCulture, $"{lines:N0} long lines are left out"),
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{boxes:N0} more boxes are left out"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{boxes:N0} more boxes and {lines:N0} long lines are left out"),
    };

    private static void AppendLine(StringBuilder svg, GraphLayout.Spot[] line)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<path {Arrow} marker-end=\"url(#arrow)\" d=\"");
        for (int i = 1; i < line.Length; i++)
        {
            // From the bottom of the box above, or the middle of a point on the way, to the top of the next.
            double x0 = Margin + line[i - 1].X, y0 = Top(line[i - 1]) + (i == 1 ? BoxHeight : BoxHeight / 2);
            double x1 = Margin + line[i].X, y1 = Top(line[i]) + (i == line.Length - 1 ? 0 : BoxHeight / 2), middle = (y0 + y1) / 2;
            svg.Append(CultureInfo.InvariantCulture, $"{(i == 1 ? $"M{Number(x0)},{Number(y0)}" : "")}C{Number(x0)},{Number(middle)} "
                + $"{Number(x1)},{Number(middle)} {Number(x1)},{Number(y1)}");
        }

        svg.Append("\"/>\n");
    }

    private static void AppendBox(StringBuilder svg, GraphItem item, GraphLayout.Spot spot)
    {
        double x = Margin + spot.X, y = Top(spot);
        string paint = item.Kind switch { GraphItemKind.Input => Input, GraphItemKind.Output => Output, _ => Layer };
        string round = item.Kind == GraphItemKind.Layer ? "6" : Number(BoxHeight / 2);
        svg.Append(CultureInfo.InvariantCulture, $"<g><rect {paint} x=\"{Number(x - (spot.Width / 2))}\" y=\"{Number(y)}\" "
            + $"width=\"{Number(spot.Width)}\" height=\"{Number(BoxHeight)}\" rx=\"{round}\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text {Name} x=\"{Number(x)}\" y=\"{Number(y + 18)}\">{Escape(item.Name)}</text>");
        svg.Append(
            CultureInfo.InvariantCulture, $"<text {Details} x=\"{Number(x)}\" y=\"{Number(y + 33)}\">{Escape(item.Details)}</text></g>\n");
    }

    private static double Top(GraphLayout.Spot spot) => Margin + (spot.Rank * RowHeight);

    private static string Title<T>(IEnumerable<T> ports) => Escape(Shown.Cut(string.Join(", ", ports), Shown.LongestQuote));

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        string.Concat(Shown.Text(text).Select(c => c switch { '<' =>
            "&lt;", '>' => "&gt;", '&' => "&amp;", _ when char.IsSurrogate(c) => "?", _ => c.ToString() }));
}
