using System.Globalization;
using Epoche.Experiments;

namespace Epoche;

/// <summary>A study in words and tables, for people.</summary>
public static class StudyColumns
{
    /// <summary>How many of the columns of <see cref="Headings"/>, from the left, hold words.</summary>
    public const int TextColumns = 2;

    private const string Missing = "–";

    /// <summary>"40 trials: 30 complete, 8 pruned, 2 failed".</summary>
    /// <param name="study">The study.</param>
    public static string Counts(StudyRecord study)
    {
        ArgumentNullException.ThrowIfNull(study);
        string[] states =
        [
            .. from state in (TrialState[])
                   [TrialState.Complete, TrialState.Pruned, TrialState.Fail, TrialState.Running, TrialState.Waiting]
               let count = study.Trials.Count(trial => trial.State == state)
               where count > 0
               select $"{Format.Count(count)} {StudyText.Of(state)}",
        ];
        return Format.Count(study.Trials.Count, "trial") + (states.Length > 0 ? $": {string.Join(", ", states)}" : "");
    }

    /// <summary>What each objective is called, such as <c>value</c>, with its direction: <c>value (minimize)</c>.</summary>
    /// <param name="study">The study.</param>
    public static IReadOnlyList<string> Objectives(StudyRecord study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return
        [
            .. StudyView.ObjectivesOf(study).Zip(study.Directions)
                .Select(one => $"{one.First} ({StudyText.Of(one.Second)})"),
        ];
    }

    /// <summary>The names of all parameters, in the order in which trials had them first.</summary>
    /// <param name="study">The study.</param>
    public static IReadOnlyList<string> Parameters(StudyRecord study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return [.. study.Trials.SelectMany(trial => trial.Parameters).Select(parameter => parameter.Name).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The headings of a table of trials.</summary>
    /// <param name="study">The study.</param>
    public static IReadOnlyList<string> Headings(StudyRecord study)
    {
        IReadOnlyList<string> parameters = Parameters(study);
        return
        [
            "trial", "state", .. StudyView.ObjectivesOf(study), .. parameters, "time",
            .. HasReasons(study) ? ["reason"] : (string[])[],
        ];
    }

    /// <summary>The rows of a table of trials, one for each.</summary>
    /// <param name="study">The study.</param>
    /// <param name="trials">Those of its trials that the table shows, in the table's order.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(StudyRecord study, IReadOnlyList<TrialRecord> trials)
    {
        IReadOnlyList<string> parameters = Parameters(study);
        Elements.RequireNoNull(trials ?? throw new ArgumentNullException(nameof(trials)), nameof(trials));
        bool hasReasons = HasReasons(study);
        return
        [
            .. trials.Select(trial => (string[])
            [
                trial.Number.ToString(CultureInfo.InvariantCulture), State(trial), .. Values(study, trial),
                .. parameters.Select(name => trial.Find(name) is { } parameter ? StudyText.Of(parameter) : Missing),
                trial.Duration is { } time ? Format.Duration(time.TotalSeconds) : Missing,
                .. hasReasons ? [StudyText.Reason(trial) ?? ""] : (string[])[],
            ]),
        ];
    }

    /// <summary>A parameter's value as people read it, to five digits.</summary>
    /// <param name="parameter">The parameter.</param>
    public static string Text(TrialParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return StudyText.Of(parameter);
    }

    /// <summary>The values of a trial, to five digits: <c>0.0123</c>; a dash where it has none.</summary>
    /// <param name="trial">The trial.</param>
    public static string Values(TrialRecord trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return StudyText.Values(trial);
    }

    private static IEnumerable<string> Values(StudyRecord study, TrialRecord trial) => Enumerable.Range(0, study.Directions.Count)
        .Select(i => trial.Values is { } values && i < values.Count ? StudyText.Number(values[i]) : Missing);

    /// <summary>One that is pruned or paused, with the step of its last report.</summary>
    private static string State(TrialRecord trial)
    {
        string word = trial is { State: TrialState.Waiting, IntermediateValues.Count: > 0 } ? "paused" : StudyText.Of(trial.State);
        return trial.State is TrialState.Pruned or TrialState.Waiting && trial.Last is { } last ? $"{word} at {last.Step}" : word;
    }

    private static bool HasReasons(StudyRecord study) => study.Trials.Any(trial => StudyText.Reason(trial) is not null);
}
