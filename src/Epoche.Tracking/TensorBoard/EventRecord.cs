namespace Epoche;

/// <summary>One record of an event file.</summary>
public sealed record EventRecord
{
    /// <summary>When it was written, in seconds since 1970-01-01 UTC.</summary>
    public double WallTime { get; init; }

    /// <summary>The step; 0 where the record has none.</summary>
    public long Step { get; init; }

    /// <summary>What the file calls its format, in its first record; null in the others.</summary>
    public string? FileVersion { get; init; }

    /// <summary>Whether a session starts here: what was recorded before about <see cref="Step"/> and later steps is void.</summary>
    public bool IsSessionStart { get; init; }

    /// <summary>What the run reported. Values of kinds that this library does not write are left out.</summary>
    public IReadOnlyList<RunEvent> Events { get; init => field = value ?? throw new ArgumentNullException(nameof(Events)); } = [];

    /// <summary>
    /// What of the record could not be read and was left out, each value with its name and the reason; empty in nearly all.
    /// </summary>
    public IReadOnlyList<string> Skipped { get; init => field = value ?? throw new ArgumentNullException(nameof(Skipped)); } = [];

    /// <summary>The settings of the run; empty in all records but one.</summary>
    public IReadOnlyList<RunParameter> Parameters { get; init =>
        field = value ?? throw new ArgumentNullException(nameof(Parameters)); } = [];

    /// <summary>How the run ended: true where it came to its end; null in all records but the last of a run.</summary>
    public bool? Succeeded { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(EventRecord), PrintMembers);
}
