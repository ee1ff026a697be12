using System.Diagnostics;

namespace Epoche.Tuning;

/// <summary>
/// A study over its log: reads what others wrote, decides what comes next, and writes it if nobody was faster. One thread at a time, under
/// <see cref="Gate"/>.
/// </summary>
internal sealed class StudyCore : IDisposable
{
    private const string ReasonKey = "epoche:reason";

    private readonly IStudyLog _log;
    private readonly JournalState _state;
    private readonly IDisposable? _presence;
    private readonly Suggester _suggester;
    private readonly JournalWriter _writer;

    public StudyCore(StudyOptions options, IStudyLog log)
    {
        options.Validate();
        (Options, _log, _state) = (options, log, new(log.Name));
        Schedule = new(options);
        Worker = WorkerName.Next();
        _writer = new(Worker, options.Clock);
        _state.Changed = Note;
        Write(() => _state.Find(options.Name) is null ? [_writer.CreateStudy(options.Name, options.Directions)] : []);
        Write(() =>
        {
            StudyFile.RequireSame(log.Name, Record, options);
            return Record.SystemAttributes.ContainsKey(StudyFile.Key)
                ? [] : [_writer.StudyAttribute(Record.Id, StudyFile.Key, StudyFile.ToValue(options), isSystem: true)];
        });
        _suggester = new(options, this);
        _presence = (log as IWorkerPresence)?.Enter(Worker);
    }

    public object Gate { get; } = new();

    public StudyOptions Options { get; }

    public Schedule Schedule { get; }

    public string Worker { get; }

    public StudyRecord Record => _state.Find(Options.Name)
        ?? throw new InvalidOperationException(Shown.Message($"The study '{Options.Name}' was deleted from '{_log.Name}' meanwhile."));

    public void Dispose() => _presence?.Dispose();

    /// <summary>Reads what the log has in addition by now.</summary>
    public void Sync() => _state.Read(_log);

    /// <summary>Writes what depends on all that the log has: where another was faster it is decided again.</summary>
    /// <param name="decide">Gives the lines; none: nothing is written.</param>
    public void Write(Func<IReadOnlyList<string>> decide)
    {
        while (true)
        {
            Sync();
            IReadOnlyList<string> lines = decide();
            if (lines.Count == 0)
            {
                return;
            }

            if (_log.TryAppend(lines, _state.Count))
            {
                Sync();
                return;
            }
        }
    }

    /// <summary>Takes up the next stretch of work.</summary>
    /// <param name="trials">How many trials the study is to have.</param>
    /// <param name="blocker">What has to end first; null where there is nothing left to do.</param>
    /// <returns>The stretch; null where there is none now.</returns>
    public Segment? Claim(int trials, out Segment? blocker)
    {
        int taken = -1;
        Segment? waitsFor = null;
        Write(() =>
        {
            (taken, waitsFor, IReadOnlyList<string> lines) = Next(trials);
            return lines;
        });
        blocker = waitsFor;
        return taken < 0 ? null : Schedule.OpenOf(Record.Trials[taken]) is { } segment && segment.Owner == Worker ? segment
            : Claim(trials, out blocker); // it failed for having been taken too often
    }

    /// <summary>Whether workers of other processes may wait for a word of this one.</summary>
    public bool NeedsHeartbeat => _log is IWorkerPresence;

    /// <summary>Renews the leases of this worker's trials that have been silent for so long.</summary>
    public void Renew(TimeSpan silence) => Write(() =>
    [
        .. Schedule.Open.Where(segment => segment.Owner == Worker && Stopwatch.GetElapsedTime(segment.HeardAt) >= silence)
            .Select(segment => _writer.TrialAttribute(
                segment.Trial.Id, Lease.Key, segment.Lease.ToValue(), isSystem: true)),
    ]);

    /// <summary>Writes to a trial that a worker has; only while it has it.</summary>
    /// <exception cref="TrialLostException">Another took it over, or it has ended.</exception>
    public void WriteTo(Segment segment, int epoch, Func<IReadOnlyList<string>> lines) => Write(() =>
    {
        if (!segment.IsOpen || segment.Owner != Worker || segment.Epoch != epoch)
        {
            string what = segment.Trial.IsFinished ? "has ended; nothing more can be written to it."
                : "was taken over by another worker, since this one was silent for too long. Leave it to the other.";
            throw new TrialLostException(Shown.Message($"Trial {segment.Trial.Number} of the study '{Options.Name}' {what}"));
        }

        return lines();
    });

    public string Line(Func<JournalWriter, string> make) => make(_writer);

    public IReadOnlyList<string> EndLines(TrialRecord trial, TrialState state, IReadOnlyList<double>? values, string? reason) =>
    [
        .. reason is null ? [] : (IReadOnlyList<string>)[_writer.TrialAttribute(trial.Id, ReasonKey, reason, isSystem: true)],
        _writer.State(trial.Id, state, values),
    ];

