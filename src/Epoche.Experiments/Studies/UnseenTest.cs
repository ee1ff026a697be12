namespace Epoche.Experiments;

/// <summary>Trains the winner of a study, and the recipe's own settings, with seeds that no trial saw: a sweep for each.</summary>
internal sealed class UnseenTest(StudyRecipe study, StudyFolder folder, ExperimentOptions experiments, RecipeStudyOptions options)
{
    private const string DefaultName = "default";

    /// <summary>Trains what is not there yet.</summary>
    /// <param name="winner">The best trial.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Null where it was stopped, or a training failed.</returns>
    public StudyTest? Run(TrialRecord winner, CancellationToken cancellation)
    {
        SweepResult own = Train(DefaultName, study.Settings, cancellation);
        SweepResult best = Train($"trial-{winner.Number:D4}", study.SettingsOf(winner), cancellation);
        return own.Status == RunStatus.Complete && best.Status == RunStatus.Complete && best.Runs[0].Measure is { } measure
            ? new(measure, study.TestSeeds, ScoresOf(best), ScoresOf(own))
            : null;
    }

    private SweepResult Train(string name, IReadOnlyList<string> settings, CancellationToken cancellation)
    {
        SweepAxis[] axes = [.. settings.Select(setting =>
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            return new SweepAxis(setting[..equals], [setting[(equals + 1)..]]);
        })];
        Sweep sweep = new(study.Recipe, study.TestSeeds, axes, steps: null, experiments);
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
        return sweep.Run(folder.TestPath, name, sweepOptions, cancellation);
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
