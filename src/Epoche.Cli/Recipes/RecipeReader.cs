using System.Globalization;
using Epoche.Cli.Imitation;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Recipes;

/// <summary>Turns a recipe's text into settings.</summary>
internal static class RecipeReader
{
    /// <summary>The kinds of recipes: a plain table.</summary>
    private static readonly Dictionary<string, Func<ConfigMap, ulong, Recipe>> Kinds = new()
    {
        [DqnRecipe.Kind] = DqnRecipe.Read,
        [SupervisedRecipe.Kind] = SupervisedRecipe.Read,
        [BayesianRecipe.Kind] = BayesianRecipe.Read,
        [ImitationRecipe.Kind] = ImitationRecipe.Read,
    };

    /// <param name="overrides"><c>KEY=VALUE</c>, in order; later ones win.</param>
    /// <param name="seed">Overrides the key <c>seed</c>.</param>
    /// <param name="steps">Overrides the key <c>steps</c>.</param>
    /// <exception cref="ConfigurationException">A key is unknown or missing, or a value is out of range or contradicts another.</exception>
    public static Recipe Read(RecipeText text, IEnumerable<string> overrides, ulong? seed = null, int? steps = null)
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
        if (name.Length == 0 || name.StartsWith('.') || name.IndexOfAny(['/', '\\', '\0']) >= 0)
        {
            throw map.Error("name", $"must be the name of one folder, without a dot in front, for runs are called by it; received {name}");
        }

        ulong effectiveSeed = map.ULong("seed", 0);
        Recipe recipe = Kinds[map.RequiredChoice("kind", Kinds.Keys)](map, effectiveSeed);
        map.RejectUnknown();
        return recipe with { Name = name, Seed = effectiveSeed, ResolvedYaml = $"# {text.Summary}\n\n{map.ToYaml()}" };
    }

    /// <summary>The recipe of a run.</summary>
    public static Recipe Read(RunFolder run) =>
        Read(new RecipeText(Path.GetFileName(run.Path), run.RecipePath, ConfigMap.ReadText(run.RecipePath)), []);

    /// <summary>The recipe of a run; null where this version cannot read it.</summary>
    public static Recipe? TryRead(RunFolder run)
    {
        try
        {
            return Read(run);
        }
        catch (Exception exception) when (exception is ConfigurationException or CliException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
