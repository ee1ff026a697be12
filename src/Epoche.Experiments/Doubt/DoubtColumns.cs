using System.Globalization;

namespace Epoche;

/// <summary>What came of a trial, as rows of texts.</summary>
public static class DoubtColumns
{
    /// <summary>The columns of the table of sets.</summary>
    public static IReadOnlyList<string> Sets { get; } = ["set", "what", "images", "refused", "AUROC", "FPR at 95%"];

    /// <summary>How many of them hold words.</summary>
    public const int SetTextColumns = 2;

    /// <summary>The rows of the table of sets; those that were skipped stand last, with the reason.</summary>
    /// <param name="report">What came of a trial.</param>
    public static IEnumerable<IReadOnlyList<string>> SetRows(DoubtReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            .. from set in report.Sets
               select (string[])
               [
                   set.Name, set.What, Format.Count(set.Images), Format.Accuracy(set.Refused), Number(set.Auroc), Number(set.Fpr95),
               ],
            .. report.Skipped.Select(set => (string[])[set.Name, $"skipped: {set.Missing}", "–", "–", "–", "–"]),
        ];
    }

    /// <summary>What there is to say of the test set: names and values.</summary>
    /// <param name="report">What came of a trial.</param>
    public static IEnumerable<KeyValuePair<string, string>> TestRows(DoubtReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
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

    // All with four decimals, so that numbers below each other can be compared; what is not zero never looks as if it were.
    internal static string Number(double value) => value switch
    {
        double.NaN => "–",
        > 0 and < 0.00005 => "<0.0001",
        _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
    };
}
