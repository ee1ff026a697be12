namespace Epoche;

/// <summary>One parameter of a search space.</summary>
/// <param name="Name">Its name, such as <c>learning_rate</c>.</param>
/// <param name="Domain">The values that it can have.</param>
/// <param name="Condition">When it exists; null: always.</param>
public sealed record SearchParameter(string Name, ParameterDomain Domain, ParameterCondition? Condition = null)
{
    /// <summary>Its name.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>The values that it can have.</summary>
    public ParameterDomain Domain { get; init => field = NotNull.Of(value); } = NotNull.Of(Domain);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Domain}{(Condition is null ? "" : $", where {Condition}")}";
}
