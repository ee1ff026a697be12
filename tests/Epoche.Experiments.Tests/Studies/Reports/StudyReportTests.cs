using System.Text.RegularExpressions;
using System.Xml.Linq;
using Epoche.Conformance;

namespace Epoche.Experiments.Tests.Studies.Reports;

public sealed class StudyReportTests
{
    private static readonly Dictionary<string, Func<StudyRecord>> s_studies = new()
    {
        ["searched"] = () => SampleStudies.Searched(),
        ["two objectives"] = () => SampleStudies.Several(),
        ["three objectives"] = () => SampleStudies.Several(3),
        ["a population"] = () => SampleStudies.Population(),
        ["paused"] = () => SampleStudies.Paused(),
        ["one trial"] = () => SampleStudies.Searched(1),
        ["nothing"] = () => SampleStudies.Of([.. SampleStudies.Lines(0, _ => "1")]),
        ["infinite"] = () => SampleStudies.Of([.. SampleStudies.Lines(9, i => i % 3 == 0 ? "NaN" : i % 3 == 1 ? "-Infinity" : "Infinity")]),
        ["huge"] = () => SampleStudies.Of([.. SampleStudies.Lines(30, i => i % 2 == 0 ? "1e308" : "-1e308")]),
        ["no objective"] = () => Changed("\"directions\":[1]", "\"directions\":[]"),
        ["outside of its range"] = () => Changed("\"x\":0.", "\"x\":9."),
        ["half a letter"] = () => SampleStudies.Of([.. SampleStudies.Lines(5, i => $"{i}", "\\ud800" + new string('x', 80))]),
        ["equal"] = () => SampleStudies.Of([.. SampleStudies.Lines(30, _ => "0.5")]),
    };

    public static TheoryData<string> Names => [.. s_studies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_of_every_kind_of_study_keeps_the_rules_of_html(string name)
    {
        StudyRecord study = s_studies[name]();

        string html = StudyReport.ToHtml(study);

        XElement page = HtmlKit.Check(html);
        Assert.StartsWith("Study ", page.Descendants("h1").Single().Value);
        Assert.DoesNotMatch("=\"[^\"]*\\bNaN\\b", Regex.Replace(html, "data-points=\"[^\"]*\"", ""));
        Assert.Equal(html, StudyReport.ToHtml(study));
    }

    [Fact]
    public void A_study_of_one_objective_has_all_its_charts()
    {
        string[] titles = Titles(StudyReport.ToHtml(SampleStudies.Searched()));

        Assert.Equal(
        [
            "Optimization history", "Reports of the trials on their way", "Parallel coordinates", "Importance", "Timeline", "The study",
            "Trials",
        ], titles.Where(title => !title.Contains(" by ") && !title.Contains(" and ") && !title.StartsWith("The best: ")));
        Assert.Equal(
            ["value by activation", "value by layers", "value by rate", "value by width"],
            titles.Where(title => title.StartsWith("value by ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(6, titles.Count(title => title.Contains(" and ")));
    }

    [Fact]
    public void States_have_shapes_and_are_named()
    {
        XElement page = HtmlKit.Check(StudyReport.ToHtml(SampleStudies.Searched()));

        XElement history = Figure(page, "Optimization history");
        string[] legend = [.. history.Descendants("li").Select(item => item.Value)];
        Assert.Equal(["the best", "best so far", "complete", "pruned, at its last report", "failed"], legend);
        Assert.Contains(history.Descendants("title"), title => title.Value.StartsWith("trial 7: – (failed)", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_of_a_file_are_shown_and_never_run()
    {
        const string Hostile = "<script>alert(1)</script>";
        string name = Hostile + new string('n', 300);

        string html = StudyReport.ToHtml(SampleStudies.Of([.. SampleStudies.Lines(8, i => $"{i}", name, Hostile)]));

        Assert.DoesNotContain(Hostile, html);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html);
        HtmlKit.Check(html);
        Assert.All(Regex.Matches(html, "(?:src|href)=\"([^\"]*)\"").Cast<Match>(), match =>
            Assert.StartsWith("data:", match.Groups[1].Value));
    }

    [Fact]
    public void Ten_thousand_trials_are_thinned_and_the_page_says_so()
    {
        StudyRecord study = SampleStudies.Of([.. SampleStudies.Lines(10_000, i => $"{(i * 7919 % 10_007) / 10_007.0}")]);

        string html = StudyReport.ToHtml(study);

        Assert.Contains("2,000 of 10,000 trials are drawn: the best, and others at even distances.", html);
        Assert.Contains("Trials: 200 of 10,000; &#39;epoche study export&#39; gives all", html);
        Assert.Contains("PED-ANOVA alone: fANOVA takes long for so many trials", html);
        Assert.InRange(html.Length, 100_000, 3_000_000);
    }

    [Fact]
    public void Two_objectives_have_a_front()
    {
        StudyRecord study = SampleStudies.Several();

        XElement page = HtmlKit.Check(StudyReport.ToHtml(study));

        XElement front = Figure(page, "Pareto front");
        Assert.Contains($"60 trials, of which {study.Front.Count} are on the front.", front.Descendants("desc").First().Value);
        Assert.Equal(3, HtmlKit.Check(StudyReport.ToHtml(SampleStudies.Several(3))).Descendants("h2")
            .Count(title => title.Value.StartsWith("Pareto front: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_population_has_a_lineage_and_the_schedule_of_the_best()
    {
        StudyRecord study = SampleStudies.Population();
        List<int> line = [];
        for (TrialRecord? trial = study.Best; trial is not null; trial = trial.Parent is { } parent ? study.Trials[parent] : null)
        {
            line.Insert(0, trial.Number);
        }

        XElement page = HtmlKit.Check(StudyReport.ToHtml(study));

        Assert.EndsWith(
            $"the best comes from trials {string.Join(", ", line)}.", Figure(page, "Lineage").Descendants("desc").First().Value);
        XElement schedule = page.Descendants("section").Single(section => section.Element("h2")?.Value
            == "The line of the best: by which settings it was trained");
        Assert.Equal(
            line.Select(number => $"{number}"),
            schedule.Descendants("tbody").Single().Elements("tr").Select(row => row.Elements().First().Value));
    }

    [Fact]
    public void Charts_are_files_with_plain_colours()
    {
        using TemporaryDirectory folder = new();

        IReadOnlyList<string> paths = StudyReport.WriteCharts(SampleStudies.Searched(), folder["charts"]);

        Assert.Equal(
            ["history.svg", "reports.svg", "parallel.svg", "importance.svg", "slice.svg", "slice-2.svg"],
            paths.Take(6).Select(path => Path.GetFileName(path)));
        Assert.All(paths, path => SvgKit.RequirePlainColours(File.ReadAllText(path)));
    }

    private static StudyRecord Changed(string from, string to) => SampleStudies.Of(
        [.. SampleStudies.Lines(5, i => $"{i}").Select(line => line.Replace(from, to, StringComparison.Ordinal))]);

    private static string[] Titles(string html) => [.. HtmlKit.Check(html).Descendants("h2").Select(title => title.Value)];

    private static XElement Figure(XElement page, string title) =>
        page.Descendants("figure").Single(figure => figure.Element("h2")?.Value == title);
}