    /// <summary>A pruned trial's value is its last finite report, as in Optuna.</summary>
    public static IReadOnlyList<double>? LastFinite(TrialRecord trial) =>
        trial.IntermediateValues.Where(report => double.IsFinite(report.Value)).OrderBy(report => report.Step)
            .Select(report => (IReadOnlyList<double>?)[report.Value]).LastOrDefault();

    private void Note(StudyRecord study, TrialRecord trial, JournalCode code)
    {
        if (study.Name != Options.Name)
        {
            return;
        }

        Schedule.Note(trial, code is JournalCode.CreateTrial or JournalCode.SetTrialSystemAttribute);
        if (code == JournalCode.SetState && trial.State == TrialState.Waiting)
        {
            Schedule.NotePause(trial);
        }
    }

    private (int Taken, Segment? Blocker, IReadOnlyList<string> Lines) Next(int trials)
    {
        if (Orphan() is { } orphan)
        {
            int kills = orphan.Kills + (orphan.Owner.Length > 0 ? 1 : 0);
            return (orphan.Trial.Number, null, kills >= Options.MostTakes
                ? EndLines(orphan.Trial, TrialState.Fail, null, $"its worker was killed {kills} times")
                : TakeLines(orphan.Trial, orphan.Lease with { Owner = Worker, Epoch = orphan.Epoch + 1, Kills = kills }));
        }

        for (int slot = Schedule.NextSlot; ; slot++)
        {
            if (Schedule.BlockerOf(slot) is { } blocker)
            {
                return (-1, blocker, []);
            }

            StudyHistory history = Schedule.ViewOf(slot);
            TrialRecord? waiting = Options.Pruner.Promote(Options.Name, history) is { } number ? Paused(number) : Enqueued();
            if (waiting is not null)
            {
                return (waiting.Number, null, TakeLines(waiting, new(Worker, 1, slot, Schedule.Results.Count), history));
            }

            if (Record.Trials.Count < trials && _suggester.TrySuggest(history, Record.Trials.Count) is { } suggestion)
            {
                return (Record.Trials.Count, null, [NewLine(suggestion, new(Worker, 1, slot, Schedule.Results.Count))]);
            }

            if (!Options.Pruner.Pauses)
            {
                return (-1, Schedule.Open.MinBy(segment => segment.Slot), []);
            }

            if (Schedule.Open.Count == 0 && slot - Options.Lag >= Schedule.EndSlot)
            {
                return (-1, null, EndPaused()); // everything is visible, and nobody is promoted
            }

            Schedule.NextSlot = slot + 1; // nothing to do in this one, and more may be seen from the next
        }
    }

    /// <summary>A stretch that nobody works on: given back, or of a worker that is no more.</summary>
    private Segment? Orphan() => Schedule.Open.OrderBy(segment => segment.Slot).FirstOrDefault(segment => segment.Owner.Length == 0
        || (segment.Owner != Worker && IsGone(segment)));

    private bool IsGone(Segment segment) => _log is IWorkerPresence presence && WorkerName.IsName(segment.Owner)
        && !(presence.IsThere(segment.Owner) ?? Stopwatch.GetElapsedTime(segment.HeardAt) < Options.LeaseTime);

    private TrialRecord Paused(int number) => Record.Trials.ElementAtOrDefault(number) is { State: TrialState.Waiting } trial
        ? trial
        : throw new InvalidOperationException(
            $"The pruner {Options.Pruner.Text} promotes trial {number}, which is not paused. Promote one whose state is Waiting.");

    private TrialRecord? Enqueued() => _suggester.NextEnqueued(Record);

    private string NewLine(Suggestion suggestion, Lease lease)
    {
        List<KeyValuePair<string, StudyValue>> system = [new(Lease.Key, lease.ToValue())];
        if (suggestion.Parent is { } parent)
        {
            system.Add(new(TrialRecord.ParentKey, parent));
        }

        if (Options.Space is null && suggestion.Parameters.Count > 0)
        {
            system.Add(new(TrialRecord.SuggestedKey, SuggestedParameters.ToValue(suggestion.Parameters)));
        }

        return _writer.CreateTrial(Record.Id, TrialState.Running, Options.Space is null ? [] : suggestion.Parameters, system);
    }

    private IReadOnlyList<string> TakeLines(TrialRecord trial, Lease lease, StudyHistory? history = null)
    {
        List<string> lines = [_writer.TrialAttribute(trial.Id, Lease.Key, lease.ToValue(), isSystem: true)];
        if (history is not null)
        {
            lines.AddRange(_suggester.Complete(history, trial).Select(parameter => _writer.Parameter(trial.Id, parameter)));
        }

        if (trial.State == TrialState.Waiting)
        {
            lines.Add(_writer.State(trial.Id, TrialState.Running));
        }

        return lines;
    }

    private IReadOnlyList<string> EndPaused() =>
    [
        .. Record.Trials.Where(trial => trial.State == TrialState.Waiting && Lease.Of(trial) is not null)
            .SelectMany(trial => EndLines(trial, TrialState.Pruned, LastFinite(trial), null)),
    ];
}
