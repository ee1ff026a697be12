using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Epoche.Conformance;
using Epoche.Tracking.Reports;
using Epoche.Tracking.Tests.Support;

namespace Epoche.Tracking.Tests.Reports;

/// <summary>Pages by the rules of HTML, and pictures that are seen outside of browsers.</summary>
public sealed partial class PagesAndPicturesTests
{
    private static readonly ChartSeries s_series = new()
    {
        Name = "a", Points = [new(0, 0.2), new(500, 0.9), new(1000, 0.97)], Band = [(0.1, 0.3), (0.8, 1), (0.9, 1)],
    };

    private static readonly ChartSeries s_noise = new()
    {
        Name = "noise", IsSmoothed = true,
        Points = [.. Enumerable.Range(0, 200).Select(i => new ChartPoint(i * 5, (i * 7919 % 100) / 100.0))],
    };

    public static TheoryData<string> Charts => [.. AllCharts().Select(chart => chart.Title)];

    [Theory]
    [MemberData(nameof(Charts))]
    public void Every_element_of_a_picture_has_a_plain_colour(string title)
    {
        Chart chart = AllCharts().Single(c => c.Title == title);

        IReadOnlySet<string> colours = SvgKit.RequirePlainColours(Report.ToSvg(chart));

        Assert.Superset(new HashSet<string> { "#ffffff", "#1b2430", "#5a6574", "#e3e7ec", "#98a3b0", "#2463c9" }, colours.ToHashSet());
        SvgKit.RequirePlainColours(Report.ToSvg([chart, chart]));
    }

    [Fact]
    public void A_dark_page_changes_every_colour_of_a_picture()
    {
        string css = ReportResources.ChartStyle;
        string dark = css[css.IndexOf("prefers-color-scheme: dark", StringComparison.Ordinal)..];

        Assert.DoesNotContain("var(", css);
        foreach (string selector in (string[])[".paper", " text", ".heading", ".grid", ".axis", ".bar",
            ".quiet", ".line.quiet", ".point", .. Enumerable.Range(1, 6).SelectMany(i => (string[])[$".s{i}", $".line.s{i}"]),
            .. Enumerable.Range(0, ChartPaint.Shades).SelectMany(i => (string[])[$".v{i}", $".line.v{i}"])])
        {
            Assert.Matches(Regex.Escape($".chart {selector.TrimStart()}") + "[ ,]", dark);
        }
    }

    [Fact]
    public void The_pictures_of_the_documentation_have_plain_colours()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Epoche.slnx")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        string[] pictures = Directory.GetFiles(Path.Combine(root, "docs", "pictures"), "*.svg");

