namespace Epoche.Experiments;

/// <summary>Trains the winner of a study, and the recipe's own settings, with seeds that nothing before saw.</summary>
internal static class UnseenTest
{
    private const string DefaultName = "default";

    /// <summary>Trains what is not there yet.</summary>
    /// <returns>Null where it was stopped, or a training failed.</returns>
    public static StudyTest? Run(
        StudyRecipe study, TrialRecord winner, StudyFolder folder, ExperimentOptions experiments, RecipeStudyOptions options,
        CancellationToken cancellation)
    {
        SeedSweep sweep = new(study, folder.TestPath, study.TestSeeds, experiments, options);
        (string Measure, StudyTestScores Scores)? own = sweep.Train(DefaultName, study.Settings, cancellation);
        (string Measure, StudyTestScores Scores)? best = sweep.Train(SeedSweep.NameOf(winner), study.SettingsOf(winner), cancellation);
        return own is { } reference && best is { } tested
            ? new(tested.Measure, study.TestSeeds, tested.Scores, reference.Scores)
            : null;
    }
}
