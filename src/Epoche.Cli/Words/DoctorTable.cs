namespace Epoche.Cli.Words;

/// <summary>What the doctor found, as text.</summary>
internal static class DoctorTable
{
    private const int Width = 120;

    public static IEnumerable<string> Lines(DoctorReport report)
    {
        string trained = report.Updates == 0 ? "not trained"
            : $"{Format.Count(report.Steps, "step")} and {Format.Count(report.Updates, "update")} of training";
        yield return $"{report.Subject}: {report.Environment}, {(report.IsRun ? $"its model; learned on in memory: {trained}" : trained)}";
        yield return "";
        int width = report.Checks.Max(check => check.Name.Length);
        foreach (DoctorCheck check in report.Checks)
        {
            yield return $"  {Mark(check.Outcome)} {check.Name.PadRight(width)}  {check.Observed}";
        }

        yield return "";
        foreach (DoctorCheck alarm in report.Alarms)
        {
            foreach (string line in Wrapped($"! {alarm.Name}: {alarm.Meaning}. Try: {alarm.Remedy}."))
            {
                yield return line;
            }

            if (alarm.Key is { } key)
            {
                yield return $"    key: {key}";
            }
        }

        yield return Verdict(report);
    }

    private static string Mark(DoctorOutcome outcome) => outcome switch
    {
        DoctorOutcome.Fine => "✓",
        DoctorOutcome.Alarm => "!",
        _ => "·",
    };

    private static string Verdict(DoctorReport report) => report.Alarms switch
    {
        [] => "Nothing found that would keep it from learning.",
        [_] => "One thing to see to.",
        var alarms => $"{alarms.Count} things to see to; begin with the first, for it may cause the others.",
    };

    private static IEnumerable<string> Wrapped(string text)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length + word.Length >= Width)
            {
                yield return line;
                line = "   ";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        yield return line;
    }
}
