namespace Epoche;

/// <summary>Images on which a classifier should know, or should not know.</summary>
/// <param name="Name">What JSON and tables call it, such as <c>letters</c>.</param>
/// <param name="What">What they are, in words, such as <c>no digit: a letter</c>.</param>
/// <param name="Images">Makes them, [images, pixels], on the heap; null where they are not there.</param>
public sealed record DoubtSet(string Name, string What, Func<Tensor>? Images)
{
    /// <summary>What JSON and tables call it, such as <c>letters</c>.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>What they are, in words, such as <c>no digit: a letter</c>.</summary>
    public string What { get; init => field = NotNull.Of(value); } = NotNull.Of(What);

    /// <summary>Whether they are the test images, in their order, spoilt but of the same classes.</summary>
    public bool IsSpoilt { get; init; }

    /// <summary>Why they are not there; empty where they are.</summary>
    public string Missing { get; init => field = NotNull.Of(value); } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {What}";
}
