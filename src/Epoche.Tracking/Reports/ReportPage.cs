using System.Globalization;
using System.Text;

namespace Epoche.Tracking.Reports;

/// <summary>Puts a report together as one HTML file.</summary>
internal sealed class ReportPage(ReportData data)
{
    // Nothing comes from elsewhere, whatever a text may hold.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";
    private const int SmallPicture = 200;

    private readonly StringBuilder _html = new();
    private int _charts;

    public string Build()
    {
        string title = Markup.Escape(data.Title);
        Line($"<!DOCTYPE html>");
        Line($"<html lang=\"en\">");
        Line($"<head>");
        Line($"<meta charset=\"utf-8\">");
        Line($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        Line($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">");
        Line($"<title>{title}</title>");
        Line($"<style>\n{ReportResources.PageStyle}{ReportResources.ChartStyle}</style>");
        Line($"</head>");
        Line($"<body>");
        Line($"<main>");
        Header(title);
        Figures();
        Charts();
        Grids();
        foreach (ReportPanels panels in data.Panels)
        {
            PanelMarkup.Append(_html, panels);
        }

        Texts();
        Line($"</main>");
        Line($"<script>\n{ReportResources.Script}</script>");
        Line($"</body>");
        Line($"</html>");
        return _html.ToString();
    }

    private void Header(string title)
    {
        string status = data.Status is { } word ? $" <span class=\"status {StatusClass(word)}\">{Markup.Escape(word)}</span>" : "";
        Line($"<header>");
        Line($"<h1>{title}{status}</h1>");
        if (data.Subtitle is { } subtitle)
        {
            Line($"<p>{Markup.Escape(subtitle)}</p>");
        }

        Line($"</header>");
    }

    private static string StatusClass(string status) => status is "complete" or "failed" ? status : "other";

    private void Figures()
    {
        if (data.Figures.Count == 0)
        {
            return;
        }

        Line($"<dl class=\"figures\">");
        foreach (ReportFigure figure in data.Figures)
        {
            string note = figure.Note is { } text ? $"<dd class=\"note\">{Markup.Escape(text)}</dd>" : "";
            string value = Markup.Escape(figure.Value);
            Line($"<div class=\"card\"><dt>{Markup.Escape(figure.Label)}</dt><dd class=\"value\">{value}</dd>{note}</div>");
        }

        Line($"</dl>");
    }

    /// <summary>Large charts over the whole width, between them the others as cards; the last cards have pictures and tables too.</summary>
    private void Charts()
    {
        List<Chart> cards = [];
        foreach ((int i, Chart chart) in data.Charts.Index())
        {
            if (i > 0 && chart is not DrawnChart { IsWide: true })
            {
                cards.Add(chart);
                continue;
            }

            Cards(cards, isLast: false);
            cards.Clear();
            // It is drawn in three widths, of which the style shows one, so that its letters have their size on every screen.
            Line($"<section class=\"card hero\">");
            Figure(chart, [(1200, 380, "wide"), (640, 320, "medium"), (400, 290, "narrow")]);
            Line($"</section>");
        }

        Cards(cards, isLast: true);
    }

    private void Cards(IReadOnlyList<Chart> charts, bool isLast)
    {
        int cards = charts.Count + (isLast ? data.Images.Count + data.Tables.Count : 0);
        if (cards == 0)
        {
            return;
        }

        Line($"<div class=\"cards{(cards <= 2 ? " few" : "")}\">"); // three columns would leave a hole
        if (isLast)
        {
            Pictures();
        }

        foreach (Chart chart in charts)
        {
            Line($"<section class=\"card\">");
            Figure(chart, [(400, 260, "")]);
            Line($"</section>");
        }

        if (isLast)
        {
            Tables();
        }

        Line($"</div>");
    }

    private void Figure(Chart chart, (int Width, int Height, string Class)[] sizes)
    {
        Line($"<figure>");
        Line($"<h2>{Markup.Escape(chart.Title)}</h2>");
        if (chart is LineChart { Series.Count: > 1 } lines)
        {
            IEnumerable<string> entries = lines.Series.Select((series, i) =>
                $"<li><svg class=\"chart\" viewBox=\"0 0 18 10\" aria-hidden=\"true\"><path {ChartPaint.Line(i)} "
                + $"d=\"M1,5h16\"/></svg>{Markup.Escape(series.Name)}</li>");
            Line($"<ul class=\"legend\">{string.Concat(entries)}</ul>");
        }
        else if (chart is DrawnChart drawn)
        {
            Words(drawn);
        }

        foreach ((int width, int height, string type) in sizes)
        {
            Line($"<div{(type.Length > 0 ? $" class=\"{type}\"" : "")}>");
            string id = string.Create(CultureInfo.InvariantCulture, $"c{++_charts}");
            int tall = chart is DrawnChart own ? own.HeightAt(width, height) : IntervalRow.HeightFor(chart, height);
            ChartSvg.Append(_html, chart, new ChartSize(width, tall, id));
            Line($"</div>");
        }

        Line($"</figure>");
    }

