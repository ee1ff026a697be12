namespace Epoche;

public sealed partial class Checkpoints
{
    /// <summary>
    /// Saves where enough time has passed since the last checkpoint; see <see cref="CheckpointOptions"/>. Cheap where it has not: a look at
    /// the clock. The training waits only while its state is copied; the files are written beside it. Where that fails, the next call
    /// throws, or <see cref="Save"/> or <see cref="Dispose"/>.
    /// </summary>
    /// <param name="state">What to save.</param>
    /// <param name="step">How far the training is.</param>
    /// <returns>Whether a checkpoint was begun.</returns>
    /// <exception cref="IOException">See <see cref="Save"/>.</exception>
    public bool SaveIfDue(IStateful state, long step)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_writing is { IsCompleted: true })
        {
            Finish();
        }

        _asked ??= _options.Clock.GetTimestamp();
        if (_options.Clock.GetElapsedTime(_saved ?? _asked.Value) < (_saved is null ? _options.First : _wait))
        {
            return false;
        }

        double before = SecondsSpent;
        Make(state, step, beside: true);
        _wait = TimeSpan.FromSeconds(Math.Max(_options.Every.TotalSeconds, (SecondsSpent - before) / _options.MostShare));
        return true;
    }

    /// <summary>
    /// Saves now. When it returns, the checkpoint survives a kill and a power failure; when it throws, the
    /// checkpoints before are untouched.
    /// </summary>
    /// <param name="state">What to save.</param>
    /// <param name="step">How far the training is.</param>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="InvalidOperationException">
    /// The folder holds checkpoints, which were not loaded: saving would replace them.
    /// </exception>
    public void Save(IStateful state, long step) => Make(state, step, beside: false);

    private void Make(IStateful state, long step, bool beside)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!_mayReplace)
        {
            throw new InvalidOperationException($"{Folder} holds checkpoints; call TryLoad before saving more, or choose another folder.");
        }

        long began = _options.Clock.GetTimestamp();
        Finish();
        List<(string Name, IStateLog Log)> saved = Copy(state) is { } saver ? Make(saver, step, beside) : MakeLarge(state, step);
        _logs.Clear();
        foreach ((string name, IStateLog log) in saved)
        {
            _logs[name] = log;
        }

        SecondsSpent += _options.Clock.GetElapsedTime(began).TotalSeconds;
        (_saved, _wait) = (began, _options.Every);
    }

    private List<(string Name, IStateLog Log)> Make(StateSaver saver, long step, bool beside)
    {
        if (beside && saver.Logs.Sum(l => l.Log.BytesFrom(CheckpointLogs.EndOf(SegmentsOf(l.Name, l.Log)))) <= MostCopied)
        {
            _copies.Clear();
            SortedDictionary<string, IReadOnlyList<CheckpointSegment>> logs = Update(saver.Logs, _copies.Add);
            _options.BeforeValid?.Invoke(step);
            _writing = Background.Run(() =>
            {
                CheckpointManifest manifest = Write(WriteCopy, step, (_, written) => WriteCopies(logs, written), isValidBefore: true);
                _copies.Reserve(MostCopied);
                return manifest;
            });
        }
        else
        {
            Take(Write(WriteCopy, step, (_, written) => Update(saver.Logs, write => WriteSegment(write, written))));
        }

        return saver.Logs;

        List<(string, IStateLog)> WriteCopy(Stream to)
        {
            _values.CopyTo(to);
            return saver.Logs;
        }
    }

    /// <summary>Writes the values of a state that is not copied straight from where they lie.</summary>
    private List<(string Name, IStateLog Log)> MakeLarge(IStateful state, long step)
    {
        int version = Count(state) > _options.MostCopied ? StateLayout.LargeVersion : StateLayout.Version;
        List<(string Name, IStateLog Log)> saved = [];
        Take(Write(
            to =>
            {
                StateSaver saver = new(new StateFile(to), version);
                saver.Part(StateName, state);
                return saved = saver.Logs;
            },
            step,
            (logs, written) => Update(logs, write => WriteSegment(write, written))));
        return saved;
    }

    /// <summary>
    /// Copies the values of a state, so that training can go on while they are written. Null where they are more than a copy may be, or
    /// than there is memory for.
    /// </summary>
    private StateSaver? Copy(IStateful state)
    {
        if (_isLarge && Count(state) > _options.MostCopied)
        {
            return null;
        }

        try
        {
            _values.Clear();
            StateSaver saver = new(_values);
            saver.Part(StateName, state);
            _isLarge = !_values.IsWhole;
            return _isLarge ? null : saver;
        }
        catch (OutOfMemoryException)
        {
            _values.Release();
            return null;
        }
    }

    /// <summary>How many bytes the values of a state are.</summary>
    private static long Count(IStateful state)
    {
        StateBuffer nothing = new(mostBytes: 0);
        new StateSaver(nothing).Part(StateName, state);
        return nothing.Bytes;
    }

    /// <summary>Waits for the checkpoint that is being written, if there is one; throws where that failed.</summary>
    private void Finish()
    {
        if (_writing is not { } writing)
        {
            return;
        }

        _writing = null;
        try
        {
            Take(writing.GetAwaiter().GetResult());
        }
        catch
        {
            _logs.Clear(); // they may not be those of the checkpoint before
            throw;
        }
    }

    private void Take(CheckpointManifest manifest)
    {
        (_before, _newest) = (_newest, manifest);
        SavedCount++;
    }

    /// <summary>The segments of a log in the newest checkpoint; none where it holds no such log.</summary>
    private IReadOnlyList<CheckpointSegment> SegmentsOf(string name, IStateLog log) =>
        _logs.GetValueOrDefault(name) == log && _newest is not null ? _newest.Logs.GetValueOrDefault(name) ?? [] : [];

    private SortedDictionary<string, IReadOnlyList<CheckpointSegment>> Update(
        IEnumerable<(string Name, IStateLog Log)> saved, Func<Func<Stream, long[]>, CheckpointSegment> write)
    {
        SortedDictionary<string, IReadOnlyList<CheckpointSegment>> logs = new(StringComparer.Ordinal);
        foreach ((string name, IStateLog log) in saved)
        {
            logs[name] = CheckpointLogs.Update(log, SegmentsOf(name, log), write);
        }

        return logs;
    }

    /// <summary>Writes a checkpoint and removes what is needed no more.</summary>
    /// <param name="writeValues">Writes the values, and says which logs there are.</param>
    /// <param name="step">How far the training is.</param>
    /// <param name="writeLogs">Writes what is new of the logs, and notes the files.</param>
    /// <param name="isValidBefore">Whether what was logged up to the step is on the disk already.</param>
    private CheckpointManifest Write(
        Func<Stream, List<(string Name, IStateLog Log)>> writeValues, long step,
        Func<List<(string Name, IStateLog Log)>, List<string>, SortedDictionary<string, IReadOnlyList<CheckpointSegment>>> writeLogs,
        bool isValidBefore = false)
    {
        List<string> written = [];
        CheckpointManifest manifest;
        try
        {
            (CheckpointSegment values, List<(string Name, IStateLog Log)> saved) = WriteFile(writeValues, written);
            manifest = new(_nextNumber, step, values, writeLogs(saved, written));
            if (!isValidBefore)
            {
                _options.BeforeValid?.Invoke(step);
            }

            (string file, byte[] content) = manifest.ToFile();
            Posix.FlushFolder(Folder); // the names of the segments, before a file relies on them
            AtomicFile.Write(Path.Combine(Folder, file), stream => stream.Write(content));
            _nextNumber++;
        }
        catch
        {
            HashSet<string> needed = Needed(_newest, _before);
            foreach (string file in written.Where(f => !needed.Contains(f)))
            {
                AtomicFile.TryDelete(Path.Combine(Folder, file));
            }

            throw;
        }

        DeleteObsolete(Needed(manifest, _newest));
        return manifest;
    }

    private SortedDictionary<string, IReadOnlyList<CheckpointSegment>> WriteCopies(
        SortedDictionary<string, IReadOnlyList<CheckpointSegment>> logs, List<string> written)
    {
        SortedDictionary<string, IReadOnlyList<CheckpointSegment>> files = new(StringComparer.Ordinal);
        foreach ((string name, IReadOnlyList<CheckpointSegment> segments) in logs)
        {
            files[name] = [.. segments.Select(segment => _copies.Find(segment) is { } copy
                ? WriteSegment(
                    to =>
                    {
                        copy.CopyTo(to);
                        return segment.End;
                    },
                    written)
                : segment)];
        }

        return files;
    }

    private CheckpointSegment WriteSegment(Func<Stream, long[]> write, List<string> written)
    {
        (CheckpointSegment segment, long[] end) = WriteFile(write, written);
        return segment with { End = end };
    }

    private (CheckpointSegment Segment, T Result) WriteFile<T>(Func<Stream, T> write, List<string> written)
    {
        (CheckpointSegment segment, T result) = SegmentFile.Write(Folder, $"new-{written.Count}", write);
        written.Add(segment.File);
        return (segment, result);
    }

    /// <summary>The files of some checkpoints.</summary>
    private static HashSet<string> Needed(params IEnumerable<CheckpointManifest?> checkpoints)
    {
        HashSet<string> needed = new(StringComparer.Ordinal);
        foreach (CheckpointManifest manifest in checkpoints.OfType<CheckpointManifest>())
        {
            needed.UnionWith(manifest.Segments.Select(s => s.File));
            needed.Add(manifest.ToFile().Name);
        }

        return needed;
    }

    /// <summary>Removes what neither the newest checkpoint nor the one before needs, leftovers of killed processes included.</summary>
    private void DeleteObsolete(HashSet<string> needed)
    {
        foreach (string path in FolderListing.Files(
            Folder, file => (CheckpointManifest.IsName(file) || SegmentFile.IsName(file)) && !needed.Contains(file)))
        {
            AtomicFile.TryDelete(path);
        }
    }
}
