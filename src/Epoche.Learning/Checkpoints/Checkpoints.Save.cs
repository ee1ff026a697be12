namespace Epoche;

public sealed partial class Checkpoints
{
    /// <summary>Saves where enough time has passed since the last checkpoint; see <see cref="CheckpointOptions"/>. Cheap where it has not: a look at the clock.</summary>
    /// <param name="state">What to save.</param>
    /// <param name="step">How far the training is.</param>
    /// <returns>Whether it was saved.</returns>
    /// <exception cref="IOException">See <see cref="Save"/>.</exception>
    public bool SaveIfDue(IStateful state, long step)
    {
        ArgumentNullException.ThrowIfNull(state);
        _asked ??= _options.Clock.GetTimestamp();
        if (_options.Clock.GetElapsedTime(_saved ?? _asked.Value) < (_saved is null ? _options.First : _wait))
        {
            return false;
        }

        double before = SecondsSpent;
        Save(state, step);
        _wait = TimeSpan.FromSeconds(Math.Max(_options.Every.TotalSeconds, (SecondsSpent - before) / _options.MostShare));
        return true;
    }

    /// <summary>Saves now. When it returns, the checkpoint survives a kill and a power failure; when it throws, the checkpoints before are untouched.</summary>
    /// <param name="state">What to save.</param>
    /// <param name="step">How far the training is.</param>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="InvalidOperationException">The folder holds checkpoints, which were not loaded: saving would replace them.</exception>
    public void Save(IStateful state, long step)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!_mayReplace)
        {
            throw new InvalidOperationException($"{Folder} holds checkpoints; call TryLoad before saving more, or choose another folder.");
        }

        long began = _options.Clock.GetTimestamp();
        StateSaver saver = new(_values);
        saver.Part(StateName, state);
        List<string> written = [];
        try
        {
            CheckpointManifest manifest = Write(saver, step, written);
            (_before, _newest) = (_newest, manifest);
        }
        catch
        {
            HashSet<string> needed = Needed();
            foreach (string file in written.Where(f => !needed.Contains(f)))
            {
                SegmentFile.TryDelete(Path.Combine(Folder, file));
            }

            throw;
        }

        _logs.Clear();
        foreach ((string name, IStateLog log) in saver.Logs)
        {
            _logs[name] = log;
        }

        DeleteObsolete();
        SecondsSpent += _options.Clock.GetElapsedTime(began).TotalSeconds;
        SavedCount++;
        (_saved, _wait) = (began, _options.Every);
    }

    private CheckpointManifest Write(StateSaver saver, long step, List<string> written)
    {
        SortedDictionary<string, IReadOnlyList<CheckpointSegment>> logs = new(StringComparer.Ordinal);
        foreach ((string name, IStateLog log) in saver.Logs)
        {
            IReadOnlyList<CheckpointSegment>? before = _logs.GetValueOrDefault(name) == log ? (_newest?.Logs ?? s_noLogs).GetValueOrDefault(name) : null;
            logs[name] = CheckpointLogs.Update(log, before ?? [], write =>
            {
                (CheckpointSegment segment, long[] end) = WriteSegment(write, written);
                return segment with { End = end };
            });
        }

        (CheckpointSegment values, _) = WriteSegment(
            stream =>
            {
                stream.Write(saver.Values.Span);
                return true;
            },
            written);
        CheckpointManifest manifest = new(_nextNumber, step, values, logs);
        _options.BeforeValid?.Invoke(step);
        (string file, byte[] content) = manifest.ToFile();
        AtomicFile.Write(Path.Combine(Folder, file), stream => stream.Write(content));
        _nextNumber++;
        return manifest;
    }

    private (CheckpointSegment Segment, T Result) WriteSegment<T>(Func<Stream, T> write, List<string> written)
    {
        (CheckpointSegment segment, T result) = SegmentFile.Write(Folder, $"new-{written.Count}", write);
        written.Add(segment.File);
        return (segment, result);
    }

    private HashSet<string> Needed()
    {
        HashSet<string> needed = new(StringComparer.Ordinal);
        foreach (CheckpointManifest manifest in new[] { _newest, _before }.OfType<CheckpointManifest>())
        {
            needed.UnionWith(manifest.Segments.Select(s => s.File));
            needed.Add(manifest.ToFile().Name);
        }

        return needed;
    }

    /// <summary>Removes what neither the newest checkpoint nor the one before needs, leftovers of killed processes included.</summary>
    private void DeleteObsolete()
    {
        HashSet<string> needed = Needed();
        foreach (string pattern in (string[])[CheckpointManifest.Pattern, SegmentFile.Pattern, SegmentFile.TemporaryPattern])
        {
            foreach (string path in Directory.EnumerateFiles(Folder, pattern).Where(p => !needed.Contains(Path.GetFileName(p))))
            {
                SegmentFile.TryDelete(path);
            }
        }
    }
}
