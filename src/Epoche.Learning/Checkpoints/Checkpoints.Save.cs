namespace Epoche;

public sealed partial class Checkpoints
{
    /// <summary>
    /// Saves where enough time has passed since the last checkpoint; see <see cref="CheckpointOptions"/>. Cheap where it has not: a look at the clock. The training waits only while its state is
    /// copied; the files are written beside it. Where that fails, the next call throws, or <see cref="Save"/> or <see cref="Dispose"/>.
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

    /// <summary>Saves now. When it returns, the checkpoint survives a kill and a power failure; when it throws, the checkpoints before are untouched.</summary>
    /// <param name="state">What to save.</param>
    /// <param name="step">How far the training is.</param>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="InvalidOperationException">The folder holds checkpoints, which were not loaded: saving would replace them.</exception>
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
        StateSaver saver = new(_values);
        saver.Part(StateName, state);
        if (beside && saver.Logs.Sum(l => l.Log.BytesFrom(CheckpointLogs.EndOf(SegmentsOf(l.Name, l.Log)))) <= MostCopied)
        {
            _copies.Clear();
            SortedDictionary<string, IReadOnlyList<CheckpointSegment>> logs = Update(saver, _copies.Add);
            _options.BeforeValid?.Invoke(step);
            _writing = Task.Run(() => Write(saver, step, logs));
        }
        else
        {
            Take(Write(saver, step));
        }

        _logs.Clear();
        foreach ((string name, IStateLog log) in saver.Logs)
        {
            _logs[name] = log;
        }

        SecondsSpent += _options.Clock.GetElapsedTime(began).TotalSeconds;
        (_saved, _wait) = (began, _options.Every);
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

    private SortedDictionary<string, IReadOnlyList<CheckpointSegment>> Update(StateSaver saver, Func<Func<Stream, long[]>, CheckpointSegment> write)
    {
        SortedDictionary<string, IReadOnlyList<CheckpointSegment>> logs = new(StringComparer.Ordinal);
        foreach ((string name, IStateLog log) in saver.Logs)
        {
            logs[name] = CheckpointLogs.Update(log, SegmentsOf(name, log), write);
        }

        return logs;
    }

    /// <summary>Writes a checkpoint and removes what is needed no more.</summary>
    /// <param name="saver">The values.</param>
    /// <param name="step">How far the training is.</param>
    /// <param name="copied">The logs, where what is new of them was copied; null: they are written as they are.</param>
    private CheckpointManifest Write(StateSaver saver, long step, SortedDictionary<string, IReadOnlyList<CheckpointSegment>>? copied = null)
    {
        List<string> written = [];
        CheckpointManifest manifest;
        try
        {
            SortedDictionary<string, IReadOnlyList<CheckpointSegment>> logs = copied is null ? Update(saver, write => WriteSegment(write, written)) : WriteCopies(copied, written);
            CheckpointSegment values = WriteSegment(to => WriteAll(to, saver.Values, []), written);
            manifest = new(_nextNumber, step, values, logs);
            if (copied is null)
            {
                _options.BeforeValid?.Invoke(step);
            }

            (string file, byte[] content) = manifest.ToFile();
            AtomicFile.Write(Path.Combine(Folder, file), stream => stream.Write(content));
            _nextNumber++;
        }
        catch
        {
            HashSet<string> needed = Needed(_newest, _before);
            foreach (string file in written.Where(f => !needed.Contains(f)))
            {
                SegmentFile.TryDelete(Path.Combine(Folder, file));
            }

            throw;
        }

        DeleteObsolete(Needed(manifest, _newest));
        return manifest;
    }

    private SortedDictionary<string, IReadOnlyList<CheckpointSegment>> WriteCopies(SortedDictionary<string, IReadOnlyList<CheckpointSegment>> logs, List<string> written)
    {
        SortedDictionary<string, IReadOnlyList<CheckpointSegment>> files = new(StringComparer.Ordinal);
        foreach ((string name, IReadOnlyList<CheckpointSegment> segments) in logs)
        {
            files[name] = [.. segments.Select(segment => _copies.TryFind(segment, out ReadOnlyMemory<byte> copy) ? WriteSegment(to => WriteAll(to, copy, segment.End), written) : segment)];
        }

        return files;
    }

    private CheckpointSegment WriteSegment(Func<Stream, long[]> write, List<string> written)
    {
        (CheckpointSegment segment, long[] end) = SegmentFile.Write(Folder, $"new-{written.Count}", write);
        written.Add(segment.File);
        return segment with { End = end };
    }

    private static long[] WriteAll(Stream to, ReadOnlyMemory<byte> bytes, long[] end)
    {
        to.Write(bytes.Span);
        return end;
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
        foreach (string pattern in (string[])[CheckpointManifest.Pattern, SegmentFile.Pattern, SegmentFile.TemporaryPattern])
        {
            foreach (string path in Directory.EnumerateFiles(Folder, pattern).Where(p => !needed.Contains(Path.GetFileName(p))))
            {
                SegmentFile.TryDelete(path);
            }
        }
    }
}
