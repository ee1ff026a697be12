using Epoche.Cli.Runs;

namespace Epoche.Cli.Recipes;

/// <summary>What a training needs to know, read and checked. One subclass per kind of recipe.</summary>
internal abstract record Recipe
{
    /// <summary>The recipe's name; names its runs.</summary>
    public string Name { get; init; } = "";

    /// <summary>The seed that everything random derives from.</summary>
    public ulong Seed { get; init; }

    /// <summary>The recipe with every override and every default written out: reading it again gives this recipe.</summary>
    public string ResolvedYaml { get; init; } = "";

    /// <summary>The recipe with more steps, or fewer. Schedules keep their horizon.</summary>
    public abstract Recipe With(RunExtension extension);
}
