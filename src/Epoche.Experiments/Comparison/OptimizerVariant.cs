namespace Epoche;

/// <summary>One optimizer of a comparison: "rmsprop", or "rmsprop:1e-3" with a learning rate of its own.</summary>
/// <param name="Name">As the user wrote it.</param>
/// <param name="Kind">The optimizer; null for the recipe as it is.</param>
/// <param name="LearningRate">Its learning rate; null for the recipe's.</param>
public sealed record OptimizerVariant(string Name, string? Kind, string? LearningRate)
{
    private static readonly string[] s_common = ["learning_rate", "clip_norm", "clip_value"];

    /// <summary>As the user wrote it.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>Several, separated by commas.</summary>
    /// <param name="text">Such as <c>adam,rmsprop:1e-3</c>.</param>
    /// <exception cref="ExperimentException">An optimizer is unknown, or named twice.</exception>
    public static IReadOnlyList<OptimizerVariant> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<OptimizerVariant> variants = [];
        foreach (string name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = name.Split(':', 2);
            string[] known = [.. OptimizerRegistry.All.Select(entry => entry.Name)];
            if (!known.Contains(parts[0]))
            {
                throw new ExperimentException(
                    $"--optimizers: there is no optimizer '{parts[0]}'.{NearestHint.For(parts[0], known)}\n"
                    + $"  Optimizers: {string.Join(", ", known)}; with a learning rate of its own: rmsprop:1e-3.");
            }

            if (parts.Length == 2 && !ConfigNumber.TryReal(parts[1], out _))
            {
                throw new ExperimentException(
                    $"--optimizers expects a number behind the colon, such as {parts[0]}:1e-3; received '{name}'.");
            }

            if (variants.Any(v => v.Name == name))
            {
                throw new ExperimentException($"--optimizers names '{name}' twice.");
            }

            variants.Add(new(name, parts[0], parts.Length == 2 ? parts[1] : null));
        }

        return variants.Count > 0
            ? variants
            : throw new ExperimentException("--optimizers expects names separated by commas, such as rmsprop,rmsprop-graves.");
    }

    /// <summary>The optimizer of a recipe; the recipe as it is where it has none.</summary>
    /// <param name="text">The recipe.</param>
    /// <exception cref="ConfigurationException">It is not valid YAML.</exception>
    public static OptimizerVariant Own(RecipeText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ConfigMap.Parse(text.Yaml, text.Source).OptionalMap("optimizer")?.String("kind", "") is { Length: > 0 } own
            ? Parse(own)[0]
            : new(text.Name, null, null);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>What changes in a recipe: of the recipe's settings the optimizer keeps those that it knows.</summary>
    internal IReadOnlyList<string> Settings(RecipeText text)
    {
        if (Kind is null)
        {
            return [];
        }

        ConfigMap optimizer = ConfigMap.Parse(text.Yaml, text.Source).RequiredMap("optimizer");
        IEnumerable<string> known = OptimizerRegistry.Find(Kind).Settings.Select(setting => setting.Name).Concat(s_common);
        List<string> settings = [$"kind: {Kind}"];
        foreach (string key in optimizer.Keys.Intersect(known))
        {
            if (key == "learning_rate" && LearningRate is not null)
            {
                settings.Add($"{key}: {LearningRate}");
            }
            else if (optimizer.TryGet(key, out ConfigNode? value))
            {
                settings.Add($"{key}: {RecipeParameters.Text(value)}");
            }
        }

        return [$"optimizer={{{string.Join(", ", settings)}}}"];
    }
}
