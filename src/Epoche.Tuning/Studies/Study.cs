using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// A search for good settings: asks a sampler for parameters, an objective for its value, and keeps all of it in a log. What it finds
/// depends on its options alone: not on how many workers there are, when it was interrupted, or what was killed meanwhile.
/// <code>
/// Study study = new(new() { Space = SearchSpace.Empty.Float("x", -10, 10), Seed = 1 });
/// study.Run(trial =&gt; Math.Abs(trial.Float("x") - 2), trials: 100);
/// Console.WriteLine(study.Best);
/// </code>
/// Safe for several threads.
/// </summary>
public sealed class Study : IDisposable
{
    private readonly StudyCore _core;
    private readonly IStudyLog _log;
    private readonly bool _ownsLog;

    /// <summary>Begins a study, or continues one that the log has.</summary>
    /// <param name="options">What it searches, and how.</param>
    /// <param name="log">Where it is stored; null: in memory. It stays open when the study is disposed.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, options do not fit together, or the log has a study of this name with other options.
    /// </exception>
    /// <exception cref="DataFormatException">The log is not a journal of a known version.</exception>
    /// <exception cref="IOException">The log cannot be read or written.</exception>
    public Study(StudyOptions options, IStudyLog? log = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_log, _ownsLog) = (log ?? new MemoryLog(), log is null);
        _core = new(options, _log);
        Options = options;
    }

    /// <summary>What it searches, and how.</summary>
    public StudyOptions Options { get; }

    /// <summary>The trials, by number, as they are now.</summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public IReadOnlyList<TrialRecord> Trials =>
        Read(study => study.Trials.Select(trial => trial.IsFinished ? trial : trial.Copy()).ToArray());

    /// <summary>
    /// The complete trial with the best value that violates no constraint; of equals the first. Null where there is none.
    /// </summary>
    /// <exception cref="InvalidOperationException">There are several objectives.</exception>
    public TrialRecord? Best => Options.Directions.Count == 1
        ? Read(study => Ranking.Best(study.Trials, Options.Directions[0]))
        : throw new InvalidOperationException($"A study of {Options.Directions.Count} objectives has no best trial; see Front.");

    /// <summary>The complete trials that no other is better than in all objectives, violating no constraint, by number.</summary>
    public IReadOnlyList<TrialRecord> Front => Read(study => Ranking.Front(study.Trials, Options.Directions));

    /// <summary>
    /// A hash of what the study found: parameters, states, values, reports and constraints of all trials, as 64 hexadecimal digits. Times,
    /// workers and notes do not count.
    /// </summary>
    public string Hash => Read(study => StudyHash.Of(study));

    /// <summary>The study as it is now, for a report or an export. It does not change any more.</summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public StudyRecord ToRecord() => Read(study => study.Copy());

    /// <summary>Adds a trial with parameters of your choice, to be run before others; what is left out is suggested.</summary>
    /// <param name="parameters">Values by name.</param>
    /// <exception cref="ArgumentException">The space has no such parameter, or not with this value.</exception>
    public void Enqueue(IReadOnlyDictionary<string, StudyValue> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach ((string name, StudyValue value) in parameters)
        {
            _ = Options.Space?.Domain(name).ToNumber(value);
        }

        StudyValue map = StudyValue.Of([.. parameters.OrderBy(one => one.Key, StringComparer.Ordinal)]);
        lock (_core.Gate)
        {
            _core.Write(() => [_core.Line(writer => writer.CreateTrial(
                _core.Record.Id, TrialState.Waiting, [], [new(TrialRecord.FixedKey, map)]))]);
        }
    }

    /// <summary>Notes something in the study's file.</summary>
    public void Set(string key, StudyValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_core.Gate)
        {
            _core.Write(() => [_core.Line(writer => writer.StudyAttribute(_core.Record.Id, key, value, isSystem: false))]);
        }
    }

    /// <summary>Takes up the next trial, to be run by the caller, who then calls <see cref="Tell(Trial, double)"/>.</summary>
    /// <exception cref="InvalidOperationException">
    /// All combinations were tried; or a trial that this one must see the result of is still open in this study.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled while it waited for a trial of another process.</exception>
    public Trial Ask(CancellationToken cancellation = default)
    {
        lock (_core.Gate)
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (_core.Claim(int.MaxValue, out Segment? blocker) is { } segment)
                {
                    return new(_core, segment);
                }

                if (blocker is null || blocker.Owner == _core.Worker)
                {
                    throw new InvalidOperationException(blocker is null
                        ? $"All {Options.Space?.Count} combinations of the space were tried; there is no other trial."
                        : $"The next trial must see the result of trial {blocker.Trial.Number}, which is open. Tell that first, or "
                            + "give the study a lag.");
                }

                Monitor.Wait(_core.Gate, StudyRun.PollMilliseconds);
            }
        }
    }

    /// <summary>Ends a trial with its value, unless its last report paused or pruned it.</summary>
    /// <inheritdoc cref="Tell(Trial, IReadOnlyList{double})"/>
    public TrialRecord Tell(Trial trial, double value) => Tell(trial, [value]);

    /// <summary>Ends a trial with its values, unless its last report paused or pruned it. One that is NaN makes it failed.</summary>
    /// <param name="trial">A trial of <see cref="Ask"/>.</param>
    /// <param name="values">One value for each objective.</param>
    /// <returns>What is known of it then.</returns>
    /// <exception cref="ArgumentException">There are more or fewer values than objectives.</exception>
    /// <exception cref="TrialLostException">Another worker took the trial over, or it has ended.</exception>
    public TrialRecord Tell(Trial trial, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(values);
        TrialRecord record = trial.Segment.Trial;
        if (trial.Decision == TrialDecision.Continue && values.Count != Options.Directions.Count)
        {
            throw new ArgumentException(
                $"Trial {trial.Number}: expected {Options.Directions.Count} values, one for each objective; received {values.Count}.",
                nameof(values));
        }

        return End(trial, () => trial.Decision switch
        {
            TrialDecision.Prune => _core.EndLines(record, TrialState.Pruned, StudyCore.LastFinite(record), null),
            TrialDecision.Pause => _core.EndLines(record, TrialState.Waiting, null, null),
            _ when values.Any(double.IsNaN) => _core.EndLines(record, TrialState.Fail, null, "the objective is NaN"),
            _ => _core.EndLines(record, TrialState.Complete, values, null),
        });
    }

    /// <summary>Ends a trial that cannot be evaluated.</summary>
    /// <param name="trial">A trial of <see cref="Ask"/>.</param>
    /// <param name="reason">Why, for people.</param>
    /// <exception cref="TrialLostException">Another worker took the trial over, or it has ended.</exception>
    public TrialRecord Fail(Trial trial, string reason)
    {
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(reason);
        return End(trial, () => _core.EndLines(trial.Segment.Trial, TrialState.Fail, null, Shown.Error(reason)));
    }

    /// <summary>Runs an objective until the study has so many trials, those of earlier runs included.</summary>
    /// <param name="objective">Evaluates a trial. With several workers it is called on several threads.</param>
    /// <param name="trials">How many trials the study is to have.</param>
    /// <param name="options">How many workers, callbacks, what to do about errors.</param>
    /// <param name="cancellation">
    /// Ends the run; the objective gets the token, and trials that end by it are taken up by the next run.
    /// </param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Run(
        Func<Trial, CancellationToken, IReadOnlyList<double>> objective, int trials, StudyRunOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        CountChecks.AtLeast(1, trials);
        options ??= new();
        CountChecks.AtLeast(1, options.Workers);
        new StudyRun(this, _core, objective, trials, options).Run(cancellation);
    }

    /// <inheritdoc cref="Run(Func{Trial, CancellationToken, IReadOnlyList{double}}, int, StudyRunOptions?, CancellationToken)"/>
    public void Run(Func<Trial, CancellationToken, double> objective, int trials, StudyRunOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        Run((trial, token) => (IReadOnlyList<double>)[objective(trial, token)], trials, options, cancellation);
    }

    /// <inheritdoc cref="Run(Func{Trial, CancellationToken, IReadOnlyList{double}}, int, StudyRunOptions?, CancellationToken)"/>
    public void Run(Func<Trial, double> objective, int trials, StudyRunOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        Run((trial, _) => (IReadOnlyList<double>)[objective(trial)], trials, options, cancellation);
    }

    /// <summary>Says to others that nobody works on this study here any more. Trials that are open are taken up by others.</summary>
    public void Dispose()
    {
        _core.Dispose();
        if (_ownsLog)
        {
            _log.Dispose();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"study '{Options.Name}'";

    internal void Release(Trial trial) =>
        End(trial, () =>
        [
            _core.Line(writer => writer.TrialAttribute(
                trial.Segment.Trial.Id, Lease.Key, (trial.Segment.Lease with { Owner = "" }).ToValue(), isSystem: true)),
        ]);

    private TrialRecord End(Trial trial, Func<IReadOnlyList<string>> lines)
    {
        lock (_core.Gate)
        {
            trial.Write(lines);
            Monitor.PulseAll(_core.Gate);
            return trial.Segment.Trial.IsFinished ? trial.Segment.Trial : trial.Segment.Trial.Copy();
        }
    }

    private T Read<T>(Func<StudyRecord, T> read)
    {
        lock (_core.Gate)
        {
            _core.Sync();
            return read(_core.Record);
        }
    }
}
