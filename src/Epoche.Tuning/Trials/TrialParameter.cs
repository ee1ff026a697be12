namespace Epoche;

/// <summary>A parameter as a trial has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Domain">The values that it could have.</param>
/// <param name="Number">The internal number of its value.</param>
public sealed record TrialParameter(string Name, ParameterDomain Domain, double Number)
{
    /// <summary>Its name.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>The values that it could have.</summary>
    public ParameterDomain Domain { get; init => field = NotNull.Of(value); } = NotNull.Of(Domain);

    /// <summary>Its value.</summary>
    public StudyValue Value => Domain.ToValue(Number);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} = {(Domain.Contains(Number) ? Value.Show() : StudyValue.NumberText(Number))}";
}
