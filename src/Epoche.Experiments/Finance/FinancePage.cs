using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>A <see cref="FinanceReport"/> as a page: a life drawn, wealth and the split by age, and the table of all players.</summary>
public static class FinancePage
{
    /// <summary>What the page is called in a run's folder.</summary>
    public const string Name = "finance.html";

    private const int MostCurves = 4, ChartWidth = 800, ChartHeight = 340;

    /// <summary>The page.</summary>
    /// <param name="report">What came of a trial.</param>
    public static ReportData Of(FinanceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        FinanceOutcome agent = report.Outcomes[0];
        return new()
        {
            Title = $"{report.Recipe} · seed {report.Seed} · {report.Environment}",
            Subtitle = string.Join(' ', FinanceColumns.Notes(report)),
            Figures = [.. Figures(report, agent)],
            Charts =
            [
                .. report.Life.Names.Count > 0 ? [Life(report)] : (LineChart[])[],
                Wealth(report),
                Split(report),
                .. report.Outcomes.Count > 1 ? [Differences(report)] : (Chart[])[],
            ],
            Grids = [new("Players", FinanceColumns.Headings(report), [.. FinanceColumns.Rows(report)], FinanceColumns.TextColumns)],
            Tables = [new("What they do", [.. report.Outcomes.Select(each => KeyValuePair.Create(each.Name, each.Summary))])],
        };
    }

    /// <summary>Writes the agent's median life as an SVG file; median wealth where an environment has no parts to draw.</summary>
    /// <param name="report">What came of a trial.</param>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void SaveChart(FinanceReport report, string path)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentException.ThrowIfNullOrEmpty(path);
        LineChart chart = report.Life.Names.Count > 0 ? Life(report) : Wealth(report);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(Report.ToSvg(chart, ChartWidth, ChartHeight)));
    }

    private static IEnumerable<ReportFigure> Figures(FinanceReport report, FinanceOutcome agent)
    {
        yield return new("Mean final wealth", $"{FinanceColumns.Amount(agent.Mean)} {report.Unit}", $"median {FinanceColumns.Amount(
            agent.Median)}");
        if (report.Share is { } share)
        {
            yield return new("Risky share", Format.Share(share.Agent), $"the formula says {Format.Share(share.Formula)}");
        }

        if (FinanceColumns.ShareOfBest(report) is { } best)
        {
            yield return new(
                "Of the optimal certainty equivalent", Format.Accuracy(best),
                string.Create(CultureInfo.InvariantCulture, $"γ {report.RiskAversion:G3}"));
        }

        if (report.Outcomes.Skip(1).FirstOrDefault() is { Difference: { } ahead } other)
        {
            yield return new(
                $"Ahead of {other.Name}", FinanceColumns.Signed(ahead.Mean),
                $"95%: {FinanceColumns.Signed(ahead.Interval.Low)} to {FinanceColumns.Signed(ahead.Interval.High)}");
        }

        yield return new("CVaR 5%", FinanceColumns.Amount(agent.ShortfallMean), "the mean of the worst 5%");
        if (agent.Foreclosed is { } foreclosed)
        {
            yield return new("Foreclosures", Format.Accuracy(foreclosed), $"of {Format.Count(report.Episodes, "life").Replace(
                "lifes", "lives", StringComparison.Ordinal)}");
        }
    }

    /// <summary>Bands that lie on each other.</summary>
    private static LineChart Life(FinanceReport report) => new()
    {
        Title = $"The agent's median life: what it owns, {report.Unit}",
        XLabel = report.Time.Name,
        Series = Stacked(report.Time.Points, report.Life.Names, report.Life.Sizes, 1),
    };

    private static LineChart Split(FinanceReport report) => new()
    {
        Title = "What the agent divides, % by age",
        XLabel = report.Time.Name,
        Series = Stacked(report.Time.Points, report.Split.Names, report.Split.Shares, 100),
    };

    private static LineChart Wealth(FinanceReport report) => new()
    {
        Title = $"Median wealth, {report.Unit}; band: the middle half of the agent's",
        XLabel = report.Time.Name,
        Series =
        [
            .. report.Outcomes.Take(MostCurves).Select((outcome, i) => new ChartSeries
            {
                Name = outcome.Name,
                Points = [.. outcome.Curve.Zip(report.Time.Points, (at, time) => new ChartPoint(time, at.Median))],
                Band = i == 0 ? [.. outcome.Curve.Select(at => (at.Low, at.High))] : null,
            }),
        ],
    };

    private static IntervalChart Differences(FinanceReport report) => new()
    {
        Title = "The agent ahead of",
        XLabel = $"{report.Unit}, the mean of pairs with its 95% interval",
        Rows =
        [
            .. from outcome in report.Outcomes.Skip(1)
               let ahead = outcome.Difference.GetValueOrDefault()
               select new ChartInterval(outcome.Name, ahead.Mean, ahead.Interval.Low, ahead.Interval.High),
        ],
    };

    private static IReadOnlyList<ChartSeries> Stacked(
        IReadOnlyList<double> times, IReadOnlyList<string> names, IReadOnlyList<double[]> sizes, double scale)
    {
        int count = Math.Min(times.Count, sizes.Count);
        double[] below = new double[count];
        List<ChartSeries> series = [];
        for (int part = 0; part < names.Count; part++)
        {
            List<ChartPoint> points = [];
            List<(double, double)> band = [];
            for (int i = 0; i < count; i++)
            {
                double top = below[i] + (scale * Math.Max(0, sizes[i][part]));
                points.Add(new(times[i], top));
                band.Add((below[i], top));
                below[i] = top;
            }

            series.Add(new() { Name = names[part], Points = points, Band = band });
        }

        return series;
    }
}
