namespace Epoche.Experiments;

/// <summary>A study as its charts see it.</summary>
internal sealed class StudyView
{
    private const int MostForForest = 2_000;

    private readonly Dictionary<int, int> _shades = [];
    private readonly HashSet<int> _front;

    public StudyView(StudyRecord study)
    {
        Study = study;
        Objectives = ObjectivesOf(study);
        Complete =
        [
            .. study.Trials.Where(trial => trial.State == TrialState.Complete && trial.Values is { Count: > 0 } values
                && values.Count == study.Directions.Count),
        ];
        Ranked =
        [
            .. Complete.Where(trial => !double.IsNaN(trial.Values![0])).OrderBy(trial => Loss(trial, 0)).ThenBy(trial => trial.Number),
        ];
        Front = study.Front;
        Best = study.Directions.Count == 1 ? FinalRound.WinnerOf(study) : null;
        _front = [.. Best is { } best ? [best.Number] : study.Directions.Count > 1 ? Front.Select(trial => trial.Number) : []];
        SetShades();
        StudyHistory history = new(study.Directions.Count > 0 ? study.Directions : [Direction.NotSet], study.Trials);
        PedAnova = Importance.PedAnova(history);
        Fanova = Complete.Count <= MostForForest ? Importance.Fanova(history) : null;
        Dictionary<string, List<TrialRecord>> byName = new(StringComparer.Ordinal);
        foreach (TrialRecord trial in study.Trials)
        {
            foreach (TrialParameter parameter in trial.Parameters)
            {
                (byName.TryGetValue(parameter.Name, out List<TrialRecord>? trials) ? trials : byName[parameter.Name] = []).Add(trial);
            }
        }

        Dictionary<string, double> shares = PedAnova.ToDictionary(one => one.Name, one => one.Share, StringComparer.Ordinal);
        Parameters =
        [
            .. byName.Select(one => new ParameterScale(one.Key, one.Value))
                .OrderByDescending(scale => shares.GetValueOrDefault(scale.Name)),
        ];
    }

    public StudyRecord Study { get; }

    public IReadOnlyList<TrialRecord> Trials => Study.Trials;

    /// <summary>What each objective is called.</summary>
    public IReadOnlyList<string> Objectives { get; }

    /// <summary>The trials that have all values.</summary>
    public IReadOnlyList<TrialRecord> Complete { get; }

    /// <summary>Those whose first value is a number, the best first.</summary>
    public IReadOnlyList<TrialRecord> Ranked { get; }

    /// <summary>The best trial of one objective; null where there is none, or there are several objectives.</summary>
    public TrialRecord? Best { get; }

    public IReadOnlyList<TrialRecord> Front { get; }

    /// <summary>All parameters, the most important first.</summary>
    public IReadOnlyList<ParameterScale> Parameters { get; }

    public IReadOnlyList<ParameterImportance> PedAnova { get; }

    /// <summary>Null where there are so many trials that it would take long.</summary>
    public IReadOnlyList<ParameterImportance>? Fanova { get; }

    /// <summary>Whether importance says anything.</summary>
    public bool HasImportance => PedAnova.Any(one => one.Share > 0) || Fanova?.Any(one => one.Share > 0) == true;

    /// <summary>Whether a trial is the best, or one of the front.</summary>
    public bool IsBest(TrialRecord trial) => _front.Contains(trial.Number);

    /// <summary>Of complete trials, the shade of their rank: the best has the greatest.</summary>
    public int Shade(TrialRecord trial) => _shades.GetValueOrDefault(trial.Number);

    /// <summary>A value as one to be minimized.</summary>
    public double Loss(TrialRecord trial, int objective) =>
        Study.Directions[objective] == Direction.Maximize ? -trial.Values![objective] : trial.Values![objective];

    /// <summary>As many of these trials as a chart takes, by number: the best quarter of them, and of the others every so many.</summary>
    public IReadOnlyList<TrialRecord> Some(IReadOnlyList<TrialRecord> trials, int most)
    {
        if (trials.Count <= most)
        {
            return trials;
        }

        HashSet<int> taken = [.. trials.Where(IsBest).Take(most / 4).Select(trial => trial.Number)];
        HashSet<int> among = [.. trials.Select(trial => trial.Number)];
        taken.UnionWith(Ranked.Where(trial => among.Contains(trial.Number)).Take((most / 4) - taken.Count).Select(trial => trial.Number));
        TrialRecord[] others = [.. trials.Where(trial => !taken.Contains(trial.Number))];
        int rest = most - taken.Count;
        for (int i = 0; i < rest; i++)
        {
            taken.Add(others[(int)((long)i * others.Length / rest)].Number);
        }

        return [.. trials.Where(trial => taken.Contains(trial.Number))];
    }

    /// <summary>What a chart says where it does not show all trials; null where it does.</summary>
    public static string? Thinned(int shown, int all) => shown >= all ? null
        : $"{Format.Count(shown)} of {Format.Count(all, "trial")} are drawn: the best, and others at even distances.";

    /// <summary>What each objective of a study is called, as its file says.</summary>
    public static IReadOnlyList<string> ObjectivesOf(StudyRecord study)
    {
        const string Key = "study:metric_names";
        if ((study.SystemAttributes.TryGetValue(Key, out StudyValue names) || study.UserAttributes.TryGetValue(Key, out names))
            && names.Kind == StudyValueKind.List && names.AsList.Count == study.Directions.Count)
        {
            return [.. names.AsList.Select(StudyText.Of)];
        }

        return study.Directions.Count == 1 ? ["value"] : [.. Enumerable.Range(1, study.Directions.Count).Select(i => $"value {i}")];
    }

    private void SetShades()
    {
        int shades = Tracking.Reports.ChartPaint.Shades;
        for (int i = 0, rank = 0; i < Ranked.Count; i++)
        {
            rank = i > 0 && Loss(Ranked[i], 0) == Loss(Ranked[i - 1], 0) ? rank : i;
            _shades[Ranked[i].Number] = shades - 1 - (int)((long)rank * shades / Ranked.Count);
        }
    }
}
