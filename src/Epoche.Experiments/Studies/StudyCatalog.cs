namespace Epoche;

/// <summary>The studies of recipes that come along, and those in files.</summary>
public static class StudyCatalog
{
    private static readonly BuiltInTexts s_builtIn = new("studies", "study");

    /// <summary>The names of the built-in studies, in ordinal order.</summary>
    public static IReadOnlyList<string> Names => s_builtIn.Names;

    /// <summary>A built-in study.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such study.</exception>
    public static RecipeText BuiltIn(string name) => s_builtIn.Read(name);

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
