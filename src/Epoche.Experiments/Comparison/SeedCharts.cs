using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>A group of runs as it is drawn.</summary>
/// <param name="Label">What it is called.</param>
/// <param name="Summary">Its values.</param>
/// <param name="Runs">Its runs.</param>
internal sealed record ChartedGroup(string Label, SeedSummary Summary, IReadOnlyList<RunFolder> Runs);

/// <summary>Groups of runs as pictures: intervals, curves with bands, performance profiles.</summary>
internal static class SeedCharts
{
    private const int Thresholds = 101;

    private static readonly (string Tag, string Title)[] s_curves =
    [
        (RunTags.EvaluationReturn, "Return, greedy"), (RunTags.TrainReturn, "Return, with exploration"),
        (RunTags.ValidationAccuracy, "Validation accuracy"), (RunTags.TrainLoss, "Loss"),
    ];

    /// <exception cref="DataFormatException">An event file is damaged.</exception>
    public static IReadOnlyList<Chart> Of(string subject, string measure, IReadOnlyList<ChartedGroup> groups, RandomReturn? random) =>
        [Intervals(subject, measure, groups, random), .. Curves(subject, groups), .. Profiles(subject, measure, groups)];

    /// <summary>Writes them as one SVG file.</summary>
    public static void Save(IReadOnlyList<Chart> charts, string path)
    {
        const int Width = 800, Height = 360;
        NewFolder.Make(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, Report.ToSvg(charts, Width, charts.Max(chart => IntervalRow.HeightFor(chart, Height))));
    }

    private static IntervalChart Intervals(
        string subject, string measure, IReadOnlyList<ChartedGroup> groups, RandomReturn? random) => new()
    {
        Title = $"{subject}: interquartile mean over seeds, 95% intervals",
        XLabel = measure + (random is null ? "" : $" (random policy: {Format.Score(random.Mean)})"),
        Rows =
        [
            .. groups.Select(group => new ChartInterval(
                $"{group.Label}: {Measures.Text(measure, group.Summary.InterquartileMean)}, "
                + Format.Count(group.Summary.Values.Count, "seed"),
                group.Summary.InterquartileMean,
                group.Summary.Interval?.Low ?? double.NaN,
                group.Summary.Interval?.High ?? double.NaN)
            { Points = group.Summary.Values }),
        ],
    };

    /// <summary>The first of the usual curves that every group has.</summary>
    private static IEnumerable<LineChart> Curves(string subject, IReadOnlyList<ChartedGroup> groups)
    {
        (string Label, RunLog[] Logs)[] logs =
            [.. groups.Select(group => (group.Label, group.Runs.Select(run => RunLog.Read(run.Path)).ToArray()))];
        string unit = groups[0].Runs[0].ReadResult()?.EnvSteps > 0 ? "environment steps" : "updates";
        return s_curves
            .Where(curve => logs.All(group => group.Logs.Any(log => log.Scalars(curve.Tag).Count > 1)))
            .Take(1)
            .Select(curve => new LineChart
            {
                Title = $"{subject}: {curve.Title} (interquartile mean, 95% bands)",
                XLabel = unit,
                Series = [.. logs.Select(group => Series(group.Label, [.. group.Logs.Select(log => log.Scalars(curve.Tag))]))],
            });
    }

    private static ChartSeries Series(string label, IReadOnlyList<IReadOnlyList<ScalarPoint>> runs)
    {
        IReadOnlyList<SeedCurvePoint> points = SeedCurves.Of(runs);
        return new()
        {
            Name = label,
            Points = [.. points.Select(point => new ChartPoint(point.Step, point.Value))],
            Band = [.. points.Select(point => (point.Interval.Low, point.Interval.High))],
        };
    }

    /// <summary>One for all groups; none where all values are the same, or there is one run.</summary>
    private static IEnumerable<LineChart> Profiles(string subject, string measure, IReadOnlyList<ChartedGroup> groups)
    {
        double[] all = [.. groups.SelectMany(group => group.Summary.Values)];
        (double low, double high) = (all.Min(), all.Max());
        if (groups.All(group => group.Summary.Values.Count < 2) || !(high > low))
        {
            yield break;
        }

        double[] thresholds =
            [.. Enumerable.Range(0, Thresholds).Select(i => low + ((high - low) * ((1.1 * i / (Thresholds - 1)) - 0.05)))];
        yield return new LineChart
        {
            Title = $"{subject}: performance profile, the share of seeds above τ",
            XLabel = $"τ: {measure}",
            Series =
            [
                .. from name in groups
                   let points = Bootstrap.Profile([name.Summary.Values], thresholds)
                   select new ChartSeries
                   {
                       Name = name.Label,
                       Points = [.. points.Select(point => new ChartPoint(point.Threshold, point.Share))],
                       Band = [.. points.Select(point => (point.Interval.Low, point.Interval.High))],
                   },
            ],
        };
    }
}
