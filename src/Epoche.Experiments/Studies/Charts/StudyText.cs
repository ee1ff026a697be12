using System.Globalization;
using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>What a study's file holds, in the words and digits that people read.</summary>
internal static class StudyText
{
    private const int LongestName = 60;

    /// <summary>A parameter's value, to five digits.</summary>
    public static string Of(TrialParameter parameter) =>
        parameter.Domain.Contains(parameter.Number) ? Of(parameter.Value) : Axis.Number(parameter.Number);

    /// <summary>A value, to five digits.</summary>
    public static string Of(StudyValue value) => value.Kind switch
    {
        StudyValueKind.Text => value.AsText,
        StudyValueKind.Number => Number(value.AsNumber),
        _ => value.ToString(),
    };

    /// <summary>A number, to five digits.</summary>
    public static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? (value > 0 ? "∞" : "−∞") : Axis.Number(value);

    /// <summary>The values of a trial, or what it is instead.</summary>
    public static string Values(TrialRecord trial) =>
        trial.Values is { Count: > 0 } values ? string.Join(", ", values.Select(Number)) : "–";

    public static string Of(TrialState state) => state switch
    {
        TrialState.Complete => "complete",
        TrialState.Pruned => "pruned",
        TrialState.Fail => "failed",
        TrialState.Running => "running",
        _ => "waiting",
    };

    public static string Of(Direction direction) => direction switch
    {
        Direction.Minimize => "minimize",
        Direction.Maximize => "maximize",
        _ => "no direction",
    };

    /// <summary>A trial in one line.</summary>
    public static string Line(TrialRecord trial) =>
        $"trial {trial.Number.ToString(CultureInfo.InvariantCulture)}: {Values(trial)}"
        + (trial.State == TrialState.Complete ? "" : $" ({Of(trial.State)})")
        + string.Concat(trial.Parameters.Take(12).Select(one => $"\n{Cut(one.Name)} = {Cut(Of(one))}"));

    /// <summary>A name as long as a line of a chart takes.</summary>
    public static string Cut(string name, int longest = LongestName) =>
        name.Length > longest ? $"{name[..(longest - 1 - (char.IsHighSurrogate(name[longest - 2]) ? 1 : 0))]}…" : name;

    /// <summary>Why a trial failed; null where nobody says.</summary>
    public static string? Reason(TrialRecord trial) =>
        ((string[])["epoche:reason", "fail_reason"]).Select(key => trial.SystemAttributes.TryGetValue(key, out StudyValue value)
            && value.Kind == StudyValueKind.Text ? value.AsText : null).FirstOrDefault(reason => reason is not null);

    /// <summary>A moment as a study's file has it; null where it has none that can be read.</summary>
    public static DateTime? Time(string? text) => DateTime.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time)
        ? time
        : null;
}
