using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>What trials reported on their way.</summary>
internal static class LearningChart
{
    private const int MostCurves = 200, MostPoints = 200;

    /// <summary>Null where no trial reported twice.</summary>
    public static PlotChart? Of(StudyView view)
    {
        TrialRecord[] reporting = [.. view.Trials.Where(trial => trial.IntermediateValues.Count > 0)];
        if (reporting.All(trial => trial.IntermediateValues.Count < 2))
        {
            return null;
        }

        IReadOnlyList<TrialRecord> shown = view.Some(reporting, MostCurves);
        ValueScale scale = new(shown.SelectMany(trial => trial.IntermediateValues).Select(report => report.Value));
        double last = shown.SelectMany(trial => trial.IntermediateValues).Max(report => report.Step);
        double first = Math.Min(0, shown.SelectMany(trial => trial.IntermediateValues).Min(report => report.Step));
        List<PlotMark> marks = [];
        foreach (TrialRecord trial in shown.OrderBy(view.IsBest).ThenBy(trial => trial.State == TrialState.Complete).ThenBy(view.Shade))
        {
            ChartPoint[] points = [.. trial.IntermediateValues.OrderBy(one => one.Step).Select(one => new ChartPoint(one.Step, one.Value))];
            bool isBest = view.IsBest(trial);
            marks.Add(new LineMark(Curves.Thin(points, MostPoints / 2), isBest ? $"trial {trial.Number}, the best" : null)
            {
                Paint = isBest ? ChartPaint.Line(1) : Paint(view, trial),
                Title = StudyText.Line(trial),
            });
            if (points.Length == 1 || trial.State != TrialState.Complete)
            {
                marks.Add(new DotMark(points[^1].X, points[^1].Y, Sign(trial), 3) { Paint = SignPaint(trial) });
            }
        }

        return new()
        {
            Title = "Reports of the trials on their way",
            XLabel = "step",
            YLabel = "reported value" + (scale.IsLogarithmic ? ", by the logarithm" : ""),
            IsWide = true,
            X = units => Axis.Exact(first, last, (int)(units / 85), isWhole: true),
            Y = units => scale.ToAxis(units),
            Marks = marks,
            Legend = Legend(view, shown),
            Note = StudyView.Thinned(shown.Count, reporting.Length),
            Description = $"The reports of {Format.Count(shown.Count, "trial")} up to step {Axis.Number(last)}, "
                + $"{Format.Count(shown.Count(trial => trial.State == TrialState.Pruned))} of them pruned.",
        };
    }

    private static string Paint(StudyView view, TrialRecord trial) =>
        trial.State == TrialState.Complete ? ChartPaint.ShadeLine(view.Shade(trial)) : ChartPaint.QuietLine;

    private static PlotSign Sign(TrialRecord trial) => trial.State switch
    {
        TrialState.Pruned => PlotSign.Triangle,
        TrialState.Fail => PlotSign.Cross,
        TrialState.Complete => PlotSign.Circle,
        _ => PlotSign.Ring,
    };

    private static string SignPaint(TrialRecord trial) => trial.State switch
    {
        TrialState.Pruned => ChartPaint.Outline(3),
        TrialState.Fail => ChartPaint.Outline(4),
        TrialState.Complete => ChartPaint.QuietMarker,
        _ => ChartPaint.Outline(2),
    };

    private static List<(string, string)> Legend(StudyView view, IReadOnlyList<TrialRecord> shown)
    {
        List<(string, string)> legend = [];
        if (view.Best is { } best && shown.Contains(best))
        {
            legend.Add((PlotSigns.LineKey(ChartPaint.Line(1)), "the best"));
        }

        if (shown.Any(trial => trial.State == TrialState.Complete))
        {
            legend.AddRange(ShadeLegend.OfRanks);
        }

        foreach ((TrialState state, string words) in ((TrialState, string)[])
            [(TrialState.Pruned, "pruned"), (TrialState.Fail, "failed"), (TrialState.Waiting, "paused"), (TrialState.Running, "running")])
        {
            if (shown.FirstOrDefault(trial => trial.State == state) is { } first)
            {
                legend.Add((PlotSigns.Key(Sign(first), SignPaint(first)), words));
            }
        }

        return legend;
    }
}