        Assert.True(pictures.Length >= 5);
        Assert.All(pictures, path => SvgKit.RequirePlainColours(File.ReadAllText(path)));
    }

    /// <summary>In a renderer that knows neither variables nor media queries; another one is looked at by hand.</summary>
    [Fact]
    public void Librsvg_shows_the_colours()
    {
        using TemporaryFolder folder = new();
        string svg = folder.File("chart.svg"), png = folder.File("chart.png");
        File.WriteAllText(svg, Report.ToSvg(new LineChart { Title = "t", XLabel = "steps", Series =
            [s_series, s_series with { Name = "b", Points = [new(0, 0.9), new(1000, 0.1)], Band = null }] }));

        using Process? process = Start("rsvg-convert", svg, "-o", png);
        Assert.SkipWhen(process is null, "rsvg-convert (librsvg2-bin) is not installed.");
        process.WaitForExit();

        Rgba[] pixels = ImageFile.Read(png).ToCanvas().Pixels.ToArray();
        Assert.Equal(Rgba.White, pixels[0]);
        Assert.Contains(Rgba.Hex(0x2463C9), pixels);
        Assert.Contains(Rgba.Hex(0xC2570C), pixels);
        Assert.InRange(pixels.Count(pixel => pixel == Rgba.Black), 0, pixels.Length / 100);
    }

    [Fact]
    public void A_page_keeps_the_rules_of_html()
    {
        XElement page = HtmlKit.Check(Report.ToHtml(Full()));

        XElement panel = Assert.Single(page.Descendants("figure"), figure => (string?)figure.Attribute("class") == "panel wrong");
        Assert.Equal(["img", "svg", "figcaption"], panel.Elements().Select(e => e.Name.LocalName));
        Assert.Equal(
            ["0.97", "10"], page.Descendants("td").Where(cell => (string?)cell.Attribute("data-name") is "AUROC" or "images")
                .Select(cell => cell.Value).Order());
        Assert.Equal("diagram", (string?)page.Descendants("img").First().Attribute("class"));
    }

    [Theory]
    [InlineData("</figcaption>", "</figcaption><svg aria-hidden=\"true\"/>", "neither first nor last")]
    [InlineData("<h1>", "<h3>z</h3><h1>", "level 3 after one of level 0")]
    [InlineData("<html lang=\"en\">", "<html>", "no language")]
    [InlineData(" alt=\"a confusion\"", "", "without words")]
    [InlineData("<th scope=\"row\" class=\"words\">test</th>", "", "rows of")]
    [InlineData("<main>", "<main class=\"a\" class=\"b\">", "mistake of form")]
    [InlineData("</main>", "", "mistake of form")]
    public void The_check_of_pages_finds_mistakes(string from, string to, string found)
    {
        string page = Report.ToHtml(Full());

        Assert.Contains(from, page);
        Assert.Contains(
            found, Assert.Throws<InvalidOperationException>(() => HtmlKit.Check(page.Replace(from, to, StringComparison.Ordinal))).Message);
    }

    [Fact]
    public void A_single_accuracy_is_shown_between_zero_and_one()
    {
        string svg = Report.ToSvg(
            new LineChart { Title = "Accuracy", XLabel = "updates", Series = [new() { Name = "validation", Points = [new(500, 0.97)] }] });

        double[] plot = [.. Plot().Match(svg).Groups[1].Value.Split(' ').Select(double.Parse)];
        Assert.Equal([0, 500, 0, 1], plot[4..]);
    }

    [Fact]
    public void Two_values_are_two_bars_of_one()
    {
        HistogramChart chart = new() { Title = "bias", Histogram = RunHistogram.Of([-0.0123f, 0.0456f]) };

        IReadOnlyList<(double From, double To, double Count)> bars = HistogramBars.Of(chart.Histogram);

        Assert.Equal([1, 1], bars.Select(bar => bar.Count).Where(count => count > 0));
        Assert.Equal(["0", "1"], YLabels(Report.ToSvg(chart)));
    }

    [Fact]
    public void Whole_counts_stay_whole_and_keep_their_sum()
    {
        float[] values = new float[999];
        Rng.Stream(1, "weights").FillNormal(values, 0, 0.1f);

        double[] counts = [.. HistogramBars.Of(RunHistogram.Of(values)).Select(bar => bar.Count)];

        Assert.All(counts, count => Assert.True(double.IsInteger(count) && count >= 0));
        Assert.Equal(999, counts.Sum());
        // Weights that are not counts.
        Assert.Equal(0.5, HistogramBars.Of(new RunHistogram([1, 2], [0, 0.5], 1, 2, 0.5, 1, 1)).Sum(bar => bar.Count), 1e-12);
    }

    private static IEnumerable<Chart> AllCharts() =>
    [
        new LineChart { Title = "band", XLabel = "steps", Series = [s_series] },
        new LineChart { Title = "several", XLabel = "steps", Series = [s_series, s_noise, s_series with { Name = "c" }] },
        new LineChart { Title = "nothing", Series = [new() { Name = "empty", Points = [new(1, 2)] }] },
        new LineChart
        {
            Title = "dots", XLabel = "true number",
            Series = [new() { Name = "predicted", IsDots = true, Points = [new(3, 2), new(1, 1.5), new(2, 2)] }, s_series],
        },
        new IntervalChart
        {
            Title = "intervals", XLabel = "return", Rows = [new("a", 3, 2, 4) { Points = [2, 3, 4] }, new("b", 5, double.NaN, double.NaN)],
        },
        new HistogramChart { Title = "bars", XLabel = "value", Histogram = RunHistogram.Of([1, 2, 2, 3], 4) },
    ];

    private static ReportData Full() => new()
    {
        Title = "t",
        Subtitle = "s",
        Status = "complete",
        Figures = [new("a", "b", "c")],
        Charts = [.. AllCharts()],
        Grids = [new("Sets", ["set", "images", "AUROC"], [["test", "10", "0.97"]])],
        Images = [new("Answers", new RunImage(Png.Encode(new Canvas(3, 2, Rgba.White))), "a confusion") { IsDiagram = true }],
        Panels = [new("Letters", [new(new RunImage(Png.Encode(new Canvas(3, 2))), ReportVerdict.Wrong, "7", "none",
            [new("7", [0.5f, 1]), new("8", [0, 0], IsMarked: true)])], "note")],
        Tables = [new("Result", [new("a", "b")])],
        Texts = [new("Configuration", "a: 1 # b\n", IsYaml: true), new("Words", "some words")],
    };

    private static string[] YLabels(string svg) =>
        [.. XElement.Parse(svg).Descendants().Where(e => e.Name.LocalName == "text" && (string?)e.Attribute("text-anchor") == "end")
            .Select(e => e.Value).Where(v => !v.Contains('.')).Distinct()];

    private static Process? Start(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(program, arguments);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex("data-plot=\"([^\"]*)\"")]
    private static partial Regex Plot();
}
