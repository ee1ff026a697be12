using System.Diagnostics;

namespace Epoche.Tuning;

/// <summary>
/// Which results the next stretch of work may see, from the leases in the log. By number: the stretch in slot i sees what those in slots
/// below i − lag gave, and has to wait until they ended; so the study is one function of its seed, whoever works on it.
/// </summary>
internal sealed class Schedule(StudyOptions options)
{
    private readonly List<Segment> _segments = []; // by slot
    private readonly Dictionary<int, Segment> _open = []; // by trial
    private readonly List<TrialRecord> _results = []; // as they became visible; a trial that goes on keeps its place
    private readonly List<int> _slots = []; // of each result, that of its first stretch
    private readonly Dictionary<int, int> _places = []; // of each trial, among the results
    private readonly Dictionary<int, Segment> _latest = []; // of each trial
    private int _shown;

    /// <summary>The slot behind the last that is taken.</summary>
    public int EndSlot => _segments.Count == 0 ? 0 : _segments[^1].Slot + 1;

    /// <summary>The slot to decide about next: behind those that are taken, and those in which there was nothing to do.</summary>
    public int NextSlot
    {
        get => Math.Max(field, EndSlot);
        set;
    }

    public IReadOnlyCollection<Segment> Open => _open.Values;

    /// <summary>Results in the order in which they became visible; the list only grows where nothing is paused.</summary>
    public List<TrialRecord> Results => _results;

    public Segment? OpenOf(TrialRecord trial) => _open.GetValueOrDefault(trial.Number);

    /// <summary>Takes note of an operation of the log.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="mayBeLease">Whether the operation may have set the lease.</param>
    public void Note(TrialRecord trial, bool mayBeLease)
    {
        if (mayBeLease && Lease.Of(trial) is { } lease)
        {
            NoteLease(trial, lease);
        }

        Segment? open = OpenOf(trial);
        if (open is null)
        {
            NoteEnd(trial);
            return;
        }

        open.HeardAt = Stopwatch.GetTimestamp();
        if (trial.IsFinished)
        {
            Close(trial);
        }
    }

    /// <summary>A stretch ends without the trial's end.</summary>
    public void NotePause(TrialRecord trial)
    {
        if (OpenOf(trial) is not null)
        {
            Close(trial);
        }
    }

    /// <summary>The first open stretch that one in a slot has to wait for; null where there is none.</summary>
    public Segment? BlockerOf(int slot)
    {
        if (options.Order == TrialOrder.Arrival)
        {
            return null;
        }

        while (_shown < _segments.Count && _segments[_shown].Slot < slot - options.Lag)
        {
            if (_segments[_shown].IsOpen)
            {
                return _segments[_shown];
            }

            Show(_segments[_shown++]);
        }

        return null;
    }

    /// <summary>What one in the next slot may see; <see cref="BlockerOf"/> has found nothing to wait for.</summary>
    public StudyHistory ViewOf(int slot)
    {
        List<TrialRecord> pending = [];
        IEnumerable<Segment> later = options.Order == TrialOrder.Arrival
            ? _open.Values.OrderBy(segment => segment.Slot) : _segments.Skip(_shown).Where(segment => segment.Slot < slot);
        foreach (Segment segment in later)
        {
            if (!_places.TryGetValue(segment.Trial.Number, out int place))
            {
                pending.Add(options.Space is null ? segment.Trial.AsSuggested() : segment.Trial);
            }
            else if (_results[place].State == TrialState.Waiting)
            {
                TrialRecord promoted = _results[place].Copy();
                promoted.State = TrialState.Running;
                _results[place] = promoted;
            }
        }

        return new(options.Directions, new TrialList(_results, _results.Count), pending);
    }

    /// <summary>What a stretch that runs may see.</summary>
    public StudyHistory ViewOf(Segment running)
    {
        _ = BlockerOf(running.Slot); // after a start it may be the first to ask
        int count = running.Seen;
        if (options.Order == TrialOrder.Number)
        {
            int first = _slots.BinarySearch(running.Slot - options.Lag);
            count = first < 0 ? ~first : first;
            while (count > 0 && _slots[count - 1] >= running.Slot - options.Lag)
            {
                count--;
            }
        }

        return new(options.Directions, new TrialList(_results, Math.Min(count, _results.Count)));
    }

    private void NoteEnd(TrialRecord trial)
    {
        if (trial.IsFinished && !_latest.ContainsKey(trial.Number))
        {
            Add(new(trial, EndSlot - 1)); // another program's
            Close(trial);
        }
        else if (trial.IsFinished && _places.TryGetValue(trial.Number, out int place))
        {
            _results[place] = trial; // it was paused, and goes on no more
        }
    }

    private void NoteLease(TrialRecord trial, Lease lease)
    {
        Segment? open = OpenOf(trial);
        if (open is null)
        {
            // The attribute of a stretch that ended stays where it is; one in a slot that was not there before begins another.
            if (lease.Slot < EndSlot)
            {
                return;
            }

            Add(open = new(trial, lease.Slot));
        }

        (open.Owner, open.Epoch, open.Seen, open.Kills) = (lease.Owner, lease.Epoch, lease.Seen, lease.Kills);
    }

    private void Add(Segment segment)
    {
        _segments.Add(segment);
        _open.Add(segment.Trial.Number, segment);
        _latest[segment.Trial.Number] = segment;
    }

    private void Close(TrialRecord trial)
    {
        _open.Remove(trial.Number, out Segment? segment);
        segment!.IsOpen = false;
        segment.EndStep = trial.Last?.Step ?? -1;
        if (options.Order == TrialOrder.Arrival)
        {
            Show(segment);
        }
    }

    private void Show(Segment segment)
    {
        // A trial that goes on since then shows what it had when the stretch ended.
        TrialRecord trial = segment.Trial;
        TrialRecord shown = trial;
        if (!trial.IsFinished || _latest[trial.Number] != segment)
        {
            shown = trial.Copy(segment.EndStep);
            (shown.State, shown.Values, shown.Completed) = (TrialState.Waiting, null, null);
        }

        if (_places.TryGetValue(trial.Number, out int place))
        {
            _results[place] = shown;
        }
        else
        {
            _places.Add(trial.Number, _results.Count);
            _results.Add(shown);
            _slots.Add(segment.Slot);
        }
    }
}
