namespace Epoche.Experiments;

/// <summary>A folder of pictures as the data of a recipe: a folder for each class.</summary>
internal static class OwnPictures
{
    private const double DefaultTestShare = 0.2;

    /// <summary>Reads the keys; the pictures too, where the recipe does not say what was found in them.</summary>
    /// <exception cref="ConfigurationException">A key is wrong, or does not fit the folder.</exception>
    /// <exception cref="DataFormatException">A picture is damaged, or of another size where they are to be of one.</exception>
    public static DataSetEntry Read(ConfigMap recipe, OwnFiles files)
    {
        ImageInput? wanted = recipe.OptionalMap("picture") is { } map ? ImageInputText.Read(map) : null;
        double share = recipe.Double(
            "test_share", DefaultTestShare, new Bounds { Low = 0, High = 1, ExcludesLow = true, ExcludesHigh = true });
        ulong seed = recipe.ULong("seed", 0);
        string settings = FormattableString.Invariant($"{share} {seed}{(wanted is null ? "" : $" {wanted}")}");
        Lazy<LoadedData> loaded = new(() => Load(recipe, files, wanted, share, seed));
        FoundData? found = FoundData.Read(recipe, settings);
        if (found is null)
        {
            found = loaded.Value.Found;
            found.Write(recipe, settings);
        }

        FoundData known = found;
        ImageInput input = wanted ?? new() { Height = known.Input[0], Width = known.Input[1], Channels = known.Input[2] };
        return new(files.Name, input, known.Labels.Count, known.TrainExamples, () => loaded.Value.Matching(known, files.Name, "pictures"))
        {
            Labels = known.Labels,
        };
    }

    private static LoadedData Load(ConfigMap recipe, OwnFiles files, ImageInput? wanted, double share, ulong seed)
    {
        files.RequireThere(recipe);
        ImageFolder folder = wanted is null ? ImageFolder.Read(files.Paths[0]) : ImageFolder.Read(files.Paths[0], wanted);
        if (folder.Classes.Count < 2)
        {
            throw recipe.Error(
                "data", $"must be a folder with a folder of pictures for each of two classes at least; '{files.Paths[0]}' has only "
                + $"'{folder.Classes[0]}'");
        }

        try
        {
            (Dataset rest, Dataset test) = folder.Images.StratifiedSplit(share, seed);
            int validation = recipe.Int("validation_examples", OwnTable.ValidationExamples(rest.Count), Bounds.Between(0, rest.Count - 1));
            (Dataset training, Dataset held) = validation == 0
                ? (rest, rest.Take(0))
                : rest.StratifiedSplit((double)validation / rest.Count, seed);
            DataSetParts parts = new(training, test, $"{test.Count} pictures of {files.Name}, held out by chance")
            {
                Divided = (training, held),
            };
            Shape picture = [folder.Input.Height, folder.Input.Width, folder.Input.Channels];
            return new(parts, new(rest.Count, held.Count, picture, folder.Classes));
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw recipe.Error("data", $"has too few pictures ({folder.Images.Count}): {exception.Message}");
        }
    }
}
