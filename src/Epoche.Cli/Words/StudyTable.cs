namespace Epoche.Cli.Words;

/// <summary>Studies, for people.</summary>
internal static class StudyTable
{
    private const int BarWidth = 40, LongestCell = 40, LongestReason = 100;

    /// <summary>What <c>epoche study show</c> prints.</summary>
    public static void Print(ShownWriter output, FoundStudy found, IReadOnlyList<TrialRecord> shown, bool isByValue)
    {
        StudyRecord study = found.Record;
        output.WriteLine($"Study: {study.Name}   {found.Path}");
        output.WriteLine($"       {string.Join(", ", StudyColumns.Objectives(study))}");
        output.WriteLine($"       {StudyColumns.Counts(study)}");
        if (found.Winner is { } best)
        {
            string settings = best.Parameters.Count > 0 ? $"   {Line(best)}" : "";
            output.WriteLine($"Best:  trial {best.Number}: {StudyColumns.Values(best)}{settings}");
        }
        else if (study.Directions.Count > 1)
        {
            IReadOnlyList<TrialRecord> front = study.Front;
            output.WriteLine(front.Count == 0 ? "Front: none yet"
                : $"Front: {Format.Count(front.Count, "trial")}: {string.Join(", ", front.Take(20).Select(trial => trial.Number))}"
                    + (front.Count > 20 ? ", …" : ""));
        }

        foreach (string line in found.UnseenLines())
        {
            output.WriteLine($"Test:  {line}");
        }

        if (shown.Count > 0)
        {
            output.WriteLine();
            Table(output, study, shown);
        }

        if (shown.Count < study.Trials.Count)
        {
            string which = isByValue ? "best" : "last", all = Format.Count(study.Trials.Count, "trial");
            output.WriteLine($"The {which} {Format.Count(shown.Count)} of {all}; --limit {study.Trials.Count} shows all.");
        }
    }

    /// <summary>What <c>epoche study best</c> prints.</summary>
    public static void PrintBest(ShownWriter output, FoundStudy found, IReadOnlyList<TrialRecord> best)
    {
        StudyRecord study = found.Record;
        if (best is not [var trial])
        {
            output.WriteLine(
                $"{Format.Count(best.Count, "trial")} of {Format.Count(study.Trials.Count)}, none of which another is better than in all: "
                + $"{string.Join(", ", StudyColumns.Objectives(study))}");
            Table(output, study, best);
            return;
        }

        output.WriteLine($"trial {trial.Number}: {string.Join(", ", StudySettings.Values(study, trial))}");
        int width = trial.Parameters.Count == 0 ? 0 : trial.Parameters.Max(parameter => Shown.Text(parameter.Name).Length);
        foreach (TrialParameter parameter in trial.Parameters)
        {
            output.WriteLine($"  {Shown.Text(parameter.Name).PadRight(width)} = {StudySettings.Text(parameter)}");
        }
    }

    /// <summary>What <c>epoche study importance</c> prints.</summary>
    public static void PrintImportance(
        ShownWriter output, FoundStudy found, int objective, string method, IReadOnlyList<ParameterImportance> shares)
    {
        StudyRecord study = found.Record;
        int complete = study.Trials.Count(trial => trial.State == TrialState.Complete);
        output.WriteLine($"{StudyColumns.Objectives(study)[objective]}, {method} of {Format.Count(complete, "complete trial")}");
        HashSet<string> conditional = StudySettings.Conditional(study);
        foreach (string line in TextTable.Lines(
        [
            ["setting", "", "share"],
            .. shares.Select(one => (string[])
            [
                Cut(one.Name, LongestCell) + (conditional.Contains(one.Name) ? " *" : ""), Bar(one.Share), Format.Share(one.Share),
            ]),
        ], textColumns: 2))
        {
            output.WriteLine(line);
        }

        if (shares.Any(one => conditional.Contains(one.Name)))
        {
            output.WriteLine(method == "fANOVA"
                ? "* some trials do not have it, and fANOVA leaves it out; --by pedanova takes it too"
                : "* some trials do not have it");
        }
    }

    private static void Table(ShownWriter output, StudyRecord study, IReadOnlyList<TrialRecord> trials)
    {
        IReadOnlyList<string> headings = StudyColumns.Headings(study);
        bool hasReasons = headings[^1] == "reason";
        foreach (string line in TextTable.Lines(
        [
            [.. headings.Select(heading => Cut(heading, LongestCell))],
            .. StudyColumns.Rows(study, trials).Select(row => (IReadOnlyList<string>)
            [
                .. row.Select((cell, i) => Cut(cell, hasReasons && i == row.Count - 1 ? LongestReason : LongestCell)),
            ]),
        ], StudyColumns.TextColumns))
        {
            output.WriteLine(line);
        }
    }

    private static string Line(TrialRecord trial) => string.Join(
        ", ", trial.Parameters.Select(parameter => $"{parameter.Name} = {Cut(StudyColumns.Text(parameter), LongestCell)}"));

    private static string Bar(double share) => new('█', (int)Math.Round(share * BarWidth));

    private static string Cut(string text, int longest) => text.Length > longest
        ? $"{text[..(longest - (char.IsHighSurrogate(text[longest - 2]) ? 2 : 1))]}…" : text;
}
