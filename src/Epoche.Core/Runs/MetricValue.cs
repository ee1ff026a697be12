namespace Epoche;

/// <summary>A number with the name under which it is logged.</summary>
/// <param name="Name">Such as <c>validation/accuracy</c>.</param>
/// <param name="Value">The number.</param>
public readonly record struct MetricValue(string Name, double Value)
{
    /// <summary>Such as <c>validation/accuracy</c>.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>The number.</summary>
    public double Value { get; init; } = Value;

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(MetricValue), PrintMembers);
}
