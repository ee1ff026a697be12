namespace Epoche;

/// <summary>
/// Memory that the training of a recipe takes, such as that of its weights. Reckoned before anything is allocated, as a lower bound: what
/// is certainly written to. A training that needs more than there is is refused before its folder is made.
/// </summary>
/// <param name="Name">What it is for, in words, such as <c>weights</c>.</param>
/// <param name="Bytes">How many bytes are written to at least, 0 or more; <see cref="long.MaxValue"/> for more than that.</param>
/// <param name="Key">The key of the recipe that it grows with, such as <c>network.hidden</c>.</param>
public sealed record MemoryPart(string Name, long Bytes, string Key)
{
    /// <summary>What it is for, in words, such as <c>weights</c>.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>The key of the recipe that it grows with, such as <c>network.hidden</c>.</summary>
    public string Key { get; init => field = NotNull.Of(value); } = NotNull.Of(Key);

    /// <summary>
    /// How many bytes are allocated, written to or not: what counts under a limit of the heap, such as <c>DOTNET_GCHeapHardLimit</c> or a
    /// container's. Default: <see cref="Bytes"/>.
    /// </summary>
    public long Reserved { get; init; } = Bytes;

    /// <summary>
    /// How many numbers the longest of its arrays has; one of .NET ends at <see cref="Array.MaxLength"/>. Default 0: unknown.
    /// </summary>
    public long LongestArray { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Format.Bytes(Bytes)} for {Name}";
}
