using System.Globalization;

namespace Epoche;

/// <summary>The table of a <see cref="FinanceReport"/>, for pages and terminals alike.</summary>
public static class FinanceColumns
{
    /// <summary>How many columns, from the left, hold words.</summary>
    public const int TextColumns = 1;

    /// <summary>The headings.</summary>
    /// <param name="report">What came of a trial.</param>
    public static IReadOnlyList<string> Headings(FinanceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            "player", "mean", "median", .. FinanceTrial.RiskAversions.Select(Equivalent), "CVaR 5%", "ruin",
            .. HasForeclosures(report) ? ["foreclosed"] : (string[])[], "agent ahead by", "95% interval",
        ];
    }

    /// <summary>A row for each player.</summary>
    /// <param name="report">What came of a trial.</param>
    public static IEnumerable<IReadOnlyList<string>> Rows(FinanceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        foreach (FinanceOutcome outcome in report.Outcomes)
        {
            yield return
            [
                outcome.Name, Amount(outcome.Mean), Amount(outcome.Median), .. outcome.CertaintyEquivalents.Select(Amount),
                Amount(outcome.ShortfallMean), Format.Accuracy(outcome.Ruined),
                .. outcome.Foreclosed is { } share ? [Format.Accuracy(share)] : (string[])[],
                outcome.Difference is { } ahead ? Signed(ahead.Mean) : "",
                outcome.Difference is { Interval: var interval } ? $"{Signed(interval.Low)} to {Signed(interval.High)}" : "",
            ];
        }
    }

    /// <summary>What the columns mean, a line each.</summary>
    /// <param name="report">What came of a trial.</param>
    public static IEnumerable<string> Notes(FinanceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        yield return $"Final wealth in {report.Unit}, {Format.Count(report.Episodes, "episode")} each, the same ones for all.";
        yield return "CE: the sure amount that somebody of relative risk aversion γ takes instead; CVaR 5%: the mean of the worst 5%; "
            + $"ruin: {report.Ruin}.";
        yield return "Agent ahead by: the mean of the differences in pairs, with a bootstrap interval.";
        if (report.Share is { } share)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The agent's mean share of the risky asset: {100 * share.Agent:F1}%; Merton's formula: {100 * share.Formula:F1}%.");
        }

        if (ShareOfBest(report) is { } best)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The agent's certainty equivalent for γ={report.RiskAversion:G3}: {100 * best:F2}% of that of the optimal share.");
        }
    }

    /// <summary>The agent's certainty equivalent over that of the known optimum; null where none is known.</summary>
    /// <param name="report">What came of a trial.</param>
    public static double? ShareOfBest(FinanceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.RiskAversion is { } aversion && report.Outcomes.FirstOrDefault(outcome => outcome.Name == "optimal") is { } optimal
            ? WealthMeasures.CertaintyEquivalent([.. report.Outcomes[0].Wealth], aversion)
              / WealthMeasures.CertaintyEquivalent([.. optimal.Wealth], aversion)
            : null;
    }

    internal static bool HasForeclosures(FinanceReport report) => report.Outcomes.Any(outcome => outcome.Foreclosed is not null);

    private static string Equivalent(double aversion) => string.Create(CultureInfo.InvariantCulture, $"CE γ={aversion}");

    internal static string Amount(double value) => value.ToString("N2", CultureInfo.InvariantCulture);

    internal static string Signed(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
