using System.Globalization;

namespace Epoche.Cli.Words;

/// <summary>Studies of recipes, for people.</summary>
internal static class TuningTable
{
    /// <summary>A trial that has ended or was paused.</summary>
    public static string Line(RecipeStudy study, TrialRecord trial, bool isBest)
    {
        string outcome = trial.State switch
        {
            TrialState.Complete => $"{Values(study, trial)}{(isBest ? ", the best so far" : "")}",
            TrialState.Pruned => $"pruned{At(trial)}",
            TrialState.Fail => $"failed: {RecipeStudyResult.ReasonOf(trial) ?? "nobody says why"}",
            _ => $"paused{At(trial)}",
        };
        return Shown.Text($"trial {trial.Number}: {outcome}; {Parameters(trial)}");
    }

    /// <summary>What a study came to.</summary>
    public static void Print(ShownWriter output, RecipeStudy study, RecipeStudyResult result)
    {
        (string Name, TrialState State)[] states =
        [
            ("complete", TrialState.Complete), ("pruned", TrialState.Pruned), ("failed", TrialState.Fail), ("waiting", TrialState.Waiting),
            ("running", TrialState.Running),
        ];
        IEnumerable<string> counts = states.Select(one => (one.Name, Count: result.Trials.Count(trial => trial.State == one.State)))
            .Where(one => one.Count > 0).Select(one => $"{Format.Count(one.Count)} {one.Name}");
        output.WriteLine($"Study: {result.Folder}   {Format.Count(result.Trials.Count, "trial")}: {string.Join(", ", counts)}");
        if (result.Objectives.Count > 1)
        {
            Front(output, study, result.Best);
        }
        else if (result.Best is [var best])
        {
            string how = result.Finals.Count > 0 ? ", the winner of the finals" : "";
            output.WriteLine($"Best:  trial {best.Number}, {Values(study, best)}{how}");
            foreach (string setting in result.Settings)
            {
                output.WriteLine($"  {setting}");
            }
        }
        else
        {
            output.WriteLine("No trial is complete.");
        }

        Finals(output, study, result.Finals);
        if (result.Test is { } test)
        {
            Test(output, test);
        }

        if (result.Status == RunStatus.Interrupted)
        {
            output.WriteLine("The study was stopped; the same command continues it.");
        }
        else if (result.Settings.Count > 0)
        {
            string set = string.Join(' ', result.Settings.Select(setting => $"--set '{setting}'"));
            output.WriteLine($"Next:  epoche train {study.Recipe} {set}");
        }
    }

    private static void Front(ShownWriter output, RecipeStudy study, IReadOnlyList<TrialRecord> front)
    {
        output.WriteLine($"Front: {Format.Count(front.Count, "trial")}, none of which another is better than in all: "
            + $"{string.Join(", ", study.Objectives)}");
        foreach (TrialRecord trial in front)
        {
            output.WriteLine($"  trial {trial.Number}: {Values(study, trial)}; {Parameters(trial)}");
        }
    }

    private static void Finals(ShownWriter output, RecipeStudy study, IReadOnlyList<StudyFinalist> finals)
    {
        if (finals.Count == 0)
        {
            return;
        }

        string seeds = Format.Count(finals[0].Scores.Scores.Count, "further seed");
        output.WriteLine($"Finals of the best {Format.Count(finals.Count, "trial")}, with {seeds} each");
        foreach (StudyFinalist finalist in finals)
        {
            output.WriteLine($"  trial {finalist.Trial}: {Scores(study.Objectives[0], finalist.Scores)}");
        }
    }

    private static void Test(ShownWriter output, StudyTest test)
    {
        output.WriteLine($"Trained again with {Format.Count(test.Seeds.Count, "unseen seed")}: mean {test.Measure} and its 95% interval");
        output.WriteLine($"  the winner: {Scores(test.Measure, test.Winner)}");
        output.WriteLine($"  the recipe's own settings: {Scores(test.Measure, test.Default)}");
    }

    private static string Scores(string measure, StudyTestScores scores) => Value(measure, scores.Mean)
        + (scores.Interval is { } ends ? $" ({Value(measure, ends.Low)} to {Value(measure, ends.High)})" : "")
        + (scores.Perfect is { } perfect ? $", perfect with {perfect} of {scores.Scores.Count}" : "");

    private static string Values(RecipeStudy study, TrialRecord trial) => string.Join(
        ", ", study.Objectives.Zip(trial.Values ?? []).Select(value => $"{value.First} {Value(value.First, value.Second)}"));

    private static string Value(string measure, double value) => measure switch
    {
        "accuracy" or "coverage" or "error" or "perfect" => Format.Accuracy(value),
        "return" or "steps" => Format.Score(value),
        _ => value.ToString("G4", CultureInfo.InvariantCulture),
    };

    private static string At(TrialRecord trial) => trial.Last is { } last
        ? string.Create(CultureInfo.InvariantCulture, $" at step {last.Step}, {last.Value:G4}")
        : "";

    private static string Parameters(TrialRecord trial) => string.Join(", ", trial.Parameters.Select(
        parameter => $"{parameter.Name[(parameter.Name.LastIndexOf('.') + 1)..]}={Text(parameter.Value)}"));

    private static string Text(StudyValue value) => value.Kind switch
    {
        StudyValueKind.Number => value.AsNumber.ToString("G4", CultureInfo.InvariantCulture),
        StudyValueKind.Text => value.AsText,
        _ => $"{value}",
    };
}
