namespace Epoche.Experiments;

/// <summary>What the key <c>data</c> names beside the data sets that come along: CSV files, or a folder of pictures.</summary>
/// <param name="Paths">The files or the folder, as whole paths.</param>
/// <param name="IsFolder">Whether it is a folder of pictures.</param>
internal sealed record OwnFiles(IReadOnlyList<string> Paths, bool IsFolder)
{
    private static readonly string[] s_endings = [".csv", ".tsv", ".txt"];

    /// <summary>What an error and a table of runs call it.</summary>
    public string Name => Paths.Count == 1 ? Path.GetFileName(Paths[0]) : $"{Path.GetFileName(Paths[0])} and {Paths.Count - 1} more";

    /// <summary>The files that a recipe names; null where it names a data set.</summary>
    /// <exception cref="ConfigurationException">A name in a list is none of a file.</exception>
    public static OwnFiles? Find(ConfigMap recipe, IReadOnlyCollection<string> known)
    {
        ConfigNode data = recipe.Required("data");
        if (data is ConfigList list)
        {
            string[] paths = [.. list.Items.Select(item => Whole(item.AsString(), recipe))];
            if (paths.Length == 0)
            {
                throw recipe.Error("data", "must name at least one file; received an empty list");
            }

            recipe.Set($"data=[{string.Join(", ", paths.Select(Quoted))}]"); // a run may be resumed from another folder
            return new(paths, false);
        }

        if (data is not ConfigScalar scalar || known.Contains(scalar.Text, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        string path = Whole(scalar.Text, recipe);
        bool isTable = s_endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
        bool isPath = scalar.Text.AsSpan().IndexOfAny('/', '\\') >= 0 || isTable || Directory.Exists(path);
        if (!isPath)
        {
            return null;
        }

        recipe.Write("data", path);
        return new([path], !isTable && !File.Exists(path));
    }

    /// <summary>Refuses files that are not there, before anything is made of them.</summary>
    /// <exception cref="ConfigurationException">One is missing.</exception>
    public void RequireThere(ConfigMap recipe)
    {
        string? missing = Paths.FirstOrDefault(path => !(IsFolder ? Directory.Exists(path) : File.Exists(path)));
        if (missing is not null)
        {
            string what = IsFolder ? "a folder with a folder of pictures for each class, or a CSV file" : "a CSV file";
            string? nearest = ReadableFile.Nearest(missing) ?? ReadableFile.Nearest(Beside(Path.GetFileName(missing), recipe));
            string hint = nearest is null ? "" : $"; did you mean '{nearest}'?";
            throw recipe.Error(
                "data", $"must name a data set ({string.Join(", ", DataSets.Names)}), {what}; '{missing}' is not there{hint}");
        }
    }

    private static string Quoted(string path) =>
        $"\"{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // Beside the recipe, where it is not found from here.
    private static string Whole(string path, ConfigMap recipe)
    {
        string whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(PathText.Native(path)));
        string beside = Beside(path, recipe);
        return !Path.Exists(whole) && Path.Exists(beside) ? beside : whole;
    }

    private static string Beside(string path, ConfigMap recipe) => Path.TrimEndingDirectorySeparator(
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(recipe.File) ?? "", PathText.Native(path))));
}
