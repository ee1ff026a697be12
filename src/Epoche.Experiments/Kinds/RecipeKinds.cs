using System.Globalization;

namespace Epoche;

/// <summary>The kinds of recipes that an experiment knows: a plain table.</summary>
public sealed class RecipeKinds
{
    private readonly Dictionary<string, RecipeKind> _kinds;

    private RecipeKinds(IEnumerable<RecipeKind> kinds)
    {
        All = [.. kinds];
        Elements.RequireNoNull(All, nameof(kinds));
        _kinds = new(StringComparer.Ordinal);
        foreach (RecipeKind kind in All)
        {
            if (!_kinds.TryAdd(kind.Name, kind))
            {
                throw new ArgumentException(
                    $"There are two kinds of recipes called '{kind.Name}'; each needs a name of its own.", nameof(kinds));
            }
        }
    }

    /// <summary>Those that come along.</summary>
    public static RecipeKinds BuiltIn { get; } =
        new(
        [
            new DqnKind(), new RecurrentDqnKind(), new TableKind(), new PolicyGradientKind(PolicyGradientMethod.Ppo),
            new PolicyGradientKind(PolicyGradientMethod.A2c), new PolicyGradientKind(PolicyGradientMethod.A3c),
            new PolicyGradientKind(PolicyGradientMethod.Reinforce),
            new ActorCriticKind(ActorCriticMethod.Ddpg), new ActorCriticKind(ActorCriticMethod.Td3),
            new ActorCriticKind(ActorCriticMethod.Sac), new SupervisedKind(), new RegressionKind(),
            new BayesianKind(), new ImitationKind(), new DaggerKind(),
        ]);

    /// <summary>The kinds, in the order in which they were added.</summary>
    public IReadOnlyList<RecipeKind> All { get; }

    /// <summary>These and others.</summary>
    /// <param name="kinds">The others.</param>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public RecipeKinds With(params IReadOnlyList<RecipeKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        return new([.. All, .. kinds]);
    }

    /// <summary>Turns a recipe's text into settings.</summary>
    /// <param name="text">The text.</param>
    /// <param name="overrides"><c>KEY=VALUE</c>, in order; later ones win.</param>
    /// <param name="seed">Overrides the key <c>seed</c>.</param>
    /// <param name="steps">Overrides the key <c>steps</c>.</param>
    /// <param name="environments">Where environments come from; null for those that come along.</param>
    /// <param name="isOfRun">Whether it is that of a run, which may bear a name that no new one gets.</param>
    /// <exception cref="ConfigurationException">A key is unknown or missing, or a value is out of range or contradicts another.</exception>
    internal RecipeTask Read(
        RecipeText text,
        IEnumerable<string> overrides,
        ulong? seed = null,
        long? steps = null,
        IEnvironmentSource? environments = null,
        bool isOfRun = false)
    {
        ConfigMap map = ConfigMap.Parse(text.Yaml, text.Source);
        foreach (string assignment in overrides)
        {
            map.Set(assignment);
        }

        if (seed is not null)
        {
            map.Set($"seed={seed.Value.ToString(CultureInfo.InvariantCulture)}");
        }

        if (steps is not null)
        {
            map.Set($"steps={steps.Value.ToString(CultureInfo.InvariantCulture)}");
        }

        string name = map.String("name", text.Name);
        if (PortableName.Problem(name) is { } problem && !(isOfRun && PortableName.IsOneFolder(name)))
        {
            string expected = "must be a name that a folder can have on every system, for runs are called by it";
            throw map.Error("name", $"{expected}; {Shown.Quote(name)} {problem}");
        }

        ulong effectiveSeed = map.ULong("seed", 0);
        RecipeContext context = new() { Seed = effectiveSeed, Environments = environments ?? RegisteredEnvironments.Instance };
        RecipeTask task = _kinds[map.RequiredChoice("kind", _kinds.Keys)].Read(map, context);
        map.RejectUnknown();
        return task.With(name, effectiveSeed, $"# {text.Summary}\n\n{map.ToYaml()}");
    }
}
