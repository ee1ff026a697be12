namespace Epoche;

/// <summary>What recipes may name: kinds and environments.</summary>
public sealed record ExperimentOptions
{
    /// <summary>The kinds of recipes. Default: those that come along.</summary>
    public RecipeKinds Kinds
    {
        // Made when the first recipe is read: what reads none, such as 'epoche list', does not load the library of networks.
        get => field ?? RecipeKinds.BuiltIn;
        init => field = ReferenceEquals(NotNull.Of(value), RecipeKinds.BuiltIn) ? null : value;
    }

    /// <summary>
    /// Where environments come from; null for those of <see cref="EnvironmentRegistry"/>. <see cref="EnvironmentCode"/> loads code that
    /// recipes and runs name, which is refused otherwise; <see cref="NamedEnvironments"/> has a program's own.
    /// </summary>
    public IEnvironmentSource? Environments { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Kinds.All);

    internal RecipeTask Read(RecipeText text, IEnumerable<string> overrides, ulong? seed = null, long? steps = null) =>
        Kinds.Read(text, overrides, seed, steps, Environments);

    internal RecipeTask Read(RunFolder run)
    {
        RecipeText text = new(Path.GetFileName(run.Path), run.RecipePath, ConfigMap.ReadText(run.RecipePath));
        return Kinds.Read(text, [], environments: Environments, isOfRun: true);
    }
}
