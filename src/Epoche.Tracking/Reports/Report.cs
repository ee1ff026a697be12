using System.Globalization;
using System.Text;
using Epoche.Tracking.Reports;
using Epoche.Tracking.Runs;

namespace Epoche;

/// <summary>
/// Makes reports: one HTML file with everything in it, for a phone or a large screen, by day or by night, with or without scripts.
/// The same data give the same bytes.
/// </summary>
public static class Report
{
    /// <summary>
    /// The report on a run, from its folder alone: event files, <c>recipe.yaml</c>, <c>result.json</c> and
    /// pictures, whichever of them there are.
    /// </summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="DataFormatException">A file of the run is damaged.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ReportData FromRun(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return new RunReport(folder, RunResultFile.Read(Path.Combine(folder, RunResultFile.Name))).Build();
    }

    /// <summary>The report on a run; see <see cref="FromRun(string)"/>.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="DataFormatException">A file of the run is damaged.</exception>
    /// <exception cref="DirectoryNotFoundException">Its folder is gone.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ReportData FromRun(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new RunReport(run.Path, run.ReadResult()).Build();
    }

    /// <summary>The report as HTML.</summary>
    /// <param name="data">What it shows.</param>
    public static string ToHtml(ReportData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new ReportPage(data).Build();
    }

    /// <summary>Writes the report to a file, which appears whole or not at all.</summary>
    /// <param name="data">What it shows.</param>
    /// <param name="path">The file, such as <c>report.html</c>.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is that of a folder, or may not be written to.</exception>
    public static void Save(ReportData data, string path)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.Write(path, ToHtml(data));
    }

    /// <summary>One chart as an SVG file of its own, with heading and legend, for a page of documentation.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="width">Its width, at least 200; letters are 12 units high.</param>
    /// <param name="height">Its height, at least 150.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is too small.</exception>
    public static string ToSvg(Chart chart, int width = 800, int height = 420)
    {
        ArgumentNullException.ThrowIfNull(chart);
        CountChecks.AtLeast(200, width);
        CountChecks.AtLeast(150, height);
        StringBuilder svg = new();
        ChartSvg.Append(svg, chart, new ChartSize(width, height, "c", IsAlone: true));
        return svg.Append('\n').ToString();
    }

    /// <summary>Several charts in one SVG file, one below the other, for a page of documentation.</summary>
    /// <param name="charts">The charts; at least one.</param>
    /// <param name="width">The width of each, at least 200; letters are 12 units high.</param>
    /// <param name="height">The height of each, at least 150.</param>
    /// <exception cref="ArgumentException">There is no chart.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is too small.</exception>
    public static string ToSvg(IReadOnlyList<Chart> charts, int width = 800, int height = 420)
    {
        ArgumentNullException.ThrowIfNull(charts);
        Require(charts);
        CountChecks.AtLeast(200, width);
        CountChecks.AtLeast(150, height);
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" "
            + $"height=\"{height * charts.Count}\" viewBox=\"0 0 {width} {height * charts.Count}\">");
        for (int i = 0; i < charts.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate(0,{i * height})\">");
            ChartSvg.Append(
                svg, charts[i], new ChartSize(width, height, string.Create(CultureInfo.InvariantCulture, $"c{i}"), IsAlone: true));
            svg.Append("</g>");
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Several charts as one picture, one below the other; see <see cref="ToPicture(Chart, int, int)"/>.</summary>
    /// <param name="charts">The charts; at least one.</param>
    /// <param name="width">The width of each in pixels, at least 400.</param>
    /// <param name="height">The height of each in pixels, at least 300.</param>
    /// <exception cref="ArgumentException">There is no chart.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is too small.</exception>
    public static Canvas ToPicture(IReadOnlyList<Chart> charts, int width = 1200, int height = 720)
    {
        ArgumentNullException.ThrowIfNull(charts);
        Require(charts);
        Canvas all = new(width, height * charts.Count);
        for (int i = 0; i < charts.Count; i++)
        {
            all.Draw(0, i * height, ToPicture(charts[i], width, height));
        }

        return all;
    }

    /// <summary>
    /// One chart as a picture on white, with heading and legend, for where SVG is not taken. Twice as large as it is meant to be shown.
    /// </summary>
    /// <param name="chart">The chart.</param>
    /// <param name="width">Its width in pixels, at least 400; letters are 14 pixels high.</param>
    /// <param name="height">Its height in pixels, at least 300.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is too small.</exception>
    public static Canvas ToPicture(Chart chart, int width = 1200, int height = 720)
    {
        ArgumentNullException.ThrowIfNull(chart);
        CountChecks.AtLeast(400, width);
        CountChecks.AtLeast(300, height);
        return ChartPicture.Draw(chart, width, height);
    }

    private static void Require(IReadOnlyList<Chart> charts)
    {
        ArgumentNullException.ThrowIfNull(charts);
        Elements.RequireNoNull(charts, nameof(charts));
        if (charts.Count == 0)
        {
            throw new ArgumentException("A picture of charts shows at least one.", nameof(charts));
        }
    }
}
