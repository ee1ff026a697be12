namespace Epoche.Experiments;

/// <summary>Trains a study's recipe with some settings and with seeds that its trials do not see: a sweep for each settings.</summary>
/// <param name="study">The study.</param>
/// <param name="directory">Where the sweeps are.</param>
/// <param name="seeds">The seeds.</param>
/// <param name="experiments">What recipes may name.</param>
/// <param name="options">How many at once, and who listens.</param>
internal sealed class SeedSweep(
    StudyRecipe study, string directory, IReadOnlyList<ulong> seeds, ExperimentOptions experiments, RecipeStudyOptions options)
{
    public static string NameOf(TrialRecord trial) => $"trial-{trial.Number:D4}";

    /// <summary>Trains what is not there yet.</summary>
    /// <param name="name">The sweep's folder.</param>
    /// <param name="settings">What is changed in the recipe, as <c>KEY=VALUE</c>.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What is measured, and the scores by seed; null where it was stopped, or a training failed.</returns>
    public (string Measure, StudyTestScores Scores)? Train(string name, IReadOnlyList<string> settings, CancellationToken cancellation)
    {
        SweepAxis[] axes = [.. settings.Select(setting =>
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            return new SweepAxis(setting[..equals], [setting[(equals + 1)..]]);
        })];
        Sweep sweep = new(study.Recipe, seeds, axes, steps: null, experiments);
        SweepOptions sweepOptions = new()
        {
            Jobs = options.AtOnce,
            Progress = options.TestProgress,
            Notices = notice =>
            {
                if (notice.IsWarning)
                {
                    options.Notices?.Invoke(notice);
                }
            },
            CheckpointEvery = options.CheckpointEvery,
        };
        SweepResult result = sweep.Run(directory, name, sweepOptions, cancellation);
        return result.Status == RunStatus.Complete && result.Runs[0].Measure is { } measure ? (measure, ScoresOf(result)) : null;
    }

    /// <summary>The scores, by seed; with how many all episodes were perfect, where that is known.</summary>
    private static StudyTestScores ScoresOf(SweepResult sweep)
    {
        EpisodeEvaluation?[] evaluations =
        [
            .. sweep.Runs.Select(run =>
                RunFolder.Open(Path.Combine(sweep.Sweep, run.Name)).ReadResult()?.Evaluation as EpisodeEvaluation),
        ];
        return new(
            [.. sweep.Runs.Select(run => run.Value!.Value)],
            evaluations.All(each => each?.PerfectShare is not null) ? evaluations.Count(each => each!.PerfectShare >= 1) : null);
    }
}
