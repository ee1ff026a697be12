namespace Epoche;

/// <summary>The examples to learn from and those held out, by their places.</summary>
/// <param name="Training">Places of the examples to learn from, in rising order.</param>
/// <param name="Held">Places of the others, in rising order.</param>
public sealed record Split(IReadOnlyList<int> Training, IReadOnlyList<int> Held)
{
    /// <summary>Places of the examples to learn from, in rising order.</summary>
    public IReadOnlyList<int> Training { get; init => field = NotNull.Of(value); } = NotNull.Of(Training);

    /// <summary>Places of the others, in rising order.</summary>
    public IReadOnlyList<int> Held { get; init => field = NotNull.Of(value); } = NotNull.Of(Held);

    /// <inheritdoc/>
    public override string ToString() => $"{Training.Count} to learn from, {Held.Count} held out";
}
