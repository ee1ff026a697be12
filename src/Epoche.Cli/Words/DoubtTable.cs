namespace Epoche.Cli.Words;

/// <summary>What came of a trial, as text.</summary>
internal static class DoubtTable
{
    public static IEnumerable<string> Lines(DoubtReport report)
    {
        yield return $"{report.Recipe}, seed {report.Seed}: {Format.Count(report.Samples, "network")} asked. {report.Rule}";
        if (report.Promise is { } promise)
        {
            yield return promise;
        }

        yield return "";
        int width = DoubtColumns.TestRows(report).Max(row => row.Key.Length);
        foreach ((string name, string value) in DoubtColumns.TestRows(report))
        {
            yield return $"  {name.PadRight(width)}  {value,8}";
        }

        yield return "";
        foreach (string line in TextTable.Lines([DoubtColumns.Sets, .. DoubtColumns.SetRows(report)], DoubtColumns.SetTextColumns))
        {
            yield return line;
        }
    }
}
