namespace Epoche;

/// <summary>The curves of a comparison: loss and return, or accuracy, each optimizer a mean and a band.</summary>
public static class ComparisonCharts
{
    private static readonly (string Tag, string Title)[] s_curves =
    [
        (RunTags.TrainLoss, "Loss"),
        (RunTags.TrainReturn, "Return, with exploration"),
        (RunTags.EvaluationReturn, "Return, greedy"),
        (RunTags.ValidationAccuracy, "Validation accuracy"),
    ];

    /// <summary>What every run of agents or classifiers records beside these, and a comparison does not show.</summary>
    private static readonly string[] s_others =
    [
        RunTags.TrainAccuracy, RunTags.Epsilon, RunTags.LearningRate, RunTags.GradientNorm, RunTags.MeanQ, RunTags.EvaluationReturnMin,
        RunTags.EvaluationReturnMax, RunTags.ValidationLoss, RunTags.StepsPerSecond, RunTags.UpdatesPerSecond,
    ];

    /// <summary>A chart for each quantity that all runs have; tags that only a kind of recipe knows are shown by their names.</summary>
    /// <param name="comparison">A comparison that is complete.</param>
    /// <exception cref="DataFormatException">An event file is damaged.</exception>
    public static IReadOnlyList<Chart> Of(OptimizerComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        if (comparison.Results.Any(result => result.Runs.Count == 0))
        {
            throw new ArgumentException(
                "The comparison has optimizers without a complete run: run it to its end first.", nameof(comparison));
        }

        (string Name, RunLog[] Logs)[] logs =
            [.. comparison.Results.Select(r => (r.Variant.Name, r.Runs.Select(run => RunLog.Read(run.Path)).ToArray()))];
        string unit = comparison.Results[0].Runs[0].ReadResult()?.EnvSteps > 0 ? "environment steps" : "updates";
        string of = comparison.Seeds.Count == 1 ? "one seed" : $"mean and range of {comparison.Seeds.Count} seeds";
        IEnumerable<(string Tag, string Title)> own = logs.SelectMany(entry => entry.Logs).SelectMany(log => log.ScalarNames).Distinct()
            .Except(s_others).Except(s_curves.Select(curve => curve.Tag)).Order(StringComparer.Ordinal).Select(tag => (tag, tag));
        return
        [
            .. from curve in s_curves.Concat(own)
               where logs.All(entry => entry.Logs.Any(log => log.Scalars(curve.Tag).Count > 0))
               select new LineChart
               {
                   Title = $"{comparison.Recipe.Name}: {curve.Title} ({of})",
                   XLabel = unit,
                   Series = [.. logs.Select(entry => CurveBand.Of(entry.Name, entry.Logs.Select(log => log.Scalars(curve.Tag))))],
               },
        ];
    }

    /// <summary>Writes charts as one SVG and one PNG file.</summary>
    /// <param name="charts">The charts.</param>
    /// <param name="svg">The path of the SVG file.</param>
    /// <param name="png">The path of the PNG file.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static void Save(IReadOnlyList<Chart> charts, string svg, string png)
    {
        ArgumentNullException.ThrowIfNull(charts);
        ArgumentException.ThrowIfNullOrEmpty(svg);
        ArgumentException.ThrowIfNullOrEmpty(png);
        ChartFiles.Save(charts, svg, png);
    }
}
