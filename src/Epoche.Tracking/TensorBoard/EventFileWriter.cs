using Epoche.Tracking.TensorBoard;

namespace Epoche;

/// <summary>
/// Writes what a run reports as a TensorBoard event file: numbers, histograms, pictures, texts and hyperparameters. One writer per
/// directory, across processes. An event is encoded into memory at once and reaches the file from another thread within
/// <see cref="EventFileOptions.FlushEvery"/>, so a slow disk never holds up training. A disk that fails is reported once and the run
/// continues: events wait in memory, within a bound, and are written when the disk works again.
/// </summary>
/// <remarks>
/// Numbers are stored as float32, as TensorBoard reads them. A run that saves a checkpoint calls <see cref="Flush"/> just before the
/// checkpoint becomes valid: what was reported before it is then in the file, whenever the process is killed.
/// May be used from several threads.
/// </remarks>
public sealed class EventFileWriter : IRunWriter, IDisposable
{
    private const string LockName = ".events.lock"; // not 'tfevents': TensorBoard reads whatever has that in its name
    private const int LastAttempts = 3; // to write what waits, when the writer is closed
    private static int s_counter;

    private readonly string _directory;
    private readonly EventFileOptions _options;
    private readonly Lock _gate = new(), _draining = new();
    private readonly ITimer _timer;
    private FolderLock? _lock;
    private FileStream? _file; // null until it could be made
    private ProtoBuffer _pending = new(), _unwritten = new(); // appended to under _gate; written under _draining
    private readonly Queue<Action> _reports = []; // what listeners are to learn, once no lock is held
    private bool _isQueued, _isClosed;
    private IOException? _failure;
    private long _written, _lost; // bytes in the file that are whole events; events dropped since the failure

    private EventFileWriter(string directory, EventFileOptions options, FileStream? file = null)
    {
        (_directory, _options, _file, _written) = (directory, options, file, file?.Length ?? 0);
        EventEncoder.AppendVersion(_pending, WallTime());
        if (options.ResumeStep is { } step)
        {
            EventEncoder.AppendSessionStart(_pending, WallTime(), step);
        }

        _timer = options.Clock.CreateTimer(
            static writer => ((EventFileWriter)writer!).Drain(toDisk: false), this, options.FlushEvery, options.FlushEvery);
    }

    /// <summary>The file, whose name sorts after those of all event files that were there; its folder until it could be made.</summary>
    public string Path => Volatile.Read(ref _file)?.Name ?? _directory;

