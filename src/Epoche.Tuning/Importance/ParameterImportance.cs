namespace Epoche;

/// <summary>How much a parameter matters.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Share">Its share, from 0 to 1; those of all parameters add up to 1, unless none matters.</param>
public sealed record ParameterImportance(string Name, double Share)
{
    /// <summary>The parameter.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {StudyValue.NumberText(Share)}";
}
