using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>What came of a trial, as a page: curves, tables, and images with their histograms.</summary>
public static class DoubtPage
{
    /// <summary>What the page is called in a run's folder.</summary>
    public const string Name = "doubt.html";

    private const int ChartWidth = 800, ChartHeight = 340;

    private const int LeastOfBin = 10; // the share of right ones among fewer says nothing

    /// <summary>The page.</summary>
    /// <param name="report">What came of a trial.</param>
    /// <param name="labels">The names of the classes.</param>
    public static ReportData Of(DoubtReport report, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(labels);
        return Page(report, labels);
    }

    /// <summary>Writes the curves of risk over coverage as an SVG file.</summary>
    /// <param name="report">What came of a trial.</param>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void SaveChart(DoubtReport report, string path)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(Report.ToSvg(RiskCoverage(report.Test), ChartWidth, ChartHeight)));
    }

    /// <summary>Writes the images as files, such as <c>letters-0.png</c>.</summary>
    /// <param name="report">What came of a trial.</param>
    /// <param name="directory">The folder; made where it is missing.</param>
    /// <exception cref="IOException">The folder cannot be made, or a file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void SaveImages(DoubtReport report, string directory)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        NewFolder.Make(directory);
        foreach (SetOutcome set in report.Sets)
        {
            for (int i = 0; i < set.Panels.Count; i++)
            {
                string file = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{set.Name}-{i}.png"));
                AtomicFile.Write(file, Png.Encode(report.Input.ToImage(set.Panels[i].Pixels)));
            }
        }
    }

    private static ReportData Page(DoubtReport report, IReadOnlyList<string> labels) => new()
    {
        Title = $"{report.Recipe} · seed {report.Seed} · doubt",
        Subtitle = report.Promise is { } promise ? $"{report.Rule} {promise}" : report.Rule,
        Figures =
        [
            new("Answered", Format.Accuracy(report.Test.Coverage), $"of {Format.Count(report.Test.Evaluation.Examples, "test image")}"),
            new(
                "Right of these",
                Format.Accuracy(report.Test.AnsweredAccuracy),
                $"{Format.Accuracy(report.Test.Evaluation.Accuracy)} when forced to answer"),
            .. report.Sets.Where(set => set.Name is "letters" or "clothes").Select(set => new ReportFigure(
                set.Name == "letters" ? "Letters refused" : "Clothes refused",
                Format.Accuracy(set.Refused),
                $"of {Format.Count(set.Images)}")),
            .. Noise(report),
        ],
        Charts = [RiskCoverage(report.Test), Reliability(report.Test)],
        Grids = [new("Sets", DoubtColumns.Sets, [.. DoubtColumns.SetRows(report)], DoubtColumns.SetTextColumns)],
        Tables = [new("Test images", [.. DoubtColumns.TestRows(report)])],
        Panels = [.. report.Sets.Where(set => set.Panels.Count > 0).Select(set => Panels(set, report.Input, labels))],
    };

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
        Series = [.. test.RiskCoverage.Select(curve => new ChartSeries { Name = curve.Name, Points = [.. curve.Points.Select(
            point => new ChartPoint(100 * point.Coverage, 100 * point.Risk))] })],
    };

    private static LineChart Reliability(TestOutcome test) => new()
    {
        Title = "Reliability: right answers, %, by their probability",
        XLabel = $"probability of the answer, %; bins of {LeastOfBin} images or more",
        Series =
        [
            new ChartSeries { Name = "measured", Points = [.. test.Reliability.Where(bin => bin.Count >= LeastOfBin).Select(
                bin => new ChartPoint(100 * bin.Confidence, 100 * bin.Accuracy))] },
            new ChartSeries { Name = "perfect", Points = [new ChartPoint(0, 0), new ChartPoint(100, 100)] },
        ],
    };

    private static ReportPanels Panels(SetOutcome set, ImageInput input, IReadOnlyList<string> labels) => new(
        set.Name == SetOutcome.Test
            ? "Test images: right, refused, wrong"
            : $"{char.ToUpperInvariant(set.What[0])}{set.What[1..]}: {Format.Accuracy(set.Refused)} refused",
        [.. set.Panels.Select(panel => Panel(panel, input, labels))],
        set.Name == SetOutcome.Test ? $"Below each image its classes: how ln probability is spread over the draws, from "
            + $"−{LogHistogram.Bars} and less at the left to 0 at the right." : null);

    private static ReportPanel Panel(PanelImage panel, ImageInput input, IReadOnlyList<string> labels) => new(
        new RunImage(Png.Encode(input.ToImage(panel.Pixels))),
        panel.Verdict.IsRefused ? ReportVerdict.Refused : panel.Truth is { } truth
            && panel.Verdict.Contains(truth) ? ReportVerdict.Right : ReportVerdict.Wrong,
        Answers.Text(panel.Verdict, labels),
        panel.Truth is { } label ? $"truth: {labels[label]}" : "truth: none of them",
        [.. panel.Histograms.Select((bars, c) => new ReportBars(labels[c], bars, panel.Verdict.Contains(c)))]);
}
