using System.Globalization;

namespace Epoche.Cli.Doubt;

/// <summary>What came of a trial, as text.</summary>
internal static class DoubtTable
{
    public static IReadOnlyList<string> SetColumns { get; } = ["set", "what", "images", "refused", "AUROC", "FPR at 95%"];

    /// <summary>How many of them hold words.</summary>
    public const int SetTextColumns = 2;

    public static IEnumerable<IReadOnlyList<string>> SetRows(DoubtReport report) =>
    [
        .. report.Sets.Select(set => (string[])[set.Name, set.What, Format.Count(set.Images), Format.Accuracy(set.Refused), Number(set.Auroc), Number(set.Fpr95)]),
        .. report.Skipped.Select(set => (string[])[set.Name, $"skipped: {set.Missing}", "–", "–", "–", "–"]),
    ];

    /// <summary>What there is to say of the test set: names and values.</summary>
    public static IEnumerable<KeyValuePair<string, string>> TestRows(DoubtReport report)
    {
        TestOutcome test = report.Test;
        yield return new("right when forced to answer", Format.Accuracy(test.Evaluation.Accuracy));
        yield return new("answered (coverage)", Format.Accuracy(test.Coverage));
        yield return new("right of what is answered", Format.Accuracy(test.AnsweredAccuracy));
        yield return new("could be answered at 99.9% right", Format.Accuracy(test.CoverageAt999));
        yield return new("calibration error (ECE)", Number(test.Measured("ece")));
        yield return new("Brier score", Number(test.Measured("brier")));
        yield return new("negative log-likelihood", Number(test.Measured("nll")));
        yield return new("area under risk–coverage", Number(test.Aurc));
    }

    public static IEnumerable<string> Lines(DoubtReport report)
    {
        yield return $"{report.Recipe}, seed {report.Seed}: {Format.Count(report.Samples, "network")} asked. {report.Rule}";
        if (report.Promise is { } promise)
        {
            yield return promise;
        }

        yield return "";
        int width = TestRows(report).Max(row => row.Key.Length);
        foreach ((string name, string value) in TestRows(report))
        {
            yield return $"  {name.PadRight(width)}  {value,8}";
        }

        yield return "";
        foreach (string line in TextTable.Lines([SetColumns, .. SetRows(report)], SetTextColumns))
        {
            yield return line;
        }
    }

    // All with four decimals, so that numbers below each other can be compared; what is not zero never looks as if it were.
    public static string Number(double value) => value switch
    {
        double.NaN => "–",
        > 0 and < 0.00005 => "<0.0001",
        _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
    };
}
