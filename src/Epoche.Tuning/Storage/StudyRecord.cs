using Epoche.Tuning;

namespace Epoche;

/// <summary>A study as a log has it, ours or Optuna's: to look at, to report and to export.</summary>
public sealed class StudyRecord
{
    private readonly Dictionary<string, StudyValue> _user = new(StringComparer.Ordinal), _system = new(StringComparer.Ordinal);
    private readonly List<TrialRecord> _trials = [];

    internal StudyRecord(int id, string name, IReadOnlyList<Direction> directions) => (Id, Name, Directions) = (id, name, directions);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Of each objective, which values are good.</summary>
    public IReadOnlyList<Direction> Directions { get; }

    /// <summary>What its user noted.</summary>
    public IReadOnlyDictionary<string, StudyValue> UserAttributes => _user;

    /// <summary>What the tuner noted.</summary>
    public IReadOnlyDictionary<string, StudyValue> SystemAttributes => _system;

    /// <summary>Its trials, by number.</summary>
    public IReadOnlyList<TrialRecord> Trials => _trials;

    /// <summary>
    /// The complete trial with the best value of the first objective that violates no constraint; of equals the first. Null where there is
    /// none.
    /// </summary>
    public TrialRecord? Best => Directions.Count > 0 ? Ranking.Best(_trials, Directions[0]) : null;

    /// <summary>The complete trials that no other is better than in all objectives, violating no constraint, by number.</summary>
    public IReadOnlyList<TrialRecord> Front => Ranking.Front(_trials, Directions);

    internal int Id { get; }

    internal List<TrialRecord> TrialList => _trials;

    /// <summary>Domains of the parameters that trials have, the first of each name: what later ones have to agree with.</summary>
    internal Dictionary<string, ParameterDomain> Domains { get; } = new(StringComparer.Ordinal);

    /// <summary>All studies of a log.</summary>
    /// <exception cref="DataFormatException">A line is not one of a journal of Optuna 3.1 to 5.</exception>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public static IReadOnlyList<StudyRecord> ReadAll(IStudyLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        JournalState state = new(log.Name);
        state.Read(log);
        return [.. state.Studies];
    }

    /// <summary>One study of a log.</summary>
    /// <exception cref="ArgumentException">The log has no study of that name.</exception>
    /// <inheritdoc cref="ReadAll"/>
    public static StudyRecord Read(IStudyLog log, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        IReadOnlyList<StudyRecord> studies = ReadAll(log);
        return studies.FirstOrDefault(study => study.Name == name) ?? throw new ArgumentException(
            Shown.Message($"'{log.Name}' has no study '{name}'.{NearestHint.For(name, studies.Select(study => study.Name))}"),
                nameof(name));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {_trials.Count} trials";

    internal StudyRecord Copy()
    {
        StudyRecord copy = new(Id, Name, Directions);
        copy._trials.AddRange(_trials.Select(trial => trial.IsFinished ? trial : trial.Copy()));
        foreach ((string key, StudyValue value) in _user)
        {
            copy.SetUser(key, value);
        }

        foreach ((string key, StudyValue value) in _system)
        {
            copy.SetSystem(key, value);
        }

        return copy;
    }

    internal void SetUser(string key, StudyValue value) => _user[key] = value;

    internal void SetSystem(string key, StudyValue value) => _system[key] = value;
}
