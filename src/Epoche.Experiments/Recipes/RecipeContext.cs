namespace Epoche;

/// <summary>What a recipe is read with, beside its text.</summary>
public sealed record RecipeContext
{
    /// <summary>The seed that everything random derives from.</summary>
    public ulong Seed { get; init; }

    /// <summary>Which environments a recipe can name. Default: those of <see cref="EnvironmentRegistry"/>.</summary>
    public IEnvironmentSource Environments { get; init => field = NotNull.Of(value); } = RegisteredEnvironments.Instance;

    /// <inheritdoc/>
    public override string ToString() => $"seed {Seed}";
}
