using System.Globalization;
using System.Text;

namespace Epoche.Tuning.Tests.Storage;

/// <summary>The state of a journal as text, as <c>eng/compare/optuna_journals.py</c> prints what Optuna has.</summary>
internal static class JournalDump
{
    public static string Of(string path)
    {
        using JournalFile journal = new(path);
        StringBuilder text = new();
        foreach (StudyRecord study in StudyRecord.ReadAll(journal))
        {
            Line(text, $"study {Quoted(study.Name)} [{string.Join(", ", study.Directions.Select(direction => (int)direction))}]");
            Line(text, $" user {Map(study.UserAttributes)}");
            Line(text, $" system {Map(study.SystemAttributes)}");
            foreach (TrialRecord trial in study.Trials)
            {
                Append(text, trial);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, TrialRecord trial)
    {
        Line(text, $" trial {trial.Number} {(int)trial.State} {trial.Started ?? "null"} {trial.Completed ?? "null"}");
        Line(text, $"  values {(trial.Values is { } values ? string.Join(",", values.Select(Number)) : "null")}");
        foreach (TrialParameter parameter in trial.Parameters.OrderBy(one => one.Name, StringComparer.Ordinal))
        {
            Line(text, $"  param {Quoted(parameter.Name)} {Text(parameter.Value)} {Text(StudyValue.Parse(parameter.Domain.ToJson()))}");
        }

        foreach (IntermediateValue report in trial.IntermediateValues.OrderBy(one => one.Step))
        {
            Line(text, $"  report {report.Step} {Number(report.Value)}");
        }

        Line(text, $"  user {Map(trial.UserAttributes)}");
        Line(text, $"  system {Map(trial.SystemAttributes)}");
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Map(IReadOnlyDictionary<string, StudyValue> attributes) => Text(StudyValue.Map([.. attributes]));

    private static string Text(StudyValue value) => value.Kind switch
    {
        StudyValueKind.Integer => string.Create(CultureInfo.InvariantCulture, $"i{value.AsInteger}"),
        StudyValueKind.Number => Number(value.AsNumber),
        StudyValueKind.List => $"[{string.Join(",", value.AsList.Select(Text))}]",
        StudyValueKind.Map => $"{{{string.Join(",", value.AsMap.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => $"{Quoted(one.Key)}:{Text(one.Value)}"))}}}",
        _ => value.ToString(),
    };

    private static string Quoted(string text) => ((StudyValue)text).ToString();

    private static string Number(double value) =>
        double.IsNaN(value) ? "nan" : $"d{BitConverter.DoubleToInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture)}";
}
