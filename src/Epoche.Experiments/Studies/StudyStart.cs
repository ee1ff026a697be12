namespace Epoche.Experiments;

/// <summary>
/// Reads <c>enqueue</c>, the settings that a study tries first: maps of keys and values, or <c>recipe</c>, the recipe's own values.
/// </summary>
/// <param name="space">What is searched.</param>
/// <param name="recipe">The recipe with its defaults.</param>
internal sealed class StudyStart(StudySpace space, Recipe recipe)
{
    private const string Own = "recipe";

    /// <exception cref="ConfigurationException">A key is not searched, or a value is not among those that are tried.</exception>
    public IReadOnlyList<IReadOnlyDictionary<string, StudyValue>> Read(IReadOnlyList<ConfigNode> nodes) =>
        [.. nodes.Select(node => node is ConfigMap map ? Given(map) : OwnOf(node))];

    private Dictionary<string, StudyValue> OwnOf(ConfigNode node)
    {
        node.AsChoice([Own]);
        ConfigMap resolved = ConfigMap.Parse(recipe.ResolvedYaml, $"the recipe {recipe.Name}");
        Dictionary<string, StudyValue> values = new(StringComparer.Ordinal);
        foreach (StudyKey key in space.Keys)
        {
            if (Find(resolved, key.Name) is { } own)
            {
                Add(values, key, own);
            }
        }

        return values;
    }

    private Dictionary<string, StudyValue> Given(ConfigMap map)
    {
        Dictionary<string, StudyValue> values = new(StringComparer.Ordinal);
        foreach (string name in map.Keys)
        {
            ConfigNode node = map.Required(name);
            StudyKey key = space.Keys.FirstOrDefault(one => one.Name == name) ?? throw node.Error(
                $"is not a key that is searched.{NearestHint.For(name, space.Keys.Select(one => one.Name))}");
            Add(values, key, node);
        }

        return values;
    }

    private void Add(Dictionary<string, StudyValue> values, StudyKey key, ConfigNode node)
    {
        if (!key.IsLayers)
        {
            values[key.Name] = Value(key.Name, node);
            return;
        }

        IReadOnlyList<ConfigNode> layers = node.AsList();
        if (layers.Count == 0 || layers.Select(layer => layer.AsLong()).Distinct().Count() > 1)
        {
            throw node.Error($"must be one or more layers of one width, which is what is searched; received {RecipeParameters.Text(node)}");
        }

        values[key.Name + StudySpace.Depth] = Checked(key.Name + StudySpace.Depth, layers.Count, node);
        values[key.Name + StudySpace.Width] = Value(key.Name + StudySpace.Width, layers[0]);
    }

    private StudyValue Value(string name, ConfigNode node) => Checked(
        name,
        space.Space.Domain(name) switch
        {
            IntDomain => node.AsLong(),
            FloatDomain => node.AsDouble(),
            _ => SpaceReader.ChoiceOf(node),
        },
        node);

    private StudyValue Checked(string name, StudyValue value, ConfigNode node)
    {
        try
        {
            _ = space.Space.Domain(name).ToNumber(value);
            return value;
        }
        catch (ArgumentException exception)
        {
            throw node.Error($"cannot be tried first: {ErrorText.Of(exception)}");
        }
    }

    /// <summary>The value of a dotted key; null where there is none.</summary>
    private static ConfigNode? Find(ConfigMap map, string name)
    {
        ConfigNode? node = map;
        foreach (string part in name.Split('.'))
        {
            node = node is ConfigMap inner && inner.TryGet(part, out ConfigNode? value) ? value : null;
        }

        return node;
    }
}
