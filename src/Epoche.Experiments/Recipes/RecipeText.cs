namespace Epoche;

/// <summary>A recipe as text.</summary>
/// <param name="Name">"cartpole"; for a file its name without extension.</param>
/// <param name="Source">Where it is, for error messages: a path, or "cartpole.yaml (built in)".</param>
/// <param name="Yaml">The text.</param>
public sealed record RecipeText(string Name, string Source, string Yaml)
{
    /// <summary>"cartpole"; for a file its name without extension.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>Where it is, for error messages: a path, or "cartpole.yaml (built in)".</summary>
    public string Source { get; init => field = NotNull.Of(value); } = NotNull.Of(Source);

    /// <summary>The text.</summary>
    public string Yaml { get; init => field = NotNull.Of(value); } = NotNull.Of(Yaml);

    /// <summary>The comment on the recipe's first line; empty where there is none.</summary>
    public string Summary
    {
        get
        {
            string line = new StringReader(Yaml).ReadLine() ?? "";
            return line.StartsWith('#') ? line.TrimStart('#').Trim() : "";
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
