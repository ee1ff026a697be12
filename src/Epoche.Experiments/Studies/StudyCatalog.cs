using System.Reflection;

namespace Epoche;

/// <summary>The studies of recipes that come along, and those in files.</summary>
public static class StudyCatalog
{
    private const string Prefix = "studies/", Extension = ".yaml";

    private static Assembly Assembly => typeof(StudyCatalog).Assembly;

    /// <summary>The names of the built-in studies, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A built-in study.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such study.</exception>
    public static RecipeText BuiltIn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        using Stream stream = Assembly.GetManifestResourceStream(Prefix + name + Extension)
            ?? throw new ArgumentException($"There is no built-in study '{name}'.{NearestHint.For(name, Names)}", nameof(name));
        using StreamReader reader = new(stream);
        return new RecipeText(name, $"{name}{Extension} (built in)", reader.ReadToEnd());
    }

    /// <summary>
    /// The built-in study of this name, the file at this path, or the study of a recipe's usual keys where this is a recipe.
    /// </summary>
    /// <param name="nameOrPath">Such as <c>cartpole-search</c>, <c>mine.yaml</c> or <c>cartpole</c>.</param>
    /// <exception cref="ExperimentException">There is nothing of this name; the message names the nearest.</exception>
    /// <exception cref="ConfigurationException">The file is not such YAML.</exception>
    public static RecipeText Find(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        if (Names.Contains(nameOrPath))
        {
            return BuiltIn(nameOrPath);
        }

        if (!RecipeCatalog.Names.Contains(nameOrPath) && !File.Exists(nameOrPath))
        {
            string known = $"Studies: {string.Join(", ", Names)}; or a recipe of 'epoche list', or the path of your own YAML file.";
            throw new ExperimentException(
                $"There is no study '{nameOrPath}'.{NearestHint.For(nameOrPath, [.. Names, .. RecipeCatalog.Names])}\n  {known}");
        }

        RecipeText text = RecipeCatalog.Find(nameOrPath);
        return ConfigMap.Parse(text.Yaml, text.Source).Contains("recipe") ? text : UsualSpace.StudyOf(text, nameOrPath);
    }
}
