namespace Epoche;

/// <summary>
/// Models on disk: <c>model.yaml</c> (layers, shapes, what the numbers mean) and <c>weights.safetensors</c>, in a folder or, uncompressed,
/// in a zip whose name ends in <c>.epoche</c>. Loading builds only layers that <see cref="LayerRegistry"/> knows, and allocates only what
/// the weights really there fill. Saving replaces an older model whole or not at all.
/// </summary>
public static class ModelFile
{
    /// <summary>The ending of models in one file.</summary>
    public const string Extension = ".epoche";

    internal const string DescriptionName = "model.yaml";
    internal const string WeightsName = "weights.safetensors";

    /// <summary>Saves a model, as one file if <paramref name="path"/> ends in <c>.epoche</c>, otherwise as a folder.</summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="NotSupportedException">
    /// A layer contains custom code that cannot be described, or is of a kind that is not registered.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The labels do not fit the output, or a layer has an option called <c>kind</c> or <c>name</c>.
    /// </exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Save(Model model, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(model);
        string description = ModelFileDescription.Write(model);
        if (path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
        {
            ModelFileArchive.Save(path, description, model.Parameters);
        }
        else
        {
            ModelFileFolder.Save(path, description, stream => ModelFileWeights.Write(stream, model.Parameters));
        }
    }

    /// <summary>Refuses what <see cref="Save"/> would refuse.</summary>
    internal static void RequireSavable(Model model) => ModelFileDescription.Write(model);

    /// <summary>Loads a model from a folder or a <c>.epoche</c> file.</summary>
    /// <exception cref="DataFormatException">
    /// It is damaged, or no model; the message says where, what was expected and what was found.
    /// </exception>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Model Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            return Directory.Exists(path) ? ModelFileFolder.Load(path)
                : File.Exists(path) ? ModelFileArchive.Load(path)
                : throw new FileNotFoundException($"No model is at '{path}': neither a folder nor a file.", path);
        }
        catch (ConfigurationException exception)
        {
            string where = exception.Line > 0 ? $"line {exception.Line}" : "whole file";
            throw new DataFormatException(exception.File, where, "the description of a model", exception.Message, exception);
        }
    }

    /// <summary>
    /// Saves the numbers of a model alone, as safetensors, replacing an older file whole or not at all: for
    /// models whose layers contain code.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is that of a folder, or may not be written to.</exception>
    public static void SaveWeights(Model model, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(model);
        ParameterSlab parameters = model.Parameters;
        AtomicFile.Write(path, stream => ModelFileWeights.Write(stream, parameters));
    }

    /// <summary>
    /// Reads numbers that <see cref="SaveWeights"/> wrote into a built model with the same layers; its names and shapes decide.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="DataFormatException">
    /// The file is damaged, or its tensors are not those of the model, which is then unchanged.
    /// </exception>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or closed to this user.</exception>
    public static void LoadWeights(Model model, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(model);
        ParameterSlab parameters = model.Parameters;
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        ModelFileWeights.Require(reader, parameters.Entries, path);
        ModelFileWeights.Fill(reader, parameters);
    }

    /// <summary>
    /// Reads from a safetensors file the weights whose names and shapes are those of a built model; all others stay as they are, and the
    /// report says which.
    /// </summary>
    /// <param name="model">Built.</param>
    /// <param name="path">The file.</param>
    /// <param name="nameThere">
    /// From a parameter's name in the model to its name in the file, null for one to leave alone. Default: the same name.
    /// </param>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="DataFormatException">The file is damaged.</exception>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or closed to this user.</exception>
    public static WeightsReport LoadMatchingWeights(Model model, string path, Func<string, string?>? nameThere = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(model);
        ParameterSlab parameters = model.Parameters;
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        return WeightsReport.Fill(
            parameters,
            nameThere ?? (name => name),
            reader.Entries.ToDictionary(entry => entry.Name, entry => entry.SizesText, StringComparer.Ordinal),
            (name, destination) => reader.Read(reader.Find(name)!, destination));
    }
}
