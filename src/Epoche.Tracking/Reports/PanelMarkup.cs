using System.Globalization;
using System.Text;

namespace Epoche.Tracking.Reports;

/// <summary>Images with what a classifier made of them, as parts of a page.</summary>
internal static class PanelMarkup
{
    private const int Row = 14, Bar = 7, NameWidth = 16;

    public static void Append(StringBuilder html, ReportPanels panels)
    {
        Line(html, $"<section class=\"card panels\">");
        Line(html, $"<h2>{Markup.Escape(panels.Title)}</h2>");
        if (panels.Note is { } note)
        {
            Line(html, $"<p>{Markup.Escape(note)}</p>");
        }

        Line(html, $"<div>");
        foreach (ReportPanel panel in panels.Panels)
        {
            string type = panel.Verdict switch { ReportVerdict.Right => "right", ReportVerdict.Wrong => "wrong", _ => "refused" };
            RunImage image = panel.Image;
            Line(html, $"<figure class=\"panel {type}\">");
            string source = $"data:{image.MediaType};base64,{Convert.ToBase64String(image.Encoded.Span)}";
            Line(html, $"<img alt=\"{Markup.Escape(panel.Truth)}\" width=\"{image.Width}\" height=\"{image.Height}\" src=\"{source}\">");
            Histograms(html, panel);
            // The style puts the caption above the bars.
            Line(html, $"<figcaption><b>{Markup.Escape(panel.Answer)}</b> <span>{Markup.Escape(panel.Truth)}</span></figcaption>");
            Line(html, $"</figure>");
        }

        Line(html, $"</div>");
        Line(html, $"</section>");
    }

    private static void Histograms(StringBuilder html, ReportPanel panel)
    {
        int width = NameWidth + (Bar * panel.Classes.Max(bars => bars.Shares.Count)), height = Row * panel.Classes.Count;
        string label = Markup.Escape($"{panel.Truth}: {panel.Answer}");
        Line(html, $"<svg class=\"chart\" viewBox=\"0 0 {width} {height}\" {ChartPaint.Font} role=\"img\" aria-label=\"{label}\">");
        for (int i = 0; i < panel.Classes.Count; i++)
        {
            ReportBars bars = panel.Classes[i];
            int bottom = (i + 1) * Row;
            html.Append(
                CultureInfo.InvariantCulture,
                $"<text {ChartPaint.Text} x=\"{NameWidth - 5}\" y=\"{bottom - 3}\" text-anchor=\"end\">{Markup.Escape(bars.Name)}</text>");
            html.Append(
                CultureInfo.InvariantCulture,
                $"<path {ChartPaint.Grid} d=\"M{NameWidth},{bottom}H{width}\"/><path {ChartPaint.Bar(bars.IsMarked ? 1 : 0)} d=\"");
            for (int k = 0; k < bars.Shares.Count; k++)
            {
                if (bars.Shares[k] > 0)
                {
                    double tall = Math.Max(1, Math.Min(1, bars.Shares[k]) * (Row - 2));
                    html.Append(
                        CultureInfo.InvariantCulture, $"M{NameWidth + (k * Bar)},{bottom}v{Markup.Coordinate(-tall)}h{Bar - 1}V{bottom}z");
                }
            }

            Line(html, $"\"/>");
        }

        Line(html, $"</svg>");
    }

    private static void Line(StringBuilder html, FormattableString line) =>
        html.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
