namespace Epoche;

/// <summary>
/// A part as it was before a state is loaded into it, in memory: where the state proves to be that of something else in the middle, the
/// part is put back.
/// </summary>
internal sealed class StateSnapshot
{
    private const string Name = "state";
    private const long MostBytes = 1 << 30, MostSegment = 16 << 20;

    private readonly StateBuffer _values = new();
    private readonly Dictionary<string, List<StateBuffer>> _logs = new(StringComparer.Ordinal);

    private StateSnapshot()
    {
    }

    /// <summary>Loads a part, and puts it back as it was where that fails.</summary>
    /// <param name="part">The part.</param>
    /// <param name="load">Loads it.</param>
    public static void Guard(IStateful part, Action load)
    {
        StateSnapshot? before = TryTake(part);
        try
        {
            load();
        }
        catch
        {
            before?.TryPutBack(part);
            throw;
        }
    }

    /// <summary>Copies a part; null where it is more than 1 GiB, or cannot be saved now.</summary>
    private static StateSnapshot? TryTake(IStateful part)
    {
        StateSnapshot snapshot = new();
        try
        {
            StateBuffer counter = new(mostBytes: 0);
            new StateSaver(counter) { IsSnapshot = true }.Part(Name, part);
            if (counter.Bytes > MostBytes)
            {
                return null;
            }

            StateSaver saver = new(snapshot._values) { IsSnapshot = true };
            saver.Part(Name, part);
            return snapshot.TryCopy(saver.Logs) ? snapshot : null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException or NullReferenceException
            or ArgumentException or OutOfMemoryException)
        {
            // What has not begun need not be able to save itself: loading it is then as it was without a snapshot.
            return null;
        }
    }

    /// <summary>Puts the part back.</summary>
    /// <returns>False where it does not let itself be: its state is undefined.</returns>
    private bool TryPutBack(IStateful part)
    {
        try
        {
            StateLoader loader = new(new BufferInput(_values), "the state before", ReadLog) { IsSnapshot = true };
            loader.Part(Name, part);
            return true;
        }
        catch (Exception exception) when (exception is DataFormatException or InvalidOperationException or NullReferenceException
            or ArgumentException or OutOfMemoryException)
        {
            return false;
        }
    }

    private void ReadLog(string name, IStateLog log) => log.Read(_logs[name].Select(segment => new MemoryStream(segment.ToArray())));

    private bool TryCopy(List<(string Name, IStateLog Log)> logs)
    {
        long bytes = _values.Bytes;
        foreach ((string name, IStateLog log) in logs)
        {
            List<StateBuffer> segments = _logs[name] = [];
            bytes += log.BytesFrom([]);
            long[] end = log.End, at = [];
            bool isEmpty = !end.AsSpan().ContainsAnyExcept(0);
            while (!isEmpty && !at.AsSpan().SequenceEqual(end))
            {
                StateBuffer segment = new();
                segments.Add(segment);
                if (bytes > MostBytes)
                {
                    return false;
                }

                using OutputStream to = new(segment);
                at = log.Write(to, at, MostSegment);
            }
        }

        return true;
    }
}
