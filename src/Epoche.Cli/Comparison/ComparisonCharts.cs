using Epoche.Cli.Recording;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Comparison;

/// <summary>The curves of a comparison: loss and return, or accuracy, each optimizer a mean and a band.</summary>
internal static class ComparisonCharts
{
    private static readonly (string Tag, string Title)[] s_curves =
    [
        (RunTags.TrainLoss, "Loss"), (RunTags.TrainReturn, "Return, with exploration"), (RunTags.EvaluationReturn, "Return, greedy"), (RunTags.ValidationAccuracy, "Validation accuracy"),
    ];

    public static IReadOnlyList<Chart> Of(string recipe, int seeds, IReadOnlyList<(Contender Contender, IReadOnlyList<RunFolder> Runs)> results)
    {
        (string Name, RunLog[] Logs)[] logs = [.. results.Select(r => (r.Contender.Name, r.Runs.Select(run => RunLog.Read(run.Path)).ToArray()))];
        string unit = results[0].Runs[0].ReadResult()?.EnvSteps > 0 ? "environment steps" : "updates";
        string of = seeds == 1 ? "one seed" : $"mean and range of {seeds} seeds";
        return
        [
            .. from curve in s_curves
               where logs.All(entry => entry.Logs.Any(log => log.Scalars(curve.Tag).Count > 0))
               select new LineChart
               {
                   Title = $"{recipe}: {curve.Title} ({of})",
                   XLabel = unit,
                   Series = [.. logs.Select(entry => CurveBand.Of(entry.Name, entry.Logs.Select(log => log.Scalars(curve.Tag))))],
               },
        ];
    }

    /// <summary>Writes them as one SVG and one PNG file.</summary>
    public static void Save(IReadOnlyList<Chart> charts, string svg, string png)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(svg))!);
        WholeFile.Write(svg, Report.ToSvg(charts, 800, 360));
        WholeFile.Write(png, Png.Encode(Report.ToPicture(charts, 1200, 540)));
    }
}
