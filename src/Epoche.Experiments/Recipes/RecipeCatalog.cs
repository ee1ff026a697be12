using System.Reflection;

namespace Epoche;

/// <summary>The recipes that come along, and those in files.</summary>
public static class RecipeCatalog
{
    private const string Prefix = "recipes/";
    private const string Extension = ".yaml";

    private static Assembly Assembly => typeof(RecipeCatalog).Assembly;

    /// <summary>The names of the built-in recipes, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A built-in recipe.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such recipe.</exception>
    public static RecipeText BuiltIn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        using Stream stream = Assembly.GetManifestResourceStream(Prefix + name + Extension)
            ?? throw new ArgumentException($"There is no built-in recipe '{name}'.{NearestHint.For(name, Names)}", nameof(name));
        using StreamReader reader = new(stream);
        return new RecipeText(name, $"{name}{Extension} (built in)", reader.ReadToEnd());
    }

    /// <summary>The built-in recipe of this name, or the file at this path.</summary>
    /// <param name="nameOrPath">Such as <c>cartpole</c> or <c>mine.yaml</c>.</param>
    /// <exception cref="ExperimentException">There is neither; the message names the nearest recipe.</exception>
    /// <exception cref="ConfigurationException">The file is not text in UTF-8.</exception>
    public static RecipeText Find(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        if (Names.Contains(nameOrPath))
        {
            return BuiltIn(nameOrPath);
        }

        if (File.Exists(nameOrPath))
        {
            return new RecipeText(Path.GetFileNameWithoutExtension(nameOrPath), nameOrPath, ConfigMap.ReadText(nameOrPath));
        }

        if (RunFolder.IsRun(nameOrPath))
        {
            string recipe = Path.Combine(nameOrPath, "recipe.yaml");
            throw new ExperimentException(
                $"'{nameOrPath}' is a run. 'epoche resume {nameOrPath}' resumes it; 'epoche train {recipe}' makes another of its recipe.");
        }

        string what = nameOrPath.EndsWith(Extension, StringComparison.Ordinal) || nameOrPath.Contains('/') || nameOrPath.Contains('\\')
            ? $"There is no file '{nameOrPath}'"
            : $"There is no recipe '{nameOrPath}'";
        string known = $"Recipes: {string.Join(", ", Names)}; or the path of your own YAML file.";
        throw new ExperimentException($"{what}.{NearestHint.For(nameOrPath, Names)}\n  {known}");
    }
}
