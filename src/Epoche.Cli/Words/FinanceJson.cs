using System.Globalization;

namespace Epoche.Cli.Words;

/// <summary>What <c>epoche finance --json</c> prints.</summary>
internal static class FinanceJson
{
    public static string Write(FinanceReport report) => JsonText.Object(json =>
    {
        json.WriteString("run", PathText.Portable(report.Run));
        json.WriteString("recipe", report.Recipe);
        json.WriteNumber("seed", report.Seed);
        json.WriteString("environment", report.Environment);
        json.WriteString("unit", report.Unit);
        json.WriteNumber("episodes", report.Episodes);
        if (report.Share is { } share)
        {
            json.Finite("risky_share", share.Agent);
            json.Finite("formula_share", share.Formula);
        }

        if (FinanceColumns.ShareOfBest(report) is { } best)
        {
            json.Finite("of_optimal_certainty_equivalent", best);
        }

        json.WriteStartArray("players");
        foreach (FinanceOutcome outcome in report.Outcomes)
        {
            json.WriteStartObject();
            json.WriteString("name", outcome.Name);
            json.Finite("mean", outcome.Mean);
            json.Finite("median", outcome.Median);
            foreach ((double aversion, double equivalent) in FinanceTrial.RiskAversions.Zip(outcome.CertaintyEquivalents))
            {
                json.Finite(string.Create(CultureInfo.InvariantCulture, $"certainty_equivalent_{aversion:0}"), equivalent);
            }

            json.Finite("cvar5", outcome.ShortfallMean);
            json.Finite("ruined", outcome.Ruined);
            if (outcome.Foreclosed is { } foreclosed)
            {
                json.Finite("foreclosed", foreclosed);
            }

            if (outcome.Difference is { } ahead)
            {
                json.Finite("agent_ahead", ahead.Mean);
                json.Finite("agent_ahead_low", ahead.Interval.Low);
                json.Finite("agent_ahead_high", ahead.Interval.High);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
