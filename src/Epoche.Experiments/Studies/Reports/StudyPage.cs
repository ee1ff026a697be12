using System.Globalization;

namespace Epoche.Experiments;

/// <summary>A study as a page.</summary>
internal sealed class StudyPage(StudyRecord study, UnseenResult? unseen = null, string? settings = null)
{
    private const int MostRows = 200, MostShown = 12;

    private readonly StudyView _view = new(study);

    public ReportData ToData() => new()
    {
        Title = $"Study {study.Name}",
        Subtitle = Subtitle(),
        Figures = [.. Figures()],
        Charts = [.. Charts().Select(chart => chart.Chart)],
        Grids = [.. Grids()],
        Tables = [.. Tables()],
        Texts = settings is null ? [] : [new("Settings of the study", settings, IsYaml: true)],
    };

    /// <summary>The charts, with names that files can have.</summary>
    public IEnumerable<(string Name, Chart Chart)> Charts()
    {
        if (study.Trials.Count == 0 || study.Directions.Count == 0)
        {
            yield break;
        }

        yield return ("history", HistoryChart.Of(_view, 0));
        foreach ((int i, Chart chart) in FrontCharts.Of(_view).Index())
        {
            yield return ($"front{Numbered(i)}", chart);
        }

        for (int i = 1; i < study.Directions.Count; i++)
        {
            yield return ($"history{Numbered(i)}", HistoryChart.Of(_view, i));
        }

        foreach ((string Name, Chart? Chart) one in ((string, Chart?)[])
        [
            ("reports", LearningChart.Of(_view)), ("parallel", ParallelChart.Of(_view)), ("finals", Finals()), ("unseen", Unseen()),
            ("importance", ImportanceChart.Of(_view)),
        ])
        {
            if (one.Chart is { } chart)
            {
                yield return (one.Name, chart);
            }
        }

        foreach ((int i, Chart chart) in SliceCharts.Of(_view).Index())
        {
            yield return ($"slice{Numbered(i)}", chart);
        }

        foreach ((int i, Chart chart) in ContourCharts.Of(_view).Index())
        {
            yield return ($"contour{Numbered(i)}", chart);
        }

        if (LineageChart.Of(_view) is { } lineage)
        {
            yield return ("lineage", lineage);
        }

        if (TimelineChart.Of(_view) is { } timeline)
        {
            yield return ("timeline", timeline);
        }
    }

    private static string Numbered(int i) => i == 0 ? "" : (i + 1).ToString("'-'0", CultureInfo.InvariantCulture);

    private string Subtitle()
    {
        string objectives = string.Join(", ", StudyColumns.Objectives(study));
        string? best = _view.Best is { } trial
            ? $"The best, trial {trial.Number}: " + string.Join(", ", trial.Parameters.Take(MostShown)
                .Select(one => $"{StudyText.Cut(one.Name)} = {StudyText.Cut(StudyText.Of(one))}"))
                + (trial.Parameters.Count > MostShown ? " …" : "")
            : null;
        return best is null ? $"{objectives}." : $"{objectives}. {best}.";
    }

    private IEnumerable<ReportFigure> Figures()
    {
        if (_view.Best is { } best)
        {
            yield return new($"Best {StudyText.Cut(_view.Objectives[0], 24)}", StudyText.Values(best), $"trial {best.Number}");
        }
        else if (study.Directions.Count > 1)
        {
            yield return new("Front", Format.Count(_view.Front.Count, "trial"), "that nothing beats in all objectives");
        }

        string counts = StudyColumns.Counts(study);
        int colon = counts.IndexOf(": ", StringComparison.Ordinal);
        yield return new("Trials", Format.Count(study.Trials.Count), colon < 0 ? null : counts[(colon + 2)..]);
        if (unseen is { Rows: [var winner, ..] })
        {
            yield return new($"{unseen.Measure}, unseen seeds", StudyText.Number(winner.Value), "the mean of the winner");
        }

        double seconds = study.Trials.Sum(trial => Math.Max(0, trial.Duration?.TotalSeconds ?? 0));
        if (seconds > 0)
        {
            yield return new("Time of all trials", Format.Duration(seconds));
        }
    }

    private IntervalChart? Unseen() => unseen is null || unseen.Rows.Count == 0 ? null : new()
    {
        Title = $"{unseen.Measure} with seeds that no trial saw",
        XLabel = "mean and 95% interval; a dot is a seed",
        Rows = unseen.Rows,
    };

    private IntervalChart? Finals() => unseen is null || unseen.Finals.Count == 0 ? null : new()
    {
        Title = $"{unseen.Measure} of the best trials in the finals",
        XLabel = "mean and 95% interval; a dot is a seed",
        Rows = unseen.Finals,
    };

    private IEnumerable<ReportGrid> Grids()
    {
        if (study.Directions.Count > 1 && _view.Front.Count > 0)
        {
            yield return Grid("The front", _view.Front.Count, [.. _view.Front.Take(MostRows)]);
        }

        IReadOnlyList<TrialRecord> line = LineageChart.Ancestors(_view);
        if (line.Count > 1)
        {
            yield return Grid("The line of the best: by which settings it was trained", line.Count, [.. line.TakeLast(MostRows)]);
        }

        if (study.Trials.Count > 0)
        {
            yield return Grid("Trials", study.Trials.Count, _view.Some(study.Trials, MostRows));
        }
    }

    private ReportGrid Grid(string title, int all, IReadOnlyList<TrialRecord> shown) => new(
        shown.Count == all ? title : $"{title}: {Format.Count(shown.Count)} of {Format.Count(all)}; 'epoche study export' gives all",
        StudyColumns.Headings(study), StudyColumns.Rows(study, shown), StudyColumns.TextColumns);

    private IEnumerable<ReportTable> Tables()
    {
        if (_view.Best is { } best && best.Parameters.Count + best.UserAttributes.Count > 0)
        {
            yield return new(
                $"The best: trial {best.Number}",
                [
                    .. best.Parameters.Select(one => KeyValuePair.Create(one.Name, StudyText.Of(one))),
                    .. best.UserAttributes.OrderBy(one => one.Key, StringComparer.Ordinal)
                        .Select(one => KeyValuePair.Create(one.Key, Shown.Cut(StudyText.Of(one.Value), 200))),
                ]);
        }

        List<KeyValuePair<string, string>> rows =
        [
            KeyValuePair.Create("Objectives", string.Join(", ", StudyColumns.Objectives(study))),
            KeyValuePair.Create("Parameters", Format.Count(_view.Parameters.Count)),
        ];
        if (study.SystemAttributes.TryGetValue("epoche:study", out StudyValue options) && options.Kind == StudyValueKind.Map)
        {
            rows.AddRange(((string[])["sampler", "pruner", "seed", "lag", "order"]).Where(key => options[key] is not null)
                .Select(key => KeyValuePair.Create(char.ToUpperInvariant(key[0]) + key[1..], StudyText.Of(options[key]!.Value))));
        }

        rows.AddRange(study.UserAttributes.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => KeyValuePair.Create(one.Key, Shown.Cut(StudyText.Of(one.Value), 200))));
        if (SliceCharts.LeftOut(_view) is { } leftOut)
        {
            rows.Add(KeyValuePair.Create("Charts of parameters", leftOut));
        }

        yield return new("The study", rows);
    }
}
