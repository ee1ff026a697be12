namespace Epoche.Experiments;

/// <summary>
/// What a recipe says, apart from how it says it: two recipes of the same values train the same weights, whatever their comments, the order
/// of their keys and the spelling of their numbers.
/// </summary>
internal static class RecipeValues
{
    /// <summary>Every key with its value, defaults included, in a fixed order.</summary>
    public static string Of(Recipe recipe) => string.Join('\n', Lines(ConfigMap.Parse(recipe.ResolvedYaml, recipe.Name)));

    /// <summary>The same of any configuration.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="name">What messages call it.</param>
    public static IEnumerable<string> Of(string yaml, string name) => Lines(ConfigMap.Parse(yaml, name));

    private static IEnumerable<string> Lines(ConfigNode node) => node switch
    {
        ConfigMap map => map.Keys.Order(StringComparer.Ordinal).Where(map.Contains).SelectMany(key => Lines(map.Required(key))),
        ConfigScalar { IsQuoted: false } scalar when ConfigNumber.TryReal(scalar.Text, out double number) => [$"{node.Path}={number:R}"],
        ConfigScalar scalar => [$"{node.Path}={scalar.Text}"],
        _ => node.AsList().SelectMany(Lines).Prepend($"{node.Path}: {node.AsList().Count}"),
    };
}
