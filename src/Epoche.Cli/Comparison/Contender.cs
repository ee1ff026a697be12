using System.Globalization;
using Epoche.Cli.Recipes;
using Epoche.Cli.Recording;

namespace Epoche.Cli.Comparison;

/// <summary>One optimizer of a comparison: "rmsprop", or "rmsprop:1e-3" with a learning rate of its own.</summary>
/// <param name="Name">As the user wrote it.</param>
/// <param name="Kind">The optimizer.</param>
/// <param name="LearningRate">Its learning rate; null for the recipe's.</param>
internal sealed record Contender(string Name, string Kind, string? LearningRate)
{
    private static readonly string[] s_common = ["learning_rate", "clip_norm", "clip_value"];

    /// <exception cref="CliException">An optimizer is unknown, or named twice.</exception>
    public static IReadOnlyList<Contender> Parse(string text)
    {
        List<Contender> contenders = [];
        foreach (string name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = name.Split(':', 2);
            string[] known = [.. OptimizerRegistry.All.Select(entry => entry.Name)];
            if (!known.Contains(parts[0]))
            {
                throw new CliException($"--optimizers: there is no optimizer '{parts[0]}'.{NearestHint.For(parts[0], known)}\n  Optimizers: {string.Join(", ", known)}; with a learning rate of its own: rmsprop:1e-3.");
            }

            if (parts.Length == 2 && !ConfigNumber.TryReal(parts[1], out _))
            {
                throw new CliException($"--optimizers expects a number behind the colon, such as {parts[0]}:1e-3; received '{name}'.");
            }

            if (contenders.Any(c => c.Name == name))
            {
                throw new CliException($"--optimizers names '{name}' twice.");
            }

            contenders.Add(new(name, parts[0], parts.Length == 2 ? parts[1] : null));
        }

        return contenders.Count > 0 ? contenders : throw new CliException("--optimizers expects names separated by commas, such as rmsprop,rmsprop-graves.");
    }

    /// <summary>The recipe with this optimizer: of the recipe's settings it keeps those that it knows.</summary>
    public Recipe In(RecipeText text, IReadOnlyList<string> overrides, ulong seed, int? steps)
    {
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

        return RecipeReader.Read(text, [$"optimizer={{{string.Join(", ", settings)}}}", .. overrides], seed, steps);
    }
}
