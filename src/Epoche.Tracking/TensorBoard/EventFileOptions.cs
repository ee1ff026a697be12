namespace Epoche;

/// <summary>How an <see cref="EventFileWriter"/> writes.</summary>
public sealed record EventFileOptions
{
    /// <summary>
    /// Where a run that was interrupted goes on; null for a new run. Readers drop what the older files say about this step and later ones,
    /// so it is the first step whose events are written again: s + 1 where the checkpoint was taken after the events of step s,
    /// s where it was taken before them.
    /// </summary>
    public long? ResumeStep { get; init; }

    /// <summary>How long an event may wait in memory until it is in the file; more than zero, 1 s when not said.</summary>
    public TimeSpan FlushEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many bytes may wait before they are written at once, at least 1; 64 KiB when not said.</summary>
    public int FlushBytes { get; init; } = 1 << 16;

    /// <summary>
    /// How many bytes may wait for a disk that stalls or fails before events are dropped, at least <see cref="FlushBytes"/>; 64 MiB when
    /// not said.
    /// </summary>
    public int MaxPendingBytes { get; init; } = 1 << 26;

    /// <summary>What tells the time of events and of the file's name.</summary>
    public TimeProvider Clock { get; init => field = value ?? throw new ArgumentNullException(nameof(Clock)); } = TimeProvider.System;

    /// <summary>The machine's name in the file's name; the machine's own when not said.</summary>
    public string Host { get; init => field = value ?? throw new ArgumentNullException(nameof(Host)); } = Environment.MachineName;

    /// <summary>
    /// Called, from any thread, when the disk is full, fails or stalls: once until it works again. Events are kept in memory up to
    /// <see cref="MaxPendingBytes"/>, and writing them is tried again at each flush. It must not throw.
    /// </summary>
    public Action<IOException>? OnFailure { get; init; }

    /// <summary>
    /// Called, from any thread, when the disk works again, with the number of events that were lost meanwhile. It must not throw.
    /// </summary>
    public Action<long>? OnRecovery { get; init; }

    internal void Validate()
    {
        Require(FlushEvery > TimeSpan.Zero, nameof(FlushEvery), "more than zero", FlushEvery);
        Require(FlushBytes >= 1, nameof(FlushBytes), "at least 1", FlushBytes);
        Require(MaxPendingBytes >= FlushBytes, nameof(MaxPendingBytes), $"at least {nameof(FlushBytes)}, {FlushBytes}", MaxPendingBytes);
        Require(ResumeStep is not < 0, nameof(ResumeStep), "at least 0", ResumeStep);
        ArgumentNullException.ThrowIfNull(Clock);
        ArgumentNullException.ThrowIfNull(Host);
    }

    private static void Require(bool holds, string name, string expected, object? received)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {expected}; received {received}.");
        }
    }
}
