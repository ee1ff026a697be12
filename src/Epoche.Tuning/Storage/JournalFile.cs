using System.Text;
using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// Keeps studies in a journal file that Python's Optuna (3.1 and later) opens too: one operation a line, in JSON, appended and flushed to
/// the disk under a lock that lies beside the file, <c>FILE.lock</c>. Works on network file systems. A last line that a crash cut off is
/// removed by whoever writes next. Who only reads takes no lock.
/// </summary>
public sealed class JournalFile : IStudyLog, IWorkerPresence
{
    private readonly Lock _gate = new();
    private readonly string _path, _workers;
    private readonly JournalLines _lines;

    /// <summary>A journal; the file and its folder are made with the first line.</summary>
    /// <param name="path">The file, such as <c>studies/cartpole.log</c>.</param>
    /// <exception cref="ArgumentException">The path is empty, or not a path.</exception>
    public JournalFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        _path = Path.GetFullPath(path);
        _workers = $"{_path}.workers";
        _lines = new(_path);
        Name = path;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>After which time a lock that does not change counts as left behind by a crash, and is removed.</summary>
    internal TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="from"/> is negative.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> Read(long from)
    {
        CountChecks.AtLeast(0, from);
        lock (_gate)
        {
            return _lines.Read(from);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A line is null or has a line break.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="after"/> is negative.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public bool TryAppend(IReadOnlyList<string> lines, long after)
    {
        LogLines.Require(lines, after);
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line}\n")));
        lock (_gate)
        {
            using LinkLock held = LinkLock.Take(_path, Grace);
            return _lines.CountAll(out long end, out long length) == after && AppendedFile.TryAppend(_path, length, end, bytes);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The name is not a file name.</exception>
    public IDisposable Enter(string worker)
    {
        NewFolder.MakeLasting(_workers);
        return new Presence(PathOf(worker));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The name is not a file name.</exception>
    public bool? IsThere(string worker)
    {
        string path = PathOf(worker);
        if (!worker.StartsWith($"{WorkerName.Machine}-", StringComparison.Ordinal))
        {
            return null;
        }

        if (FolderLock.IsTaken(path))
        {
            return true;
        }

        AtomicFile.TryDelete(path); // no other worker will have this name
        return false;
    }

    /// <summary>Nothing: no file is open between calls.</summary>
    public void Dispose()
    {
    }

    private string PathOf(string worker)
    {
        ArgumentNullException.ThrowIfNull(worker);
        return WorkerName.IsName(worker)
            ? Path.Combine(_workers, worker)
            : throw new ArgumentException(Shown.Message($"'{worker}' is not a worker's name: letters, digits and hyphens."),
                nameof(worker));
    }

    private sealed class Presence(string path) : IDisposable
    {
        private FolderLock? _lock = FolderLock.Take(path);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _lock, null) is { } held)
            {
                held.Dispose();
                AtomicFile.TryDelete(path);
            }
        }
    }
}
