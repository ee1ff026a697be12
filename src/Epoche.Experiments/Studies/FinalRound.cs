namespace Epoche.Experiments;

/// <summary>
/// Trains the best trials of a study again, as the winner will be trained, with seeds of their own: the best of many trials is often so by
/// luck, and a few more seeds tell.
/// </summary>
internal static class FinalRound
{
    private const string Key = "finals", WinnerKey = "winner", TrialsKey = "trials";

    /// <summary>Trains what is not there yet.</summary>
    /// <returns>The finalists, the winner first; null where it was stopped, or a training failed.</returns>
    public static IReadOnlyList<StudyFinalist>? Run(
        StudyRecipe recipe, Study study, StudyFolder folder, ExperimentOptions experiments, RecipeStudyOptions options,
        CancellationToken cancellation)
    {
        SeedSweep sweep = new(recipe, folder.FinalsPath, recipe.Finals!.Seeds, experiments, options);
        List<StudyFinalist> finalists = [];
        foreach (TrialRecord trial in Best(study, recipe.Finals.Trials))
        {
            if (sweep.Train(SeedSweep.NameOf(trial), recipe.SettingsOf(trial), cancellation) is not { } trained)
            {
                return null;
            }

            finalists.Add(new(trial.Number, trained.Scores));
        }

        bool isHigh = recipe.Objectives[0].Direction == Direction.Maximize;
        StudyFinalist[] ranked =
        [
            .. finalists.OrderByDescending(one => one.Scores.Perfect ?? 0)
                .ThenByDescending(one => isHigh ? one.Scores.Mean : -one.Scores.Mean), // of equals the better trial: the order is stable
        ];
        Note(study, ranked[0].Trial);
        return ranked;
    }

    /// <summary>The trial that won the finals, where a study had them after its last trial; else the best one.</summary>
    public static TrialRecord? WinnerOf(StudyRecord study) =>
        study.UserAttributes.TryGetValue(Key, out StudyValue noted) && noted.Kind == StudyValueKind.Map
        && noted[TrialsKey] is { Kind: StudyValueKind.Integer } trials && trials.AsInteger == study.Trials.Count
        && noted[WinnerKey] is { Kind: StudyValueKind.Integer } winner && winner.AsInteger is var number && number >= 0
        && number < study.Trials.Count && study.Trials[(int)number].State == TrialState.Complete
            ? study.Trials[(int)number]
            : study.Best;

    private static IEnumerable<TrialRecord> Best(Study study, int count)
    {
        bool isHigh = study.Options.Directions[0] == Direction.Maximize;
        return study.Trials.Where(trial => trial is { State: TrialState.Complete, Values: [var value] } && !double.IsNaN(value))
            .OrderBy(trial => isHigh ? -trial.Values![0] : trial.Values![0]).ThenBy(trial => trial.Number).Take(count);
    }

    private static void Note(Study study, int winner)
    {
        StudyRecord record = study.ToRecord();
        StudyValue value = StudyValue.Map(new(WinnerKey, winner), new(TrialsKey, record.Trials.Count));
        if (!record.UserAttributes.TryGetValue(Key, out StudyValue noted) || noted != value)
        {
            study.Set(Key, value);
        }
    }
}
