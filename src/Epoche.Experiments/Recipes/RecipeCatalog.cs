namespace Epoche;

/// <summary>The recipes that come along, and those in files.</summary>
public static class RecipeCatalog
{
    private static readonly BuiltInTexts s_builtIn = new("recipes", "recipe");

    /// <summary>The names of the built-in recipes, in ordinal order.</summary>
    public static IReadOnlyList<string> Names => s_builtIn.Names;

    /// <summary>A built-in recipe.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such recipe.</exception>
    public static RecipeText BuiltIn(string name) => s_builtIn.Read(name);

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

        string what = nameOrPath.EndsWith(BuiltInTexts.Extension, StringComparison.Ordinal) || nameOrPath.AsSpan().ContainsAny('/', '\\')
            ? $"There is no file '{nameOrPath}'"
            : $"There is no recipe '{nameOrPath}'";
        string known = $"Recipes: {string.Join(", ", Names)}; or the path of your own YAML file.";
        throw new ExperimentException($"{what}.{NearestHint.For(nameOrPath, Names)}\n  {known}");
    }
}
