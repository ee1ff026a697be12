using System.Diagnostics.CodeAnalysis;
using Epoche.Tracking.TensorBoard;

namespace Epoche;

/// <summary>A point of a curve.</summary>
/// <param name="Step">The step.</param>
/// <param name="Value">The number, of float32 precision.</param>
/// <param name="WallTime">When it was written, in seconds since 1970-01-01 UTC.</param>
public readonly record struct ScalarPoint(long Step, double Value, double WallTime)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(ScalarPoint), PrintMembers);
}

/// <summary>
/// All that a run reported, read from the event files of its folder: what a run that was interrupted wrote and then,
/// resumed, wrote again stands here once.
/// </summary>
public sealed class RunLog
{
    private const int MostLeftOut = 100;

    private readonly Collected<ScalarPoint> _scalars = new();
    private readonly Collected<RunEvent> _others = new();
    private readonly List<long> _starts = [];
    private readonly List<string> _skipped = [];

    private RunLog()
    {
    }

    /// <summary>The names of the curves, in ordinal order.</summary>
    public IReadOnlyCollection<string> ScalarNames => _scalars.Valid.Keys;

    /// <summary>The names of histograms, pictures and texts, in ordinal order.</summary>
    public IReadOnlyCollection<string> OtherNames => _others.Valid.Keys;

    /// <summary>The settings of the run; empty where it recorded none.</summary>
    public IReadOnlyList<RunParameter> Parameters { get; private set; } = [];

    /// <summary>
    /// How the run ended: true where it came to its end, false where it failed; null while it runs or where it was killed.
    /// </summary>
    public bool? Succeeded { get; private set; }

    /// <summary>Whether the last file ends within a record: the run was killed, or is just writing.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>
    /// What could not be read and was left out: an odd histogram, a record that is not an event; each with its name or
    /// place and the reason. At most 100.
    /// </summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>Reads the event files of a folder, the oldest first.</summary>
    /// <param name="folder">The folder of the run; without event files, or missing, it gives an empty log.</param>
    /// <exception cref="DataFormatException">A file is damaged. The end of a file may be missing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static RunLog Read(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        RunLog log = new();
        foreach (string path in EventFileName.In(folder))
        {
            using EventFileReader reader = new(path);
            while (TryRead(reader, log, out EventRecord? record))
            {
                log.Add(record);
            }

            log.IsTorn = reader.IsTorn;
        }

        long[] bounds = log.Bounds();
        log._scalars.Validate(bounds, point => point.Step);
        log._others.Validate(bounds, e => e.Step);
        return log;
    }

    /// <summary>The points of a curve in the order of their steps; empty where the run reported none of that name.</summary>
    /// <param name="name">The curve.</param>
    public IReadOnlyList<ScalarPoint> Scalars(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _scalars.Valid.GetValueOrDefault(name) ?? [];
    }

    /// <summary>The histograms, pictures and texts of a name in the order of their steps; empty where there is none.</summary>
    /// <param name="name">The name.</param>
    public IReadOnlyList<RunEvent> Others(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _others.Valid.GetValueOrDefault(name) ?? [];
    }

    // Records that are no events are named and passed over; where the file itself is damaged nobody knows where the next one begins.
    private static bool TryRead(EventFileReader reader, RunLog log, [NotNullWhen(true)] out EventRecord? record)
    {
        while (true)
        {
            long start = reader.Position;
            try
            {
                return reader.TryRead(out record);
            }
            catch (DataFormatException exception) when (reader.Position > start)
            {
                log.LeaveOut(exception.Message);
            }
        }
    }

    private void LeaveOut(string what)
    {
        if (_skipped.Count < MostLeftOut)
        {
            _skipped.Add(what);
        }
    }

    private void Add(EventRecord record)
    {
        foreach (string what in record.Skipped)
        {
            LeaveOut(what);
        }

        if (record.IsSessionStart)
        {
            _starts.Add(record.Step);
            Succeeded = null;
        }

        Parameters = record.Parameters.Count > 0 ? record.Parameters : Parameters;
        Succeeded = record.Succeeded ?? Succeeded;
        foreach (RunEvent e in record.Events)
        {
            if (e.Kind == RunEventKind.Scalar)
            {
                _scalars.Add(e.Name, _starts.Count, new ScalarPoint(e.Step, e.Value, record.WallTime));
            }
            else
            {
                _others.Add(e.Name, _starts.Count, e);
            }
        }
    }

    // What session i says holds below bounds[i], the earliest step at which a later session starts. One pass over everything,
    // however many sessions there were.
    private long[] Bounds()
    {
        long[] bounds = new long[_starts.Count + 1];
        bounds[^1] = long.MaxValue;
        for (int i = _starts.Count - 1; i >= 0; i--)
        {
            bounds[i] = Math.Min(bounds[i + 1], _starts[i]);
        }

        return bounds;
    }

    private sealed class Collected<T>
    {
        private readonly Dictionary<string, List<(int Session, T Item)>> _all = new(StringComparer.Ordinal);

        public SortedDictionary<string, IReadOnlyList<T>> Valid { get; } = new(StringComparer.Ordinal);

        public void Add(string name, int session, T item)
        {
            if (!_all.TryGetValue(name, out List<(int, T)>? list))
            {
                _all.Add(name, list = []);
            }

            list.Add((session, item));
        }

        public void Validate(long[] bounds, Func<T, long> step)
        {
            foreach ((string name, List<(int Session, T Item)> list) in _all)
            {
                // Of what two sessions say about one step, such as what follows a checkpoint at its very step, the later counts.
                long bound = long.MaxValue, first = long.MaxValue; // the first step that a later session speaks of, and that this one does
                int session = list[^1].Session;
                List<T> valid = [];
                for (int i = list.Count - 1; i >= 0; i--)
                {
                    if (list[i].Session != session)
                    {
                        bound = Math.Min(bound, first);
                        session = list[i].Session;
                    }

                    if (step(list[i].Item) < Math.Min(bound, bounds[session]))
                    {
                        valid.Add(list[i].Item);
                        first = Math.Min(first, step(list[i].Item));
                    }
                }

                valid.Reverse();
                if (valid.Count > 0)
                {
                    Valid.Add(name, InOrder(valid, step));
                }
            }

            _all.Clear();
        }

        // Writers need not go up step by step: several threads may share one. What is written about one step keeps its order.
        private static List<T> InOrder(List<T> items, Func<T, long> step)
        {
            for (int i = 1; i < items.Count; i++)
            {
                if (step(items[i]) < step(items[i - 1]))
                {
                    return [.. items.OrderBy(step)];
                }
            }

            return items;
        }
    }
}
