using Epoche.Tracking.TensorBoard;

namespace Epoche;

/// <summary>
/// Writes what a run reports as a TensorBoard event file: numbers, histograms, pictures, texts and hyperparameters. One writer per directory, across
/// processes. An event is encoded into memory at once and reaches the file from another thread within <see cref="EventFileOptions.FlushEvery"/>, so a slow
/// disk never holds up training; a disk that fails is reported once and the run goes on.
/// </summary>
/// <remarks>
/// Numbers are stored as float32, as TensorBoard reads them. A run that saves a checkpoint calls <see cref="Flush"/> just before the checkpoint becomes valid: what
/// was reported before it is then in the file, whenever the process is killed. May be used from several threads.
/// </remarks>
public sealed class EventFileWriter : IRunWriter, IDisposable
{
    private const string LockName = ".events.lock"; // not 'tfevents': TensorBoard reads whatever has that in its name
    private const int WouldBlockOnLinux = 11, WouldBlockOnMac = 35, SharingViolationOnWindows = unchecked((int)0x80070020);
    private static int s_counter;

    private readonly EventFileOptions _options;
    private readonly Lock _gate = new(), _draining = new();
    private readonly FileStream? _lock;
    private readonly FileStream _file;
    private readonly ITimer _timer;
    private ProtoBuffer _pending = new(), _spare = new();
    private bool _isQueued, _isClosed, _isReported;
    private IOException? _failure;

    private EventFileWriter(FileStream? directoryLock, FileStream file, EventFileOptions options)
    {
        (_lock, _file, _options) = (directoryLock, file, options);
        EventEncoder.AppendVersion(_pending, WallTime());
        if (options.ResumeStep is { } step)
        {
            EventEncoder.AppendSessionStart(_pending, WallTime(), step);
        }

        _timer = options.Clock.CreateTimer(static writer => ((EventFileWriter)writer!).Drain(toDisk: false), this, options.FlushEvery, options.FlushEvery);
    }

    /// <summary>The file, whose name sorts after those of all event files that were there.</summary>
    public string Path => _file.Name;

    /// <summary>Why events were lost; null while none was.</summary>
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

    /// <summary>Starts a new event file.</summary>
    /// <param name="directory">Where; it is made if it is missing.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="IOException">Another writer, of this process or another, writes to the directory; or the file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static EventFileWriter Open(string directory, EventFileOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        options ??= new EventFileOptions();
        options.Validate();
        Directory.CreateDirectory(directory);
        FileStream directoryLock = Lock(directory);
        try
        {
            int counter = Interlocked.Increment(ref s_counter) - 1;
            string name = EventFileName.Next(directory, options.Clock.GetUtcNow(), options.Host, Environment.ProcessId, counter);
            FileStream file = new(System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, name)), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
            EventFileWriter writer = new(directoryLock, file, options);
            writer.Drain(toDisk: false); // so that a full disk shows here, where it can be said plainly
            return writer;
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <summary>Writes to an open file and locks nothing.</summary>
    internal static EventFileWriter OpenFile(FileStream file, EventFileOptions options) => new(directoryLock: null, file, options);

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
    /// Records the run's settings and which curves judge it, for TensorBoard's table of hyperparameters. Once, before or after the first events.
    /// </summary>
    /// <param name="parameters">The settings.</param>
    /// <param name="metrics">The names of the curves.</param>
    public void BeginSession(IReadOnlyList<RunParameter> parameters, IReadOnlyList<string> metrics)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(metrics);
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

    /// <summary>Returns when everything reported so far is in the file; does nothing where the disk has failed.</summary>
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
        Drain(toDisk: false);
        lock (_draining)
        {
            _file.Dispose();
            _lock?.Dispose();
        }
    }

    // One writer at a time holds this file open; the operating system lets go of it when a process dies, however it dies.
    private static FileStream Lock(string directory)
    {
        string path = System.IO.Path.Combine(directory, LockName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException exception) when (exception.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolationOnWindows)
        {
            throw new IOException($"'{directory}' is being written to by another run. Wait for it to end, or choose another folder.", exception);
        }
    }

    private double WallTime() => (_options.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond;

    private bool CanAppend()
    {
        if (_isClosed || _failure is not null)
        {
            return false;
        }

        if (_pending.Length > _options.MaxPendingBytes)
        {
            _failure = new IOException($"'{Path}' takes no more: {_pending.Length} bytes wait for the disk. Later events of this run are not recorded.");
        }

        return _failure is null;
    }

    private void Queue()
    {
        if (_pending.Length >= _options.FlushBytes && !_isQueued)
        {
            _isQueued = true;
            ThreadPool.UnsafeQueueUserWorkItem(static writer => writer.Drain(toDisk: false), this, preferLocal: false);
        }
    }

    private void Drain(bool toDisk)
    {
        lock (_draining)
        {
            // Training goes on appending to the one buffer while the other is written.
            ProtoBuffer full;
            lock (_gate)
            {
                _isQueued = false;
                if (_failure is not null || !_file.CanWrite)
                {
                    return;
                }

                (full, _pending) = (_pending, _spare);
            }

            try
            {
                _file.Write(full.Written);
                if (toDisk)
                {
                    _file.Flush(flushToDisk: true);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                lock (_gate)
                {
                    _failure = new IOException($"'{Path}' cannot be written: {exception.Message} Later events of this run are not recorded.", exception);
                }
            }

            full.Clear();
            _spare = full;
        }

        Report();
    }

    // Outside every lock: what listens to failures may use this writer.
    private void Report()
    {
        IOException? failure;
        lock (_gate)
        {
            failure = _isReported ? null : _failure;
            _isReported |= failure is not null;
        }

        if (failure is not null)
        {
            _options.OnFailure?.Invoke(failure);
        }
    }
}
