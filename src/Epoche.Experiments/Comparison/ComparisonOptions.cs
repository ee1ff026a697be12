namespace Epoche;

/// <summary>How runs are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The keys of their recipes that tell groups apart. Default: all that differ, but for the seed.</summary>
    public IReadOnlyList<string> By { get; init => field = Elements.Of(value); } = [];

    /// <summary>How many greedy episodes each agent plays, 1 to 10,000,000. Default 1,000.</summary>
    public int Episodes { get; init; } = 1_000;

    /// <summary>The seed of these episodes, which are the same for all agents. Default 0: those of <c>epoche eval</c>.</summary>
    public ulong Seed { get; init; }

    /// <summary>How intervals are estimated.</summary>
    public BootstrapOptions Bootstrap { get; init => field = NotNull.Of(value); } = new();

    /// <summary>Receives each run when its value is known. Default: none.</summary>
    public IProgress<ComparedRun>? Progress { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(ComparisonOptions), PrintMembers);
}