    private void Words(DrawnChart chart)
    {
        if (chart.Note is { } note)
        {
            Line($"<p>{Markup.Escape(note)}</p>");
        }

        if (chart.Legend.Count > 0)
        {
            IEnumerable<string> entries = chart.Legend.Select(entry =>
                $"<li><svg class=\"chart\" viewBox=\"0 0 18 10\" aria-hidden=\"true\">{entry.Sign}</svg>{Markup.Escape(entry.Words)}</li>");
            Line($"<ul class=\"legend\">{string.Concat(entries)}</ul>");
        }
    }

    private void Pictures()
    {
        foreach (ReportImage picture in data.Images)
        {
            RunImage image = picture.Image;
            string type = picture.IsDiagram ? " class=\"diagram\"" : image.Width <= SmallPicture ? " class=\"small\"" : "";
            Line($"<section class=\"card picture\">");
            Line($"<h2>{Markup.Escape(picture.Title)}</h2>");
            string source = $"data:{image.MediaType};base64,{Convert.ToBase64String(image.Encoded.Span)}";
            string words = Markup.Escape(picture.Alternative);
            Line($"<img{type} alt=\"{words}\" width=\"{image.Width}\" height=\"{image.Height}\" src=\"{source}\">");
            Line($"</section>");
        }
    }

    private void Tables()
    {
        foreach (ReportTable table in data.Tables)
        {
            Line($"<section class=\"card\">");
            Line($"<h2>{Markup.Escape(table.Title)}</h2>");
            Line($"<table><tbody>");
            foreach ((string name, string value) in table.Rows)
            {
                Line($"<tr><th scope=\"row\">{Markup.Escape(name)}</th><td>{Markup.Escape(value)}</td></tr>");
            }

            Line($"</tbody></table>");
            Line($"</section>");
        }
    }

    private void Grids()
    {
        foreach (ReportGrid grid in data.Grids)
        {
            Line($"<section class=\"card matrix\">");
            Line($"<h2>{Markup.Escape(grid.Title)}</h2>");
            Line($"<div tabindex=\"0\"><table>");
            string heads = string.Concat(
                grid.Columns.Select((column, i) => $"<th scope=\"col\"{Words(grid, i)}>{Markup.Escape(column)}</th>"));
            Line($"<thead><tr>{heads}</tr></thead><tbody>");
            foreach (IReadOnlyList<string> row in grid.Rows)
            {
                string cells = string.Concat(row.Skip(1).Select((cell, i) => Cell(grid, i + 1, cell)));
                Line($"<tr><th scope=\"row\"{Words(grid, 0)}>{Markup.Escape(row[0])}</th>{cells}</tr>");
            }

            Line($"</tbody></table></div>");
            Line($"</section>");
        }
    }

    private static string Cell(ReportGrid grid, int column, string text) =>
        $"<td{Words(grid, column)} data-name=\"{Markup.Escape(grid.Columns[column])}\">{Markup.Escape(text)}</td>";

    private static string Words(ReportGrid grid, int column) => column < grid.TextColumns ? " class=\"words\"" : "";

    private void Texts()
    {
        foreach (ReportText text in data.Texts)
        {
            string body = text.IsYaml ? YamlMarkup.Of(text.Text) : Markup.Escape(text.Text);
            Line($"<details class=\"card\" open>");
            Line($"<summary>{Markup.Escape(text.Title)}</summary>");
            Line($"<pre{(text.IsYaml ? "" : " class=\"prose\"")} tabindex=\"0\">{body}</pre>");
            Line($"</details>");
        }
    }

    private void Line(FormattableString line) => _html.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
