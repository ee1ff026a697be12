using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>Which trials ran when, a row for each worker; where none is named, a row for each of those that ran side by side.</summary>
internal static class TimelineChart
{
    private const int MostBars = 1_500, MostRows = 40, MostTitles = 400;
    private const string LeaseKey = "epoche:lease";

    /// <summary>Null where times are not known.</summary>
    public static PlotChart? Of(StudyView view)
    {
        List<Span> all = [.. view.Trials.Select(SpanOf).OfType<Span>().OrderBy(span => span.Start).ThenBy(span => span.Trial.Number)];
        if (all.Count == 0)
        {
            return null;
        }

        DateTime begin = all[0].Start, end = all.Max(span => span.End);
        IReadOnlyList<(string Name, List<Span> Spans)> rows = Rows(all);
        TrialRecord[] there = [.. rows.SelectMany(row => row.Spans).Select(span => span.Trial).OrderBy(trial => trial.Number)];
        HashSet<int> drawn = [.. view.Some(there, MostBars).Select(trial => trial.Number)];
        double seconds = Math.Max((end - begin).TotalSeconds, 1e-6);
        (double unit, string name) = seconds >= 2 * 86_400 ? (86_400, "days") : seconds >= 7_200 ? (3_600, "hours")
            : seconds >= 300 ? (60, "minutes") : (1.0, "seconds");
        List<PlotMark> marks = [];
        foreach ((int i, (string row, List<Span> spans)) in rows.Index())
        {
            double top = rows.Count - i;
            marks.Add(new TextMark(0, top - 0.4, row) { Paint = ChartPaint.Text });
            foreach (Span span in spans.Where(span => drawn.Contains(span.Trial.Number)))
            {
                marks.Add(new CellMark(At(span.Start), top - 0.92, At(span.End), top - 0.5)
                {
                    Paint = Paint(view, span.Trial),
                    Title = drawn.Count <= MostTitles ? $"{StudyText.Line(span.Trial)}\n{Format.Duration(span.Seconds)}" : null,
                });
            }
        }

        return new()
        {
            Title = "Timeline",
            XLabel = $"{name} since the first trial began",
            IsWide = true,
            X = units => Axis.Exact(0, seconds / unit, (int)(units / 85)),
            Y = _ => Axis.Rows(rows.Count),
            Marks = marks,
            Rows = rows.Count,
            RowHeight = 34,
            Legend = Legend(view, all),
            Note = string.Join(' ', ((string?[])
            [
                StudyView.Thinned(drawn.Count, there.Length),
                there.Length < all.Count
                    ? $"{Format.Count(all.Count - there.Length, "trial")} beyond the first {MostRows} rows are not shown." : null,
            ]).OfType<string>()) is { Length: > 0 } note ? note : null,
            Description = $"{Format.Count(all.Count, "trial")} of {Format.Count(rows.Count, "row")} in {Format.Duration(seconds)}.",
        };

        double At(DateTime time) => (time - begin).TotalSeconds / unit;
    }

    private static Span? SpanOf(TrialRecord trial) =>
        StudyText.Time(trial.Started) is { } start && StudyText.Time(trial.Completed) is { } end && end >= start
            ? new(trial, start, end) : null;

    private static IReadOnlyList<(string Name, List<Span> Spans)> Rows(IReadOnlyList<Span> all)
    {
        string?[] owners = [.. all.Select(span => Owner(span.Trial))];
        if (owners.All(owner => owner is not null))
        {
            return
            [
                .. all.Zip(owners).GroupBy(pair => pair.Second!, pair => pair.First, StringComparer.Ordinal)
                    .Take(MostRows).Select((group, i) => ($"worker {i + 1}: {StudyText.Cut(group.Key, 32)}", group.ToList())),
            ];
        }

        List<(string Name, List<Span> Spans)> rows = [];
        foreach (Span span in all)
        {
            List<Span>? free = rows.Select(row => row.Spans).FirstOrDefault(row => row[^1].End <= span.Start);
            if (free is null && rows.Count == MostRows)
            {
                continue;
            }

            if (free is null)
            {
                rows.Add(($"side by side, {rows.Count + 1}", free = []));
            }

            free.Add(span);
        }

        return rows is [var only] ? [("one at a time", only.Spans)] : rows;
    }

    private static string? Owner(TrialRecord trial) =>
        trial.SystemAttributes.TryGetValue(LeaseKey, out StudyValue lease) && lease.Kind == StudyValueKind.Map
        && lease["owner"] is { Kind: StudyValueKind.Text, AsText.Length: > 0 } owner ? owner.AsText : null;

    private static string Paint(StudyView view, TrialRecord trial) => view.IsBest(trial) ? ChartPaint.Bar(1) : trial.State switch
    {
        TrialState.Complete => ChartPaint.Bar(0),
        TrialState.Pruned => ChartPaint.Bar(3),
        _ => ChartPaint.Bar(4),
    };

    private static List<(string, string)> Legend(StudyView view, IReadOnlyList<Span> all)
    {
        List<(string, string)> legend = [];
        foreach ((Func<TrialRecord, bool> isSuch, string words) in ((Func<TrialRecord, bool>, string)[])
        [
            (view.IsBest, view.Best is null ? "the front" : "the best"),
            (trial => trial.State == TrialState.Complete && !view.IsBest(trial), "complete"),
            (trial => trial.State == TrialState.Pruned, "pruned"),
            (trial => trial.State == TrialState.Fail, "failed"),
        ])
        {
            if (all.FirstOrDefault(span => isSuch(span.Trial)) is { } first)
            {
                legend.Add((PlotSigns.AreaKey(Paint(view, first.Trial)), words));
            }
        }

        return legend;
    }

    private sealed class Span(TrialRecord trial, DateTime start, DateTime end)
    {
        public TrialRecord Trial => trial;

        public DateTime Start => start;

        public DateTime End => end;

        public double Seconds => (end - start).TotalSeconds;
    }
}
