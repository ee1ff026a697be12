using System.Globalization;
using System.Text;
using Epoche.Cli.Recording;

namespace Epoche.Cli.Doubt;

/// <summary>What came of a trial, as a page: curves, tables, and images with their histograms.</summary>
internal static class DoubtPage
{
    public const string Name = "doubt.html";

    private const int Side = 28, ChartWidth = 800, ChartHeight = 340;

    private const int LeastOfBin = 10; // the share of right ones among fewer says nothing

    public static ReportData Of(DoubtReport report, IReadOnlyList<string> labels) => new()
    {
        Title = $"{report.Recipe} · seed {report.Seed} · doubt",
        Subtitle = report.Promise is { } promise ? $"{report.Rule} {promise}" : report.Rule,
        Figures =
        [
            new("Answered", Format.Accuracy(report.Test.Coverage), $"of {Format.Count(report.Test.Evaluation.Examples, "test image")}"),
            new("Right of these", Format.Accuracy(report.Test.AnsweredAccuracy), $"{Format.Accuracy(report.Test.Evaluation.Accuracy)} when forced to answer"),
            .. report.Sets.Where(set => set.Name is "letters" or "clothes").Select(set => new ReportFigure(set.Name == "letters" ? "Letters refused" : "Clothes refused", Format.Accuracy(set.Refused), $"of {Format.Count(set.Images)}")),
            .. Noise(report),
        ],
        Charts = [RiskCoverage(report.Test), Reliability(report.Test)],
        Grids = [new("Sets", DoubtTable.SetColumns, [.. DoubtTable.SetRows(report)], DoubtTable.SetTextColumns)],
        Tables = [new("Test images", [.. DoubtTable.TestRows(report)])],
        Panels = [.. report.Sets.Where(set => set.Panels.Count > 0).Select(set => Panels(set, labels))],
    };

    /// <summary>Writes the curves of risk over coverage as an SVG file.</summary>
    public static void SaveChart(DoubtReport report, string path) => WholeFile.Write(path, Encoding.UTF8.GetBytes(Report.ToSvg(RiskCoverage(report.Test), ChartWidth, ChartHeight)));

    /// <summary>Writes the images as files, such as <c>letters-0.png</c>.</summary>
    public static void SaveImages(DoubtReport report, string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (SetOutcome set in report.Sets)
        {
            for (int i = 0; i < set.Panels.Count; i++)
            {
                WholeFile.Write(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{set.Name}-{i}.png")), Png.Encode(HistogramPicture.Image(set.Panels[i].Pixels, Side)));
            }
        }
    }

    private static IEnumerable<ReportFigure> Noise(DoubtReport report)
    {
        SetOutcome[] noise = [.. report.Sets.Where(set => set.Name is "uniform" or "gaussian" or "bernoulli" or "shuffled" or "grey")];
        if (noise.Length > 0)
        {
            yield return new("Noise refused", Format.Accuracy(noise.Min(set => set.Refused)), $"the least of {noise.Length} kinds");
        }
    }

    private static LineChart RiskCoverage(TestOutcome test) => new()
    {
        Title = "Risk–coverage: wrong answers, % of those given",
        XLabel = "answered, % of the test images, the surest first",
        Series = [.. test.RiskCoverage.Select(curve => new ChartSeries { Name = curve.Name, Points = [.. curve.Points.Select(point => new ChartPoint(100 * point.Coverage, 100 * point.Risk))] })],
    };

    private static LineChart Reliability(TestOutcome test) => new()
    {
        Title = "Reliability: right answers, %, by their probability",
        XLabel = $"probability of the answer, %; bins of {LeastOfBin} images or more",
        Series =
        [
            new ChartSeries { Name = "measured", Points = [.. test.Reliability.Where(bin => bin.Count >= LeastOfBin).Select(bin => new ChartPoint(100 * bin.Confidence, 100 * bin.Accuracy))] },
            new ChartSeries { Name = "perfect", Points = [new ChartPoint(0, 0), new ChartPoint(100, 100)] },
        ],
    };

    private static ReportPanels Panels(SetOutcome set, IReadOnlyList<string> labels) => new(
        set.Name == DoubtSets.Test ? "Test images: right, refused, wrong" : $"{char.ToUpperInvariant(set.What[0])}{set.What[1..]}: {Format.Accuracy(set.Refused)} refused",
        [.. set.Panels.Select(panel => Panel(panel, labels))],
        set.Name == DoubtSets.Test ? $"Below each image its classes: how ln probability is spread over the draws, from −{LogHistogram.Bars} and less at the left to 0 at the right." : null);

    private static ReportPanel Panel(PanelImage panel, IReadOnlyList<string> labels) => new(
        new RunImage(Png.Encode(HistogramPicture.Image(panel.Pixels, Side))),
        panel.Verdict.IsRefused ? ReportVerdict.Refused : panel.Truth is { } truth && panel.Verdict.Contains(truth) ? ReportVerdict.Right : ReportVerdict.Wrong,
        Answers.Text(panel.Verdict, labels),
        panel.Truth is { } label ? $"truth: {labels[label]}" : "truth: none of them",
        [.. panel.Histograms.Select((bars, c) => new ReportBars(labels[c], bars, panel.Verdict.Contains(c)))]);
}
