using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>The values of trials in the order of their numbers, and the best so far.</summary>
internal static class HistoryChart
{
    private const int MostDots = 2_000, MostTitles = 400;

    public static PlotChart Of(StudyView view, int objective)
    {
        bool isMany = view.Study.Directions.Count > 1;
        IReadOnlyList<TrialRecord> shown = view.Some(view.Trials, MostDots);
        ValueScale scale = new(shown.Select(trial => Value(trial, objective)).OfType<double>());
        List<PlotMark> marks = [];
        if (!isMany)
        {
            marks.Add(new LineMark(BestSoFar(view), "best so far") { Paint = ChartPaint.Line(1) });
        }

        bool hasTitles = shown.Count <= MostTitles;
        foreach (TrialRecord trial in shown.Where(trial => !view.IsBest(trial)))
        {
            (PlotSign sign, string paint) = Sign(trial);
            double radius = sign == PlotSign.Circle ? 2.8 : 3.4;
            marks.Add(new DotMark(trial.Number, Value(trial, objective) ?? double.NegativeInfinity, sign, radius)
            {
                Paint = paint, Title = hasTitles ? StudyText.Line(trial) : null,
            });
        }

        foreach (TrialRecord trial in shown.Where(view.IsBest))
        {
            marks.Add(new DotMark(trial.Number, Value(trial, objective) ?? double.NegativeInfinity, PlotSign.Diamond, 5.5)
            {
                Paint = ChartPaint.Marker(1), Title = StudyText.Line(trial),
            });
        }

        string name = view.Objectives[objective];
        return new()
        {
            Title = isMany ? $"History: {StudyText.Cut(name)}" : "Optimization history",
            XLabel = "trial",
            YLabel = StudyText.Cut(name) + (scale.IsLogarithmic ? ", by the logarithm" : ""),
            IsWide = objective == 0,
            X = units => Axis.Exact(0, Math.Max(1, view.Trials.Count - 1), (int)(units / 85), isWhole: true),
            Y = units => scale.ToAxis(units),
            Marks = marks,
            Legend = Legend(view, shown, isMany),
            Note = Note(shown.Count, view.Trials.Count, scale.Beyond),
            Description = Describe(view, objective),
        };
    }

    /// <summary>What stands for a trial; null where it has no value and no report.</summary>
    private static double? Value(TrialRecord trial, int objective) =>
        trial.Values is { } values && objective < values.Count && !double.IsNaN(values[objective]) ? values[objective]
        : trial.Last is { } last && !double.IsNaN(last.Value) && trial.State != TrialState.Fail ? last.Value
        : null;

    private static (PlotSign Sign, string Paint) Sign(TrialRecord trial) => trial.State switch
    {
        TrialState.Complete when trial.Violation > 0 => (PlotSign.Circle, ChartPaint.QuietMarker),
        TrialState.Complete => (PlotSign.Circle, ChartPaint.Marker(0)),
        TrialState.Pruned => (PlotSign.Triangle, ChartPaint.Outline(3)),
        TrialState.Fail => (PlotSign.Cross, ChartPaint.Outline(4)),
        _ => (PlotSign.Ring, ChartPaint.Outline(2)),
    };

    private static List<ChartPoint> BestSoFar(StudyView view)
    {
        List<ChartPoint> points = [];
        double best = double.PositiveInfinity;
        foreach (TrialRecord trial in view.Complete)
        {
            if (trial.Violation > 0 || !(view.Loss(trial, 0) < best))
            {
                continue;
            }

            if (points.Count > 0)
            {
                points.Add(new(trial.Number, points[^1].Y));
            }

            best = view.Loss(trial, 0);
            points.Add(new(trial.Number, trial.Values![0]));
        }

        if (points.Count > 0)
        {
            points.Add(new(view.Trials.Count - 1, points[^1].Y));
        }

        return points;
    }

    private static List<(string, string)> Legend(StudyView view, IReadOnlyList<TrialRecord> shown, bool isMany)
    {
        List<(string, string)> legend = [];
        if (shown.Any(view.IsBest))
        {
            legend.Add(isMany ? ShadeLegend.Best with { Words = "the front" } : ShadeLegend.Best);
            if (!isMany)
            {
                legend.Add((PlotSigns.LineKey(ChartPaint.Line(1)), "best so far"));
            }
        }

        Add(trial => trial.State == TrialState.Complete && !(trial.Violation > 0), "complete");
        Add(trial => trial.State == TrialState.Complete && trial.Violation > 0, "violates a constraint");
        Add(trial => trial.State == TrialState.Pruned, "pruned, at its last report");
        Add(trial => trial.State == TrialState.Fail, "failed");
        Add(trial => trial.State is TrialState.Running or TrialState.Waiting, "running or waiting");
        return legend;

        void Add(Func<TrialRecord, bool> isSuch, string words)
        {
            if (shown.FirstOrDefault(trial => isSuch(trial) && !view.IsBest(trial)) is { } first)
            {
                (PlotSign sign, string paint) = Sign(first);
                legend.Add((PlotSigns.Key(sign, paint), words));
            }
        }
    }

    private static string? Note(int shown, int all, int beyond)
    {
        string?[] notes =
        [
            StudyView.Thinned(shown, all), beyond > 0 ? $"{Format.Count(beyond, "value")} beyond the edge stand at it." : null,
        ];
        string note = string.Join(' ', notes.OfType<string>());
        return note.Length > 0 ? note : null;
    }

    private static string Describe(StudyView view, int objective)
    {
        double[] values = [.. view.Complete.Select(trial => trial.Values![objective]).Where(double.IsFinite)];
        string best = view.Best is { } trial ? $", the best {StudyText.Values(trial)} in trial {trial.Number}" : "";
        return values.Length == 0
            ? $"{Format.Count(view.Trials.Count, "trial")}, none of them complete."
            : $"{Format.Count(view.Trials.Count, "trial")}; {view.Objectives[objective]} from {Axis.Number(values.Min())} to "
                + $"{Axis.Number(values.Max())}{best}.";
    }
}
