using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>What the shades of a chart mean.</summary>
internal static class ShadeLegend
{
    /// <summary>From the worst to the best, by rank.</summary>
    public static IReadOnlyList<(string Sign, string Words)> OfRanks { get; } =
        Of("the worst trials", "the middle", "the best trials");

    /// <summary>From the first trials to the last.</summary>
    public static IReadOnlyList<(string Sign, string Words)> OfTimes { get; } = Of("early trials", "the middle", "late trials");

    public static (string Sign, string Words) Best { get; } = (PlotSigns.Key(PlotSign.Diamond, ChartPaint.Marker(1)), "the best");

    private static (string Sign, string Words)[] Of(string low, string middle, string high) =>
    [
        (PlotSigns.AreaKey(ChartPaint.Shade(0)), low),
        (PlotSigns.AreaKey(ChartPaint.Shade(ChartPaint.Shades / 2)), middle),
        (PlotSigns.AreaKey(ChartPaint.Shade(ChartPaint.Shades - 1)), high),
    ];
}
