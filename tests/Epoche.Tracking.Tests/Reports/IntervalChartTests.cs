using System.Globalization;
using System.Xml.Linq;

namespace Epoche.Tracking.Tests.Reports;

/// <summary>Numbers with their intervals, as a picture.</summary>
public sealed class IntervalChartTests
{
    private static readonly IntervalChart s_chart = new()
    {
        Title = "Return", XLabel = "return",
        Rows = [new("double=true", 30, 20, 40) { Points = [20, 30, 40] }, new("double=false", 10, double.NaN, double.NaN)],
    };

    [Fact]
    public void Each_row_has_its_name_its_interval_and_its_values_at_their_places()
    {
        XElement svg = XElement.Parse(Report.ToSvg(s_chart));
        XElement[] circles = [.. svg.Descendants().Where(e => e.Name.LocalName == "circle")];
        double[] x = [.. circles.Select(e => double.Parse(e.Attribute("cx")!.Value, CultureInfo.InvariantCulture))];

        Assert.Contains(svg.Descendants(), e => e.Name.LocalName == "text" && e.Value == "double=true");
        Assert.Equal(5, circles.Length); // three runs, two numbers
        Assert.Equal(x[1] - x[0], x[2] - x[1], 0.2);
        Assert.Equal(x[1], x[3], 0.2); // the number lies where the run of 30 does
        Assert.Equal(2 * (x[1] - x[0]), x[1] - x[4], 0.3); // 10 is twice as far from 30 as 20 is
        Assert.Single(svg.Descendants(), e => (string?)e.Attribute("stroke-width") == "7"); // one run alone has no interval
        Assert.Contains("double=true: 30, from 20 to 40.", svg.ToString());
    }

    [Fact]
    public void It_is_drawn_on_a_canvas_and_on_a_page_too()
    {
        Canvas canvas = Report.ToPicture(s_chart, 800, 400);
        string page = Report.ToHtml(new() { Title = "t", Charts = [s_chart] });

        Assert.Equal((800, 400), (canvas.Width, canvas.Height));
        Assert.Contains("double=false", page);
    }
}
