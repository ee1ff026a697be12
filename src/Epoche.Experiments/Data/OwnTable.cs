using Epoche.Tables;

namespace Epoche.Experiments;

/// <summary>
/// CSV files as the data of a recipe: which column is predicted, from which others, and which rows are held out. The preparation is fitted
/// on the rows that are learned from alone.
/// </summary>
internal static class OwnTable
{
    private const int MostValidation = 5_000, ValidationPart = 5;

    /// <summary>How many examples are validated on where nobody says.</summary>
    public static int ValidationExamples(int trainExamples) => Math.Min(MostValidation, trainExamples / ValidationPart);

    /// <summary>Reads the keys; the files too, where the recipe does not say what was found in them.</summary>
    /// <exception cref="ConfigurationException">A key is wrong, or does not fit the file.</exception>
    /// <exception cref="DataFormatException">A file is no CSV.</exception>
    public static DataSetEntry Read(ConfigMap recipe, OwnFiles files, bool isRegression, bool mayWeigh)
    {
        string target = recipe.RequiredString("target");
        CsvOptions options = TableKeys.ReadFile(recipe.Map("csv"));
        TableKeys keys = TableKeys.Read(recipe, target, options, isRegression, mayWeigh);
        Lazy<LoadedData> loaded = new(() => Load(recipe, files, keys));
        FoundData? found = FoundData.Read(recipe, keys.Settings);
        if (found is null)
        {
            found = loaded.Value.Found;
            found.Write(recipe, keys.Settings);
        }

        FoundData known = found;
        return new(files.Name, null, known.Labels.Count, known.TrainExamples, () => loaded.Value.Matching(known, files.Name, "file"))
        {
            Row = known.Input,
            Labels = known.Labels,
        };
    }

    private static LoadedData Load(ConfigMap recipe, OwnFiles files, TableKeys keys)
    {
        files.RequireThere(recipe);
        Table all = Table.Read(files.Paths, keys.File);
        keys.RequireColumns(recipe, all);
        TableColumn target = all[keys.Target];
        int[] known = [.. Enumerable.Range(0, all.Count).Where(row => !target.IsMissing(row))];
        if (known.Length == 0)
        {
            throw recipe.Error("target", $"must be a column that holds something; '{keys.Target}' is missing in all {all.Count} rows");
        }

        Table rows = known.Length == all.Count ? all : all.Select(known);
        RequireWeights(recipe, rows, keys.Weights);
        try
        {
            (Table rest, Table test) = keys.Hold(rows, (int)Math.Round(rows.Count * keys.TestShare));
            int validation = recipe.Int("validation_examples", ValidationExamples(rest.Count), Bounds.Between(0, rest.Count - 1));
            (Table training, Table held) = keys.Hold(rest, validation);
            TablePreparation preparation = keys.Fit(training);
            Dataset learned = preparation.ToDataset(training, keys.Weights), tested = preparation.ToDataset(test);
            Dataset validated = validation == 0 ? learned.Take(0) : preparation.ToDataset(held, keys.Weights);
            DataSetParts parts = new(learned, tested, $"{tested.Count} rows of {files.Name}, {keys.HoldWords}")
            {
                Divided = (learned, validated),
                Preparation = preparation,
            };
            return new(parts, new(learned.Count + validated.Count, validated.Count, preparation.InputShape, preparation.Classes));
        }
        catch (ArgumentException exception)
        {
            throw recipe.Error("data", $"cannot be learned from as it is: {exception.Message}");
        }
    }

    /// <summary>Here, so that an error says the row of the file, and not that of a part.</summary>
    private static void RequireWeights(ConfigMap recipe, Table rows, string? column)
    {
        try
        {
            _ = column is null ? null : TableWeights.Of(rows, column);
        }
        catch (ArgumentException exception)
        {
            throw recipe.Error("weights", $"cannot be used: {exception.Message}");
        }
    }
}
