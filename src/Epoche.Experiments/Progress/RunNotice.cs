namespace Epoche;

/// <summary>Something that a person should know about a run while it trains.</summary>
/// <param name="Text">One line, such as "Going on from step 12,000.".</param>
/// <param name="IsWarning">Whether something is lost, such as the record of its curves.</param>
public sealed record RunNotice(string Text, bool IsWarning)
{
    /// <summary>One line, such as "Going on from step 12,000.".</summary>
    public string Text { get; init => field = NotNull.Of(value); } = NotNull.Of(Text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
