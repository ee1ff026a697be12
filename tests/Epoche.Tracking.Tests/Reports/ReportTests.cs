using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Epoche.Tracking.Tests.Reports;

public sealed partial class ReportTests
{
    private const string Evil = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;]]>-->\u0000\u001b\ud800";

    [Fact]
    public void No_text_becomes_markup_and_nothing_comes_from_elsewhere()
    {
        string html = Report.ToHtml(Full(Evil));

        string[] elements =
            [.. Tag().Matches(html).Where(match => match.Groups["end"].Length == 0).Select(match => match.Groups["name"].Value)];
        Assert.Equal(1, elements.Count(name => name == "script"));
        Assert.Equal(1, elements.Count(name => name == "img"));
        Assert.DoesNotContain("alert(1)</script>", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("https?:|url\\((?!#)|<link|@import", html);
        Assert.All(
            Source().Matches(html), match => Assert.StartsWith("data:image/", match.Groups["value"].Value, StringComparison.Ordinal));
        Assert.DoesNotContain('\0', html);
    }

    [Fact]
    public void Elements_are_closed_in_the_order_they_were_opened()
    {
        Stack<string> open = new();
        string html = Script().Replace(Report.ToHtml(Full("text")), "<$1></$1>");
        foreach (Match match in Tag().Matches(html))
        {
            string name = match.Groups["name"].Value;
            if (match.Groups["end"].Length > 0)
            {
                Assert.Equal(name, open.Pop());
            }
            else if (name is not ("meta" or "img" or "DOCTYPE") && match.Groups["self"].Length == 0)
            {
                open.Push(name);
            }
        }

        Assert.Empty(open);
    }

    [Fact]
    public void Ids_are_unique_and_everything_that_is_seen_has_words_too()
    {
        string html = Report.ToHtml(Full("text"));

        string[] ids = [.. Id().Matches(html).Select(match => match.Groups[1].Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(LabelledBy().Matches(html), match => Assert.Subset(ids.ToHashSet(), match.Groups[1].Value.Split(' ').ToHashSet()));
        Assert.Equal(Count(html, "role=\"img\""), Count(html, "<desc"));
        Assert.Equal(Count(html, "<img"), Count(html, "alt=\"what it shows"));
        Assert.Contains("lang=\"en\"", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_data_give_the_same_bytes() => Assert.Equal(Report.ToHtml(Full("text")), Report.ToHtml(Full("text")));

    [Fact]
    public void An_empty_report_is_a_page()
    {
        string html = Report.ToHtml(new ReportData { Title = "nothing" });

        Assert.Contains("<h1>nothing</h1>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<figure>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    [InlineData(1.0, double.NaN, 2.0)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, 3.0)]
    [InlineData(double.MaxValue, double.MinValue)]
    [InlineData(double.Epsilon, 0.0)]
    [InlineData(5.0, 5.0, 5.0)]
    public void Every_curve_is_a_picture_with_finite_coordinates(params double[] heights)
    {
        ChartPoint[] points = [.. heights.Select((y, i) => new ChartPoint(i, y))];
        foreach (bool isSmoothed in (bool[])[false, true])
        {
            ChartSeries series = new() { Name = "s", Points = points, IsSmoothed = isSmoothed, Band = [.. points.Select(_ => (0.0, 1.0))] };
            XElement svg = XElement.Parse(Report.ToSvg(new LineChart
            {
                Title = Evil.Replace("\ud800", "", StringComparison.Ordinal), XLabel = "steps", Series = [series, series],
            }));

            Assert.All(
                svg.Descendants().Where(e => e.Name.LocalName == "path"),
                path => Assert.Matches("^[-MLHVvhz0-9., ]*$", (string)path.Attribute("d")!));
            Assert.Equal("2", svg.Descendants().Count(e => e.Name.LocalName == "polygon").ToString());
        }
    }

    [Fact]
    public void A_gap_interrupts_the_curve()
    {
        ChartSeries series = new() { Name = "s", Points = [new(0, 0), new(1, 1), new(2, double.NaN), new(3, 1), new(4, 0)] };

        string svg = Report.ToSvg(new LineChart { Title = "t", Series = [series] });

        string curve = Assert.Single(XElement.Parse(svg).Descendants(), e => e.Attribute("data-name") is not null).Attribute("d")!.Value;
        Assert.Equal(2, Count(curve, "M"));
        Assert.Equal(2, Count(curve, "L"));
    }

    [Fact]
    public void The_keys_and_comments_of_a_configuration_are_set_apart()
    {
        ReportData data = new() { Title = "t", Texts = [new("c", "# a & b\nkind: dqn # why\nname: 'no # comment: here'\n", IsYaml: true)] };

        Assert.Contains(
            "<span class=\"c\"># a &amp; b</span>\n<span class=\"k\">kind</span>: dqn <span class=\"c\"># why</span>\n<span "
            + "class=\"k\">name</span>: &#39;no # comment: here&#39;\n",
            Report.ToHtml(data),
            StringComparison.Ordinal);
    }

    private static ReportData Full(string text) => new()
    {
        Title = text,
        Subtitle = text,
        Status = text,
        Figures = [new(text, text, text), new("a", "b")],
        Charts =
        [
            new LineChart { Title = text, XLabel = text, Series = [Series(text), Series(text) with { IsSmoothed = true }] },
            new HistogramChart { Title = text, XLabel = text, Histogram = RunHistogram.Of([1, 2, 2, 3], 4) },
            new LineChart { Title = "one", Series = [Series("one")] },
        ],
        Images = [new(text, new RunImage(Png.Encode(new Canvas(3, 2, Rgba.White))), "what it shows" + text)],
        Tables = [new(text, [new(text, text)])],
        Texts = [new(text, text), new(text, $"{text}\nkey: {text} # {text}", IsYaml: true)],
    };

    private static ChartSeries Series(string name) =>
        new() { Name = name, Points = [.. Enumerable.Range(0, 50).Select(i => new ChartPoint(i, i * i % 7))] };

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex("<(?<end>/?)!?(?<name>[a-zA-Z][a-zA-Z0-9]*)(\\s[^<>]*?)?(?<self>/?)>")]
    private static partial Regex Tag();

    [GeneratedRegex("<(script|style)>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("\\s(src|href|srcset|action)=\"(?<value>[^\"]*)\"")]
    private static partial Regex Source();

    [GeneratedRegex("\\sid=\"([^\"]*)\"")]
    private static partial Regex Id();

    [GeneratedRegex("aria-labelledby=\"([^\"]*)\"")]
    private static partial Regex LabelledBy();
}
