using System.Globalization;

namespace Epoche.Experiments;

/// <summary>A recipe as a flat list of settings, for TensorBoard's table of hyperparameters.</summary>
internal static class RecipeParameters
{
    public static IReadOnlyList<RunParameter> Of(Recipe recipe)
    {
        List<RunParameter> parameters = [];
        Add(ConfigMap.Parse(recipe.ResolvedYaml, recipe.Name), parameters);
        return parameters;
    }

    private static void Add(ConfigMap map, List<RunParameter> parameters)
    {
        foreach (string key in map.Keys)
        {
            if (!map.TryGet(key, out ConfigNode? node))
            {
                continue; // null: not set
            }

            switch (node)
            {
                case ConfigMap inner:
                    Add(inner, parameters);
                    break;
                case ConfigScalar scalar:
                    parameters.Add(Parameter(scalar));
                    break;
                default:
                    parameters.Add(new(node.Path, Text(node)));
                    break;
            }
        }
    }

    private static RunParameter Parameter(ConfigScalar scalar) =>
        scalar.IsQuoted ? new(scalar.Path, scalar.Text)
        : scalar.Text is "true" or "false" ? new(scalar.Path, scalar.Text == "true")
        : ConfigNumber.TryReal(scalar.Text, out double number) ? new(scalar.Path, number)
        : new(scalar.Path, scalar.Text);

    /// <summary>A value as YAML in one line.</summary>
    public static string Text(ConfigNode node) => node switch
    {
        ConfigScalar { IsQuoted: true } scalar => $"\"{scalar.Text}\"",
        ConfigScalar scalar => scalar.Text,
        ConfigMap map => $"{{{string.Join(", ", map.Keys.Select(key => $"{key}: {(map.TryGet(key, out ConfigNode? value)
            ? Text(value)
            : "null")}"))}}}",
        _ => $"[{string.Join(", ", node.AsList().Select(Text))}]",
    };
}
