using System.Globalization;
using System.Text;

namespace Epoche.Tracking.Reports;

/// <summary>What every picture begins with: its size, its name and what it shows for those who cannot see it, its paper.</summary>
internal static class ChartRoot
{
    public static void Open(StringBuilder svg, ChartSize size, string title, string description, string attributes = "")
    {
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" viewBox=\"0 0 {size.Width} {size.Height}\" {ChartPaint.Font} "
            + $"role=\"img\" aria-labelledby=\"{size.Id}t {size.Id}d\"");
        if (size.IsAlone)
        {
            svg.Append(
                CultureInfo.InvariantCulture, $" xmlns=\"http://www.w3.org/2000/svg\" width=\"{size.Width}\" height=\"{size.Height}\"");
        }

        svg.Append(attributes).Append('>');
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<title id=\"{size.Id}t\">{Markup.Escape(title)}</title><desc id=\"{size.Id}d\">{Markup.Escape(description)}</desc>");
        if (size.IsAlone)
        {
            svg.Append("<style>").Append(ReportResources.ChartStyle).Append("</style>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect {ChartPaint.Background} width=\"{size.Width}\" height=\"{size.Height}\"/>");
        }
    }
}
