namespace Epoche.Experiments;

/// <summary>Sorts recipes into groups of those that differ in their seed alone, or by some of their keys.</summary>
internal static class RunGroups
{
    private const string Name = "name", Seed = "seed", Absent = "none";

    /// <summary>
    /// The groups, in the order in which the first recipe of each comes. Their label names the keys that differ, as <c>--set</c> takes
    /// them, or the recipes where these have names of their own.
    /// </summary>
    /// <param name="recipes">The recipes.</param>
    /// <param name="by">The keys that tell groups apart; empty for all that differ, but for the seed.</param>
    /// <exception cref="ExperimentException">No recipe has such a key.</exception>
    public static IReadOnlyList<RunGroup> Of(IReadOnlyList<Recipe> recipes, IReadOnlyList<string> by)
    {
        Dictionary<string, string>[] values = [.. recipes.Select(ValuesOf)];
        string[] all = [.. values.SelectMany(recipe => recipe.Keys).Distinct()];
        if (by.FirstOrDefault(key => !all.Contains(key)) is { } unknown)
        {
            throw new ExperimentException(
                $"--by {unknown}: no recipe of these runs has the key '{unknown}'.{NearestHint.For(unknown, all)}");
        }

        string[] keys = by.Count > 0 ? [.. by] : Different(values, all);
        return
        [
            .. from i in Enumerable.Range(0, recipes.Count)
               group i by string.Join('\n', keys.Select(key => Value(values[i], key))) into members
               let settings = keys.ToDictionary(key => key, key => Value(values[members.First()], key))
               select new RunGroup(Label(settings, recipes[members.First()]), settings, [.. members]),
        ];
    }

    /// <summary>
    /// The keys that differ, but for the seed. Recipes of different names differ by that, and in what else they differ only where two of
    /// one name do.
    /// </summary>
    private static string[] Different(Dictionary<string, string>[] recipes, string[] keys)
    {
        bool hasNames = recipes.Select(recipe => Value(recipe, Name)).Distinct().Count() > 1;
        return
        [
            .. from key in keys
               where key == Name ? hasNames : key != Seed && recipes.GroupBy(recipe => Value(recipe, Name)).Any(
                   named => named.Select(recipe => Value(recipe, key)).Distinct().Count() > 1)
               orderby key != Name
               select key,
        ];
    }

    private static string Label(Dictionary<string, string> settings, Recipe recipe) => settings.Count == 0
        ? recipe.Name
        : string.Join(", ", settings.Select(setting => setting.Key == Name ? setting.Value : $"{setting.Key}={setting.Value}"));

    private static string Value(Dictionary<string, string> recipe, string key) => recipe.GetValueOrDefault(key, Absent);

    private static Dictionary<string, string> ValuesOf(Recipe recipe)
    {
        Dictionary<string, string> values = RecipeParameters.Of(recipe).ToDictionary(setting => setting.Name, setting => $"{setting}");
        values[Name] = recipe.Name;
        return values;
    }
}

/// <summary>Some recipes that belong together.</summary>
/// <param name="Label">What they are called.</param>
/// <param name="Settings">What they have in common that others have not.</param>
/// <param name="Members">Which they are.</param>
internal sealed record RunGroup(string Label, IReadOnlyDictionary<string, string> Settings, IReadOnlyList<int> Members);
