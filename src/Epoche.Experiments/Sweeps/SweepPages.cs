namespace Epoche.Experiments;

/// <summary>What a person looks at: <c>sweep.svg</c> and <c>report.html</c> in the folder of a sweep.</summary>
internal static class SweepPages
{
    public const string Picture = "sweep.svg", Page = "report.html";

    /// <summary>Writes both; nothing where no run is complete yet.</summary>
    /// <exception cref="DataFormatException">An event file is damaged.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Save(SweepResult result, RecipeText recipe)
    {
        IReadOnlyList<SweepGroup> groups = result.Groups;
        if (groups.Count == 0)
        {
            return;
        }

        IReadOnlyList<Chart> charts = Charts(result, groups);
        SeedCharts.Save(charts, Path.Combine(result.Sweep, Picture));
        Report.Save(Data(result, groups, charts, recipe), Path.Combine(result.Sweep, Page));
    }

    private static IReadOnlyList<Chart> Charts(SweepResult result, IReadOnlyList<SweepGroup> groups) => SeedCharts.Of(
        result.Recipe,
        groups[0].Runs[0].Measure!,
        [
            .. groups.Select(group => new ChartedGroup(
                group.Label, group.Summary, [.. group.Runs.Select(run => RunFolder.Open(Path.Combine(result.Sweep, run.Name)))])),
        ],
        groups[0].Runs[0].Random);

    private static ReportData Data(SweepResult result, IReadOnlyList<SweepGroup> groups, IReadOnlyList<Chart> charts, RecipeText recipe)
    {
        SweepGroup best = groups.MaxBy(group => group.Summary.InterquartileMean)!;
        string measure = best.Runs[0].Measure!;
        int complete = result.Runs.Count(run => run.Status == SweepRunStatus.Complete);
        return new()
        {
            Title = $"{result.Recipe}: {Path.GetFileName(result.Sweep)}",
            Subtitle = recipe.Summary,
            Status = result.Status.ToString().ToLowerInvariant(),
            Figures =
            [
                new("Runs", $"{complete} of {result.Runs.Count}", "complete"),
                new(
                    groups.Count == 1 ? $"Interquartile mean, {measure}" : $"Best interquartile mean, {measure}",
                    Measures.Text(measure, best.Summary.InterquartileMean),
                    groups.Count == 1 ? Measures.Text(measure, best.Summary.Interval) : best.Label),
                .. best.Runs[0].Random is { } random
                    ? [new("Random policy", Measures.Text(measure, random.Mean), $"over {Format.Count(random.Episodes, "episode")}")]
                    : (ReportFigure[])[],
            ],
            Charts = [.. charts.OrderBy(chart => chart is IntervalChart)], // the curves are shown large
            Grids =
            [
                new(
                    "Groups",
                    ["group", "seeds", "mean", "median", "IQM", "95% interval"],
                    [
                        .. groups.Select(group => (string[])
                        [
                            group.Label, Format.Count(group.Runs.Count), Measures.Text(measure, group.Summary.Mean),
                            Measures.Text(measure, group.Summary.Median), Measures.Text(measure, group.Summary.InterquartileMean),
                            Measures.Text(measure, group.Summary.Interval),
                        ]),
                    ]),
                new(
                    "Runs",
                    ["run", "status", "seed", measure, "training time"],
                    [
                        .. result.Runs.Select(run => (string[])
                        [
                            run.Name, run.Problem is { } problem ? $"{run.Status.ToString().ToLowerInvariant()}: {problem}"
                                : run.Status.ToString().ToLowerInvariant(),
                            $"{run.Seed}", run.Value is { } value ? Measures.Text(measure, value) : "–",
                            run.TrainSeconds is { } seconds ? Format.Duration(seconds) : "–",
                        ]),
                    ],
                    TextColumns: 2),
            ],
            Texts = [new("Recipe", recipe.Yaml, IsYaml: true)],
        };
    }
}