    /// <summary>Why events cannot be written now; null while they can.</summary>
    public IOException? Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure;
            }
        }
    }

    /// <summary>
    /// Starts a new event file. Where <see cref="EventFileOptions.OnFailure"/> is given, a file that cannot be made is reported to it, and
    /// making it is tried again at each flush.
    /// </summary>
    /// <param name="directory">Where; it is made if it is missing.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="IOException">
    /// Another writer, of this process or another, writes to the directory; or the file cannot be made, and nobody listens.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to, and nobody listens.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static EventFileWriter Open(string directory, EventFileOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        options ??= new EventFileOptions();
        options.Validate();
        EventFileWriter writer = new(directory, options);
        try
        {
            lock (writer._draining)
            {
                writer.MakeFile();
            }
        }
        catch (Exception exception) when (options.OnFailure is not null && IsOfTheDisk(exception))
        {
            // Reported by the flush below, which tries again.
        }
        catch
        {
            writer._timer.Dispose();
            throw;
        }

        writer.Drain(toDisk: false); // so that a full disk shows here, where it can be said plainly
        return writer;
    }

    /// <summary>Writes to an open file and locks nothing.</summary>
    internal static EventFileWriter OpenFile(FileStream file, EventFileOptions options) =>
        new(System.IO.Path.GetDirectoryName(file.Name)!, options, file);

    /// <inheritdoc/>
    public void Write(in RunEvent runEvent)
    {
        double wallTime = WallTime();
        lock (_gate)
        {
            if (CanAppend())
            {
                EventEncoder.Append(_pending, wallTime, runEvent);
                Queue();
                return;
            }
        }

        Report();
    }

    /// <summary>
    /// Records the run's settings and which curves measure it, for TensorBoard's table of hyperparameters. Once,
    /// before or after the first events.
    /// </summary>
    /// <param name="parameters">The settings.</param>
    /// <param name="metrics">The names of the curves.</param>
    public void BeginSession(IReadOnlyList<RunParameter> parameters, IReadOnlyList<string> metrics)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(metrics);
        Elements.RequireNoNull(metrics, nameof(metrics));
        double wallTime = WallTime();
        lock (_gate)
        {
            if (CanAppend())
            {
                EventEncoder.AppendSession(_pending, wallTime, parameters, metrics);
                Queue();
                return;
            }
        }

        Report();
    }

    /// <summary>Records that the run is over.</summary>
    /// <param name="succeeded">Whether it came to its end.</param>
    public void EndSession(bool succeeded)
    {
        double wallTime = WallTime();
        lock (_gate)
        {
            if (CanAppend())
            {
                EventEncoder.AppendSessionEnd(_pending, wallTime, succeeded);
                Queue();
                return;
            }
        }

        Report();
    }

    /// <summary>Returns when everything reported so far is in the file, or has to wait because the disk fails.</summary>
    /// <param name="toDisk">Whether it must outlast a loss of power too, not only of the process.</param>
    public void Flush(bool toDisk = false) => Drain(toDisk);

    /// <summary>Writes what waits and closes the file. Events that come later are ignored.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
        }

        _timer.Dispose();
        for (int attempt = 0; attempt < LastAttempts && (attempt == 0 || Failure is not null); attempt++)
        {
            Drain(toDisk: false);
        }

        lock (_draining)
        {
            int lost = _unwritten.Length + (_file is null ? _pending.Length : 0);
            if (lost > 0)
            {
                _options.OnFailure?.Invoke(new IOException($"The last events of '{Path}' are lost: {lost:N0} bytes."));
            }

            _file?.Dispose();
            _lock?.Dispose();
        }
    }

    private static bool IsOfTheDisk(Exception exception) =>
        exception is IOException { InnerException: not FolderInUseException } or UnauthorizedAccessException;

    private void MakeFile()
    {
        NewFolder.MakeLasting(_directory);
        FolderLock directoryLock = Lock(_directory);
        try
        {
            int counter = Interlocked.Increment(ref s_counter) - 1;
            string name = EventFileName.Next(_directory, _options.Clock.GetUtcNow(), _options.Host, Environment.ProcessId, counter);
            Volatile.Write(ref _file, AtomicFile.CreateFirst(System.IO.Path.Combine(_directory, name)));
            _lock = directoryLock;
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    // One writer at a time holds this file open.
    private static FolderLock Lock(string directory)
    {
        try
        {
            return FolderLock.Take(System.IO.Path.Combine(directory, LockName));
        }
        catch (FolderInUseException exception)
        {
            throw new IOException(
                $"'{directory}' is being written to by another run. Wait for it to end, or choose another folder.", exception);
        }
    }

    private double WallTime() => (_options.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond;

    private bool CanAppend()
    {
        if (_isClosed)
        {
            return false;
        }

        if (_pending.Length <= _options.MaxPendingBytes)
        {
            return true;
        }

        _lost++;
        Fail(new IOException(
            $"'{Path}' takes no more: {_pending.Length} bytes wait for the disk. Events are not recorded until it works again."));
        return false;
    }

    /// <summary>Notes why the disk fails; the first reason counts, until it works again.</summary>
    private void Fail(IOException failure)
    {
        if (_failure is null)
        {
            _failure = failure;
            _reports.Enqueue(() => _options.OnFailure?.Invoke(failure));
        }
    }

    private void Queue()
    {
        if (_pending.Length >= _options.FlushBytes && !_isQueued)
        {
            _isQueued = true;
            Background.Queue(static writer => writer.Drain(toDisk: false), this);
        }
    }

    private void Drain(bool toDisk)
    {
        lock (_draining)
        {
            // What could not be written before comes first. Training appends to the one buffer while the other is written.
            if (IsOpen() && (_unwritten.Length == 0 || TryWrite(toDisk)))
            {
                lock (_gate)
                {
                    _isQueued = false;
                    (_pending, _unwritten) = (_unwritten, _pending);
                }

                TryWrite(toDisk);
            }
        }

        Report();
    }

    /// <summary>Whether there is a file to write to; one that could not be made before is tried again.</summary>
    private bool IsOpen()
    {
        if (_file is { } file)
        {
            return file.CanWrite;
        }

        try
        {
            MakeFile();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            lock (_gate)
            {
                _isQueued = false;
                Fail(new IOException(
                    $"No events can be written into '{_directory}': {exception.Message} They wait in memory, and it is tried again.",
                    exception));
            }

            return false;
        }
    }

    private bool TryWrite(bool toDisk)
    {
        try
        {
            _file!.Write(_unwritten.Written);
            if (toDisk)
            {
                Posix.FlushFile(_file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            CutOff();
            lock (_gate)
            {
                _isQueued = false;
                Fail(new IOException(
                    $"'{Path}' cannot be written: {exception.Message} Its events wait in memory, and writing is tried again.", exception));
            }

            return false;
        }

        _written += _unwritten.Length;
        _unwritten.Clear();
        lock (_gate)
        {
            if (_failure is not null && _pending.Length <= _options.MaxPendingBytes)
            {
                long lost = _lost;
                (_failure, _lost) = (null, 0);
                _reports.Enqueue(() => _options.OnRecovery?.Invoke(lost));
            }
        }

        return true;
    }

    /// <summary>Removes the part of an event that a failed write left at the end: the event is written again, whole.</summary>
    private void CutOff()
    {
        try
        {
            _file!.Position = _written;
            _file.SetLength(_written);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // The next write begins at the position, over the part that is left.
        }
    }

    // Outside every lock: what listens may use this writer.
    private void Report()
    {
        while (true)
        {
            Action? next;
            lock (_gate)
            {
                if (!_reports.TryDequeue(out next))
                {
                    return;
                }
            }

            next();
        }
    }
}
