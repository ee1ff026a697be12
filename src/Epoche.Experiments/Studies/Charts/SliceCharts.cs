using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>The value over each parameter by itself.</summary>
internal static class SliceCharts
{
    private const int MostDots = 400, MostCharts = 18, MostTitles = 150;

    public static IEnumerable<PlotChart> Of(StudyView view)
    {
        IReadOnlyList<TrialRecord> shown = view.Some(view.Ranked, MostDots);
        ValueScale scale = new(shown.Select(trial => trial.Values![0]));
        return view.Parameters.Take(MostCharts).Select(parameter => Of(view, parameter, shown, scale))
            .Where(chart => chart.Marks.Count > 0);
    }

    /// <summary>What a page says of those left out; null where there are none.</summary>
    public static string? LeftOut(StudyView view) => view.Parameters.Count > MostCharts
        ? $"{Format.Count(MostCharts)} of {Format.Count(view.Parameters.Count, "parameter")} have a chart, the most important ones."
        : null;

    private static PlotChart Of(StudyView view, ParameterScale parameter, IReadOnlyList<TrialRecord> trials, ValueScale scale)
    {
        List<PlotMark> marks = [];
        TrialRecord[] shown = [.. trials.Where(trial => parameter.Of(trial) is not null)];
        foreach (TrialRecord trial in shown.OrderBy(view.IsBest).ThenBy(trial => trial.Number))
        {
            bool isBest = view.IsBest(trial);
            marks.Add(new DotMark(
                parameter.Of(trial)!.Value + Shift(parameter, trial), trial.Values![0], isBest ? PlotSign.Diamond : PlotSign.Circle,
                isBest ? 5.5 : 2.8)
            {
                Paint = isBest ? ChartPaint.Marker(1) : ChartPaint.Shade(Age(view, trial)),
                Title = isBest || shown.Length <= MostTitles ? StudyText.Line(trial) : null,
            });
        }

        string name = view.Objectives[0];
        return new()
        {
            Title = $"{StudyText.Cut(name)} by {StudyText.Cut(parameter.Name)}",
            XLabel = parameter.Label,
            X = units => parameter.ToAxis(units, isHorizontal: true),
            Y = units => scale.ToAxis(units),
            Marks = marks,
            Legend = view.Ranked.Count > 1 ? [ShadeLegend.OfTimes[0], ShadeLegend.OfTimes[2]] : [],
            Note = shown.Length < trials.Count
                ? $"{Format.Count(shown.Length)} of {Format.Count(trials.Count, "trial")} have this parameter." : null,
            Description = $"{name} of {Format.Count(shown.Length, "trial")} over {parameter.Name}.",
        };
    }

    private static int Age(StudyView view, TrialRecord trial) =>
        (int)((long)trial.Number * ChartPaint.Shades / Math.Max(1, view.Trials.Count));

    /// <summary>Dots of one name stand beside each other, in an order that their number alone decides.</summary>
    private static double Shift(ParameterScale parameter, TrialRecord trial) =>
        parameter.IsNames ? ((((trial.Number * 5) % 11) - 5) / 11.0) * 0.5 : 0;
}
