using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>Which trial began from the checkpoint of which other, and by which schedule of settings the best was trained.</summary>
internal static class LineageChart
{
    private const int MostTrials = 1_500, MostTitles = 400;

    /// <summary>Null where no trial has a parent.</summary>
    public static PlotChart? Of(StudyView view)
    {
        Dictionary<int, TrialRecord> byNumber = view.Trials.ToDictionary(trial => trial.Number);
        if (!view.Trials.Any(trial => trial.Parent is { } parent && byNumber.ContainsKey(parent)))
        {
            return null;
        }

        Dictionary<int, int> generations = Generations(view.Trials);
        IReadOnlyList<TrialRecord> shown = view.Some([.. view.Trials.Where(trial => trial.Value is not null)], MostTrials);
        HashSet<int> line = [.. Ancestors(view).Select(trial => trial.Number)];
        ValueScale scale = new(shown.Select(trial => trial.Value!.Value));
        List<PlotMark> marks = [], above = [];
        foreach (TrialRecord trial in shown.OrderBy(trial => line.Contains(trial.Number)))
        {
            bool isLine = line.Contains(trial.Number);
            if (trial.Parent is { } number && byNumber.TryGetValue(number, out TrialRecord? parent) && parent.Value is not null)
            {
                marks.Add(new LineMark([Point(parent), Point(trial)])
                {
                    Paint = isLine && line.Contains(number) ? ChartPaint.Line(1) : ChartPaint.QuietLine,
                });
            }

            above.Add(new DotMark(generations[trial.Number], trial.Value!.Value, PlotSign.Circle, isLine ? 4 : 2.8)
            {
                Paint = isLine ? ChartPaint.Marker(1) : ChartPaint.Marker(0),
                Title = isLine || shown.Count <= MostTitles ? StudyText.Line(trial) : null,
            });
        }

        return new()
        {
            Title = "Lineage",
            XLabel = "generation",
            YLabel = StudyText.Cut(view.Objectives[0]) + (scale.IsLogarithmic ? ", by the logarithm" : ""),
            IsWide = true,
            X = units => Axis.Exact(0, Math.Max(1, generations.Values.Max()), (int)(units / 85), isWhole: true),
            Y = units => scale.ToAxis(units),
            Marks = [.. marks, .. above],
            Legend =
            [
                (PlotSigns.Key(PlotSign.Circle, ChartPaint.Marker(0)), "a trial, and the one whose checkpoint it began from"),
                (PlotSigns.LineKey(ChartPaint.Line(1)), "the line of the best"),
            ],
            Note = StudyView.Thinned(shown.Count, view.Trials.Count),
            Description = $"{Format.Count(shown.Count, "trial")} in {Format.Count(generations.Values.Max() + 1, "generation")}; "
                + $"the best comes from trials {string.Join(", ", line.Order())}.",
        };

        ChartPoint Point(TrialRecord trial) => new(generations[trial.Number], trial.Value!.Value);
    }

    /// <summary>The best trial and those that it comes from, the first one first.</summary>
    public static IReadOnlyList<TrialRecord> Ancestors(StudyView view)
    {
        List<TrialRecord> line = [];
        for (TrialRecord? trial = view.Best; trial is not null && line.Count <= view.Trials.Count;)
        {
            line.Add(trial);
            // A parent has a smaller number; a file that says otherwise leads nowhere.
            trial = trial.Parent is { } parent && parent < trial.Number ? view.Trials[parent] : null;
        }

        line.Reverse();
        return line;
    }

    private static Dictionary<int, int> Generations(IReadOnlyList<TrialRecord> trials)
    {
        Dictionary<int, int> generations = [];
        foreach (TrialRecord trial in trials)
        {
            generations[trial.Number] = trial.Parent is { } parent && generations.TryGetValue(parent, out int before) ? before + 1 : 0;
        }

        return generations;
    }
}
