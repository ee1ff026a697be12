namespace Epoche;

/// <summary>
/// What a training needs to know, read and checked: one record per kind of recipe. What it can do beyond training is stated by the
/// interfaces that it implements, such as <see cref="IPlaysGames"/>; see <see cref="Capability{T}"/>.
/// </summary>
public abstract record Recipe
{
    /// <summary>The recipe's name; its runs are called by it.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = "";

    /// <summary>The seed that everything random derives from.</summary>
    public ulong Seed { get; init; }

    /// <summary>The recipe with every override and every default written out: reading it again gives this recipe.</summary>
    public string ResolvedYaml { get; init => field = NotNull.Of(value); } = "";

    /// <summary>What a person should know before it is used, such as code that has changed since its run began. Default: nothing.</summary>
    public IReadOnlyList<RunNotice> Notices { get; init => field = NotNull.Of(value); } = [];

    /// <summary>What else can be done with it; null where this cannot.</summary>
    /// <typeparam name="T">An interface, such as <see cref="IPlaysGames"/> or <see cref="IRefuses"/>.</typeparam>
    public T? Capability<T>()
        where T : class => this as T;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}, seed {Seed}";
}
