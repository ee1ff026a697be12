namespace Epoche;

/// <summary>
/// The checkpoints of one training in a folder of their own. A checkpoint is complete or does not exist: its data are files that never
/// change, and the file that names them with their hashes is written last, beside, and renamed. Logs such as an agent's memory add only
/// what is new. The two newest checkpoints are kept, so that a damaged file costs one of them. One process at a time.
/// </summary>
/// <example>
/// <code>
/// using Checkpoints checkpoints = Checkpoints.Open("my-run/checkpoints");
/// TrainingLoop loop = new(training, new() { Steps = 50_000, Checkpoints = checkpoints });
/// loop.RunToEnd(); // goes on from the newest checkpoint
/// </code>
/// </example>
public sealed partial class Checkpoints : ICheckpointing, IDisposable
{
    private const string StateName = "state";

    /// <summary>
    /// What is copied so that it can be written beside the training; more, such as a whole memory for the first time, is
    /// written while the training waits.
    /// </summary>
    private const long MostCopied = 64 << 20;

    private readonly CheckpointOptions _options;
    private readonly FolderLock _lock;
    private readonly StateBuffer _values;
    // The objects that the segments of the newest checkpoint belong to.
    private readonly Dictionary<string, IStateLog> _logs = new(StringComparer.Ordinal);
    private readonly SegmentCopies _copies = new();
    private readonly List<DataFormatException> _loadErrors = [];
    private Task<CheckpointManifest>? _writing; // reads the values, the copies and the manifests: none may change until it has ended
    private CheckpointManifest? _newest, _before;
    private long _nextNumber;
    private bool _mayReplace, _isLarge; // too large for a copy
    private long? _asked, _saved;
    private TimeSpan _wait;

    private Checkpoints(string folder, FolderLock folderLock, CheckpointOptions options)
    {
        (Folder, _lock, _options, _values) = (folder, folderLock, options, new(options.MostCopied));
        string[] manifests = CheckpointFiles.Manifests(folder);
        _nextNumber = manifests.Length == 0 ? 1 : CheckpointManifest.NumberOf(manifests[0]) + 1;
        _mayReplace = manifests.Length == 0;
    }

    /// <summary>Where the checkpoints are.</summary>
    public string Folder { get; }

    /// <summary>The step of the newest checkpoint that was saved or loaded; null where there is none.</summary>
    public long? Step => _newest?.Step;

    /// <summary>What <see cref="TryLoad"/> found damaged and passed over, the newest first.</summary>
    public IReadOnlyList<DataFormatException> LoadErrors => _loadErrors;

    /// <summary>The seconds that the training has waited for saving so far.</summary>
    public double SecondsSpent { get; private set; }

    /// <summary>How many checkpoints were saved so far.</summary>
    public int SavedCount { get; private set; }

    /// <summary>Opens a folder, new or with checkpoints in it, and keeps it to this process.</summary>
    /// <param name="folder">The folder; made where it is missing. Nothing else should be in it.</param>
    /// <param name="options">How often to save; null for the defaults.</param>
    /// <exception cref="FolderInUseException">Another process has opened it, or another part of this one.</exception>
    /// <exception cref="IOException">It cannot be made or written to.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written to.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static Checkpoints Open(string folder, CheckpointOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new();
        options.Validate();
        NewFolder.MakeLasting(folder);
        if (FolderLinks.FirstIn(folder) is { } link)
        {
            FolderLinks.RequireNone(link);
        }

        return new(folder, FolderLock.Take(CheckpointFiles.LockIn(folder)), options);
    }

    /// <summary>Whether a process has a folder open now.</summary>
    public static bool IsOpen(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return CheckpointFiles.IsOpen(folder);
    }

    /// <summary>
    /// The step of the newest checkpoint in a folder, without checking its data and without a lock; null
    /// where there is none that can be read.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static long? StepIn(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return CheckpointFiles.StepIn(folder);
    }

    /// <summary>Loads the newest checkpoint whose hashes hold.</summary>
    /// <param name="state">Made by the same arguments as what was saved.</param>
    /// <returns>False where there is none; the state is as it was.</returns>
    /// <exception cref="DataFormatException">
    /// The checkpoint is whole, but of something else, or written by a later version. The state is as it was; undefined where it is larger
    /// than 1 GiB, or holds parts that cannot be saved before they have begun.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public bool TryLoad(IStateful state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Finish();
        _loadErrors.Clear();
        foreach (string path in CheckpointFiles.Manifests(Folder))
        {
            CheckpointManifest manifest;
            try
            {
                manifest = CheckpointManifest.Read(path);
                foreach (CheckpointSegment segment in manifest.Segments)
                {
                    SegmentFile.Check(Folder, segment);
                }
            }
            catch (DataFormatException damage) when (damage.Where != CheckpointManifest.FormatKey)
            {
                // A checkpoint of a later version is not damaged, and nothing may replace it: that exception is not caught here.
                _loadErrors.Add(damage);
                continue;
            }

            Load(manifest, state);
            _mayReplace = true;
            return true;
        }

        _mayReplace = true;
        return false;
    }

    /// <summary>Waits for the checkpoint that is being written, and ends the lock on the folder.</summary>
    /// <exception cref="IOException">The checkpoint that <see cref="SaveIfDue"/> has begun could not be written.</exception>
    public void Dispose()
    {
        try
        {
            Finish();
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private void Load(CheckpointManifest manifest, IStateful state)
    {
        try
        {
            StateSnapshot.Guard(state, () => Read(manifest, state));
        }
        catch
        {
            _logs.Clear();
            throw;
        }

        (_newest, _before) = (manifest, null);
    }

    private void Read(CheckpointManifest manifest, IStateful state)
    {
        _logs.Clear();
        string path = Path.Combine(Folder, manifest.State.File);
        using FileStream file = ReadableFile.Open(path, bufferSize: 0);
        StateLoader loader = new(new FileInput(file.SafeFileHandle, path), path, (name, log) =>
        {
            IReadOnlyList<CheckpointSegment> segments = manifest.Logs.GetValueOrDefault(name)
                ?? throw new DataFormatException(path, $"'{name}'", "segments of this log", "none");
            log.Read(segments.Select(s => (Stream)ReadableFile.Open(
                Path.Combine(Folder, s.File), share: FileShare.Read, bufferSize: 1 << 18)));
            CheckpointLogs.RequireEnds(log, segments, path, name);
            _logs[name] = log;
        });
        loader.Part(StateName, state);
    }
}
