using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Epoche.Experiments;

namespace Epoche;

/// <summary>All trials of a study as text for other programs. Columns and keys are called as in Optuna's tables.</summary>
public static class StudyExport
{
    /// <summary>
    /// A table with a row for each trial: number, state, values, parameters (<c>params_…</c>), what the objective noted
    /// (<c>user_attrs_…</c>), times, duration, and why it failed. Numbers in full; empty where there is nothing.
    /// </summary>
    /// <param name="study">The study.</param>
    public static string ToCsv(StudyRecord study)
    {
        ArgumentNullException.ThrowIfNull(study);
        IReadOnlyList<string> parameters = StudyColumns.Parameters(study);
        string[] notes = [.. study.Trials.SelectMany(trial => trial.UserAttributes.Keys).Distinct().Order(StringComparer.Ordinal)];
        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using CsvWriter csv = new(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
        string[] values = study.Directions.Count == 1 ? ["value"] : [.. study.Directions.Select((_, i) => $"values_{i}")];
        Row(csv,
        [
            "number", "state", .. values, .. parameters.Select(name => $"params_{name}"), .. notes.Select(name => $"user_attrs_{name}"),
            "datetime_start", "datetime_complete", "duration_seconds", "reason",
        ]);
        foreach (TrialRecord trial in study.Trials)
        {
            Row(csv,
            [
                $"{trial.Number}", StudyText.Of(trial.State),
                .. values.Select((_, i) => trial.Values is { } all && i < all.Count ? Text(all[i]) : ""),
                .. parameters.Select(name => trial.Find(name) is { } parameter ? Text(Value(parameter)) : ""),
                .. notes.Select(name => trial.UserAttributes.TryGetValue(name, out StudyValue value) ? Text(value) : ""),
                trial.Started ?? "", trial.Completed ?? "", trial.Duration is { } time ? Text(time.TotalSeconds) : "",
                StudyText.Reason(trial) ?? "",
            ]);
        }

        csv.Flush();
        return text.ToString();
    }

    /// <summary>
    /// A JSON object for each trial, one on each line, with the reports on its way too. Numbers that JSON does not have are the texts
    /// <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>.
    /// </summary>
    /// <param name="study">The study.</param>
    public static string ToJsonLines(StudyRecord study)
    {
        ArgumentNullException.ThrowIfNull(study);
        StringBuilder text = new();
        foreach (TrialRecord trial in study.Trials)
        {
            text.Append(ToJson(trial)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One line of <see cref="ToJsonLines"/>.</summary>
    /// <param name="trial">The trial.</param>
    public static string ToJson(TrialRecord trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return Finite(Object(trial)).ToString();
    }

    private static StudyValue Object(TrialRecord trial)
    {
        List<KeyValuePair<string, StudyValue>> members =
        [
            new("number", trial.Number), new("state", StudyText.Of(trial.State)),
            new("values", trial.Values is { } values ? StudyValue.List([.. values.Select(value => (StudyValue)value)]) : default),
            new("params", StudyValue.Map([.. trial.Parameters.Select(one => KeyValuePair.Create(one.Name, Value(one)))])),
            new("user_attrs", StudyValue.Map([.. trial.UserAttributes.OrderBy(one => one.Key, StringComparer.Ordinal)])),
            new("intermediate_values", StudyValue.Map([.. trial.IntermediateValues.Select(one => KeyValuePair.Create(
                one.Step.ToString(CultureInfo.InvariantCulture), (StudyValue)one.Value))])),
            new("datetime_start", trial.Started), new("datetime_complete", trial.Completed),
            new("duration_seconds", trial.Duration is { } time ? time.TotalSeconds : default(StudyValue)),
        ];
        if (trial.Constraints is { } constraints)
        {
            members.Add(new("constraints", StudyValue.List([.. constraints.Select(value => (StudyValue)value)])));
        }

        if (trial.Parent is { } parent)
        {
            members.Add(new("parent", parent));
        }

        if (StudyText.Reason(trial) is { } reason)
        {
            members.Add(new("reason", reason));
        }

        return StudyValue.Map(members);
    }

    /// <summary>A parameter that is outside of its range, as another program's may be, has its number alone.</summary>
    private static StudyValue Value(TrialParameter parameter) =>
        parameter.Domain.Contains(parameter.Number) ? parameter.Value : parameter.Number;

    private static StudyValue Finite(StudyValue value) => value.Kind switch
    {
        StudyValueKind.Number when !double.IsFinite(value.AsNumber) => value.ToString(),
        StudyValueKind.List => StudyValue.List([.. value.AsList.Select(Finite)]),
        StudyValueKind.Map => StudyValue.Map([.. value.AsMap.Select(one => KeyValuePair.Create(one.Key, Finite(one.Value)))]),
        _ => value,
    };

    private static string Text(StudyValue value) => value.Kind switch
    {
        StudyValueKind.Text => value.AsText,
        StudyValueKind.Null => "",
        StudyValueKind.Number when double.IsFinite(value.AsNumber) => value.AsNumber.ToString("R", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static void Row(CsvWriter csv, IEnumerable<string> cells)
    {
        foreach (string cell in cells)
        {
            csv.WriteField(cell);
        }

        csv.NextRecord();
    }
}
