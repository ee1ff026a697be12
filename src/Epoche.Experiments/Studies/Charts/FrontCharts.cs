using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>The values of several objectives against each other, and those that nothing beats.</summary>
internal static class FrontCharts
{
    private const int MostDots = 1_000, MostTitles = 300, MostObjectives = 4;

    public static IEnumerable<PlotChart> Of(StudyView view)
    {
        int count = Math.Min(MostObjectives, view.Study.Directions.Count);
        return from x in Enumerable.Range(0, count)
               from y in Enumerable.Range(x + 1, count - x - 1)
               select Of(view, x, y);
    }

    private static PlotChart Of(StudyView view, int x, int y)
    {
        IReadOnlyList<TrialRecord> shown = view.Some(view.Complete, MostDots);
        ValueScale across = new(shown.Select(trial => trial.Values![x])), up = new(shown.Select(trial => trial.Values![y]));
        bool isPair = view.Study.Directions.Count == 2;
        List<PlotMark> marks = [];
        foreach (TrialRecord trial in shown.Where(trial => !view.IsBest(trial)))
        {
            marks.Add(new DotMark(trial.Values![x], trial.Values[y], PlotSign.Circle, 2.8)
            {
                Paint = ChartPaint.Shade(Age(view, trial)), Title = shown.Count <= MostTitles ? StudyText.Line(trial) : null,
            });
        }

        TrialRecord[] front = [.. view.Front.OrderBy(trial => trial.Values![x]).ThenBy(trial => trial.Number)];
        if (isPair)
        {
            marks.Add(new LineMark(Stairs(view, front)) { Paint = ChartPaint.Line(1) });
        }

        marks.AddRange(front.Select(trial => new DotMark(trial.Values![x], trial.Values[y], PlotSign.Diamond, 4.5)
        {
            Paint = ChartPaint.Marker(1), Title = StudyText.Line(trial),
        }));
        return new()
        {
            Title = isPair ? "Pareto front" : $"Pareto front: {StudyText.Cut(view.Objectives[x])} and {StudyText.Cut(view.Objectives[y])}",
            XLabel = Label(view, x, across),
            YLabel = Label(view, y, up),
            IsWide = isPair,
            X = units => across.ToAxis(units, isHorizontal: true),
            Y = units => up.ToAxis(units),
            Marks = marks,
            Legend =
            [
                ShadeLegend.Best with { Words = "the front: nothing is better in all" }, ShadeLegend.OfTimes[0], ShadeLegend.OfTimes[2],
            ],
            Note = StudyView.Thinned(shown.Count, view.Complete.Count),
            Description = $"{Format.Count(view.Complete.Count, "trial")}, of which {Format.Count(front.Length)} are on the front.",
        };
    }

    private static string Label(StudyView view, int objective, ValueScale scale) =>
        $"{StudyText.Cut(view.Objectives[objective])} ({StudyText.Of(view.Study.Directions[objective])})"
        + (scale.IsLogarithmic ? ", by the logarithm" : "");

    private static int Age(StudyView view, TrialRecord trial) =>
        (int)((long)trial.Number * ChartPaint.Shades / Math.Max(1, view.Trials.Count));

    /// <summary>The edge of what is reached: from a point of the front, the worse values up to the next.</summary>
    private static List<ChartPoint> Stairs(StudyView view, TrialRecord[] front)
    {
        bool isLowGood = view.Study.Directions[0] != Direction.Maximize;
        List<ChartPoint> points = [];
        foreach (TrialRecord trial in front)
        {
            double x = trial.Values![0], y = trial.Values[1];
            if (points.Count > 0)
            {
                points.Add(isLowGood ? new(x, points[^1].Y) : new(points[^1].X, y));
            }

            points.Add(new(x, y));
        }

        return points;
    }
}
