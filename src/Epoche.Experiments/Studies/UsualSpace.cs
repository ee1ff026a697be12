using System.Globalization;
using System.Text;

namespace Epoche.Experiments;

/// <summary>What is searched of a recipe where nobody says: the usual keys that it has, around its own values.</summary>
internal static class UsualSpace
{
    private const double Around = 10;

    /// <summary>A study of a recipe, as YAML.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="name">How it was named.</param>
    /// <exception cref="ExperimentException">It has none of the usual keys.</exception>
    public static RecipeText StudyOf(RecipeText recipe, string name)
    {
        ConfigMap map = ConfigMap.Parse(recipe.Yaml, recipe.Source);
        List<string> lines = [];
        Number(map, ["optimizer", "learning_rate"], value => $"{{float: {Text(value / Around)}..{Text(value * Around)}, log: true}}");
        Number(map, ["discount"], value => $"{{float: {Text(Math.Min(value, 0.9))}..{Text(Math.Max(value, 0.999))}}}");
        Number(map, ["batch_size"], value =>
            $"{{choice: [{string.Join(", ", ((double[])[value / 2, value, value * 2]).Select(Whole).Distinct())}]}}");
        Number(map, ["replay", "n_step"], value => $"{{int: 1..{Math.Max(5, Whole(value))}}}");
        if (lines.Count == 0)
        {
            throw new ExperimentException(
                $"The recipe '{recipe}' has none of the keys that are usually searched. Write a study: a YAML file with 'recipe: {name}' "
                + "and a 'space'; 'epoche show cartpole-search' is one.");
        }

        StringBuilder yaml = new($"# {recipe}: the usual keys, around the recipe's values\n\nrecipe: {YamlText(name)}\n");
        yaml.Append("enqueue: [recipe]\n").Append("pruner: wilcoxon\nspace:\n").AppendJoin('\n', lines).Append('\n');
        return new(recipe.Name, $"the study of {recipe}", yaml.ToString());

        void Number(ConfigMap from, string[] path, Func<double, string> domain)
        {
            ConfigNode? node = from;
            foreach (string part in path)
            {
                node = node is ConfigMap inner && inner.TryGet(part, out ConfigNode? found) ? found : null;
            }

            if (node is ConfigScalar { IsQuoted: false, Text: var text } && ConfigNumber.TryReal(text, out double value) && value > 0)
            {
                lines.Add($"  {string.Join('.', path)}: {domain(value)}");
            }
        }
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static long Whole(double value) => Math.Max(1, (long)value);

    private static string YamlText(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal)}\"";
}
