using System.Reflection;

namespace Epoche.Cli.Recipes;

/// <summary>A recipe as text: what <c>epoche list</c> shows and what a reader turns into settings.</summary>
/// <param name="Name">"cartpole"; for a file of the user's its name without extension.</param>
/// <param name="Source">Where it is, for error messages: a path, or "cartpole.yaml (built in)".</param>
internal sealed record RecipeText(string Name, string Source, string Yaml)
{
    /// <summary>The comment on the recipe's first line; empty where there is none.</summary>
    public string Summary
    {
        get
        {
            string line = new StringReader(Yaml).ReadLine() ?? "";
            return line.StartsWith('#') ? line.TrimStart('#').Trim() : "";
        }
    }
}

/// <summary>The recipes that come with epoche, embedded, and those in files of the user's.</summary>
internal static class RecipeCatalog
{
    private const string Prefix = "recipes/";
    private const string Extension = ".yaml";

    private static Assembly Assembly => typeof(RecipeCatalog).Assembly;

    /// <summary>The names of the built-in recipes, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    public static RecipeText BuiltIn(string name)
    {
        using StreamReader reader = new(Assembly.GetManifestResourceStream(Prefix + name + Extension)!);
        return new RecipeText(name, $"{name}{Extension} (built in)", reader.ReadToEnd());
    }

    /// <summary>The built-in recipe of this name, or the file at this path.</summary>
    /// <exception cref="CliException">There is neither; the message names the nearest recipe.</exception>
    public static RecipeText Find(string nameOrPath)
    {
        if (Names.Contains(nameOrPath))
        {
            return BuiltIn(nameOrPath);
        }

        if (File.Exists(nameOrPath))
        {
            return new RecipeText(Path.GetFileNameWithoutExtension(nameOrPath), nameOrPath, ConfigMap.ReadText(nameOrPath));
        }

        if (File.Exists(Path.Combine(nameOrPath, "recipe.yaml")))
        {
            throw new CliException($"'{nameOrPath}' is a run. 'epoche resume {nameOrPath}' goes on with it; 'epoche train {Path.Combine(nameOrPath, "recipe.yaml")}' makes another of its recipe.");
        }

        string what = nameOrPath.EndsWith(Extension, StringComparison.Ordinal) || nameOrPath.Contains('/') || nameOrPath.Contains('\\')
            ? $"There is no file '{nameOrPath}'"
            : $"There is no recipe '{nameOrPath}'";
        string known = $"Recipes: {string.Join(", ", Names)}; or the path of your own YAML file.";
        throw new CliException($"{what}.{NearestHint.For(nameOrPath, Names)}\n  {known}");
    }
}
