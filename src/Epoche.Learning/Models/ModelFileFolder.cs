namespace Epoche;

/// <summary>
/// A model as a folder. Two files cannot be renamed at once, so the description names the hash of its weights and is the only point at
/// which the old model becomes the new one: new weights are written beside the old (<c>weights.safetensors.next</c>), then the description
/// is replaced, then the new weights take the place of the old. A reader takes whichever weights have the hash; it works after a
/// crash between any two of these steps.
/// </summary>
internal static class ModelFileFolder
{
    private const string NextName = ModelFile.WeightsName + ".next";

    /// <summary>Makes what was saved of a description and the weights that belong to it, or refuses the two.</summary>
    internal delegate T Reader<T>(string description, string descriptionFile, SafetensorsReader weights, string weightsFile);

    internal static void Save(string folder, string description, Action<Stream> writeWeights)
    {
        string next = Path.Combine(folder, NextName);
        AtomicFile.Write(next, writeWeights);
        string path = Path.Combine(folder, ModelFile.DescriptionName);
        try
        {
            AtomicFile.Write(path, description);
        }
        catch
        {
            if (!File.Exists(path) || ReadText(path) != description) // else the new weights are the model's already
            {
                AtomicFile.TryDelete(next);
            }

            throw;
        }

        AtomicFile.Replace(next, Path.Combine(folder, ModelFile.WeightsName));
        Posix.FlushFolder(folder);
    }

    internal static Model Load(string folder) => Load(folder, ReadModel);

    internal static T Load<T>(string folder, Reader<T> read)
    {
        string path = Path.Combine(folder, ModelFile.DescriptionName);
        for (string text = ReadText(path); ;)
        {
            try
            {
                return Load(folder, path, text, read);
            }
            catch (DataFormatException)
            {
                // If somebody saved meanwhile, the description read and the weights found belong to two models.
                string again = ReadText(path);
                if (again == text)
                {
                    throw;
                }

                text = again;
            }
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            using FileStream stream = ReadableFile.Open(path);
            return ConfigReader.ReadText(stream, path);
        }
        catch (FileNotFoundException exception)
        {
            throw new DataFormatException(
                Path.GetDirectoryName(path)!, "the folder", $"a model, so a file {ModelFile.DescriptionName}", "none", exception);
        }
    }

    private static Model ReadModel(string text, string descriptionFile, SafetensorsReader weights, string weightsFile)
    {
        ModelFileDescription description = ModelFileDescription.Read(ConfigMap.Parse(text, descriptionFile));
        Model model = description.Build(weights, descriptionFile, weightsFile);
        RequireHash(WeightsHash.Compute(model.Parameters.Values), description.Hash, descriptionFile, weightsFile);
        return model;
    }

    private static T Load<T>(string folder, string path, string text, Reader<T> read)
    {
        // The next weights first: while they are there, the description may be theirs already; once they are gone, they are the others.
        DataFormatException? problem = null;
        foreach (string file in new[] { Path.Combine(folder, NextName), Path.Combine(folder, ModelFile.WeightsName) })
        {
            try
            {
                using SafetensorsReader weights = SafetensorsReader.Open(file);
                return read(text, path, weights, file);
            }
            catch (FileNotFoundException)
            {
            }
            catch (DataFormatException exception)
            {
                problem = exception;
            }
        }

        throw problem ?? new DataFormatException(
            folder, "the folder", $"the file {ModelFile.WeightsName} beside {ModelFile.DescriptionName}", "none");
    }

    internal static void RequireHash(string found, string? hash, string descriptionFile, string weightsFile)
    {
        if (hash is not null && found != hash)
        {
            throw new DataFormatException(
                weightsFile, "all values",
                $"the hash {hash}, which {descriptionFile} names (without its line weights_sha256, any weights are accepted)", found);
        }
    }
}
