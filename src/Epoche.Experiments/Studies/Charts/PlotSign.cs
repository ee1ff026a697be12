using System.Globalization;
using System.Text;
using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>The shape of a dot.</summary>
internal enum PlotSign
{
    Circle,
    Ring,
    Triangle,
    Cross,
    Diamond,
}

/// <summary>Dots as SVG.</summary>
internal static class PlotSigns
{
    /// <summary>A sign in a legend.</summary>
    public static string Key(PlotSign sign, string paint)
    {
        StringBuilder svg = new();
        Append(svg, sign, paint, 9, 5, sign == PlotSign.Diamond ? 4.5 : 3.5, null);
        return svg.ToString();
    }

    /// <summary>A line in a legend.</summary>
    public static string LineKey(string paint) => $"<path {paint} d=\"M1,5h16\"/>";

    /// <summary>A filled part of a legend.</summary>
    public static string AreaKey(string paint) => $"<rect {paint} width=\"18\" height=\"10\"/>";

    public static void Append(StringBuilder svg, PlotSign sign, string paint, double x, double y, double r, string? title)
    {
        string shape = sign switch
        {
            PlotSign.Circle or PlotSign.Ring => string.Create(
                CultureInfo.InvariantCulture, $"<circle {paint} cx=\"{At(x)}\" cy=\"{At(y)}\" r=\"{At(r)}\""),
            PlotSign.Triangle => $"<path {paint} d=\"M{At(x - r)},{At(y + r)}h{At(2 * r)}L{At(x)},{At(y - r)}z\"",
            PlotSign.Diamond => $"<path {paint} d=\"M{At(x - r)},{At(y)}L{At(x)},{At(y - r)}L{At(x + r)},{At(y)}L{At(x)},{At(y + r)}z\"",
            _ => $"<path {paint} d=\"M{At(x - r)},{At(y - r)}l{At(2 * r)},{At(2 * r)}M{At(x - r)},{At(y + r)}l{At(2 * r)},{At(-2 * r)}\"",
        };
        svg.Append(shape).Append(title is null ? "/>" : $"><title>{Markup.Escape(title)}</title></{shape[1..shape.IndexOf(' ', 1)]}>");
    }

    private static string At(double value) => Markup.Coordinate(value);
}
