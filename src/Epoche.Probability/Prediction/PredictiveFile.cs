using System.Text;

namespace Epoche;

/// <summary>
/// Predictives on disk: a folder with <c>model.yaml</c> (the kind, its settings, layers, what the numbers mean) and
/// <c>weights.safetensors</c>, as <see cref="ModelFile"/> has it for one network. What is loaded predicts the same bits. Saving replaces an
/// older one whole or not at all; loading builds only layers that <see cref="LayerRegistry"/> knows, and allocates only
/// what the weights really there fill.
/// </summary>
public static class PredictiveFile
{
    private const string Format = ModelFileDescription.PredictiveFormat, NoOutput = "none";
    private const int PlainVersion = 1, ImageVersion = 2; // 2: with a section on pictures

    private static readonly SortedDictionary<string, Func<PredictiveSource, Predictive>> s_kinds = new(StringComparer.Ordinal)
    {
        [DeepEnsemble.KindName] = DeepEnsemble.Load,
        [DropoutPredictive.KindName] = DropoutPredictive.Load,
        [LastLayerLaplace.KindName] = LastLayerLaplace.Load,
        [NetworkPredictive.KindName] = NetworkPredictive.Load,
    };

    /// <summary>Saves a predictive.</summary>
    /// <param name="predictive">What to save.</param>
    /// <param name="folder">Where; made if it is missing.</param>
    /// <exception cref="InvalidOperationException">Nothing was learned yet.</exception>
    /// <exception cref="NotSupportedException">
    /// A layer or the output is custom code that cannot be described; a layer is of a kind that is not registered.
    /// </exception>
    /// <exception cref="ArgumentException">The labels do not fit the output.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Save(Predictive predictive, string folder)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ModelFileDescription.RequireInfoFits(predictive.Network);
        YamlWriter settings = new();
        PredictiveContent content = predictive.Describe(settings);
        YamlWriter yaml = new();
        yaml.Comment($"A predictive of Epoche; its numbers are in {ModelFile.WeightsName}.");
        yaml.Value("format", Format);
        yaml.Value("version", predictive.Info.Image is null ? PlainVersion : ImageVersion);
        yaml.Value("kind", content.Kind);
        yaml.Value("weights_sha256", Hash(content.Tensors), "of the float32 values in the order of the file");
        yaml.Value(
            "output", predictive.Output is { } output ? Activations.NameOf(output) : NoOutput,
            "of what the network gives, divided by the temperature");
        yaml.Value("temperature", predictive.Temperature);
        ModelFileLayers.WriteShape(yaml, "input", predictive.InputShape, "the shape of one example");
        ModelFileDescription.WriteInfo(yaml, predictive.Info);
        ModelFileLayers.Write(yaml, predictive.Network.Layers);
        ModelFileFolder.Save(folder, yaml + settings.ToString(), stream => Write(stream, content.Tensors));
    }

    /// <summary>Loads a predictive, of the kind that was saved.</summary>
    /// <exception cref="DataFormatException">
    /// The folder is damaged, or no predictive; the message says where, what was expected and what was found.
    /// </exception>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Predictive Load(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (!Directory.Exists(folder))
        {
            throw new FileNotFoundException($"No predictive is at '{folder}': there is no such folder.", folder);
        }

        try
        {
            return ModelFileFolder.Load(folder, Read);
        }
        catch (ConfigurationException exception)
        {
            string where = exception.Line > 0 ? $"line {exception.Line}" : "whole file";
            throw new DataFormatException(exception.File, where, "the description of a predictive", exception.Message, exception);
        }
    }

    /// <summary>Whether a folder holds a predictive, rather than one network or nothing; <see cref="Load"/> finds damages.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DataFormatException">Its description is longer than any.</exception>
    /// <exception cref="IOException">It cannot be read, or is not a regular file.</exception>
    public static bool Exists(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string path = Path.Combine(folder, ModelFile.DescriptionName);
        return Path.Exists(path)
            && Encoding.UTF8.GetString(ReadableFile.ReadBytes(path, ConfigReader.LongestText)).Split('\n')
                .Any(line => line.StartsWith($"format: {Format}", StringComparison.Ordinal));
    }

    /// <summary>
    /// SHA-256 over the numbers of a predictive as little-endian float32 bytes, in the order of the file, as
    /// 64 lower-case hexadecimal digits.
    /// </summary>
    /// <exception cref="InvalidOperationException">Nothing was learned yet.</exception>
    public static string Hash(Predictive predictive)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        return Hash(predictive.Describe(new YamlWriter()).Tensors);
    }

    private static Predictive Read(string text, string descriptionFile, SafetensorsReader weights, string weightsFile)
    {
        ConfigMap file = ConfigMap.Parse(text, descriptionFile);
        string format = file.RequiredString("format");
        if (format != Format)
        {
            throw file.Error(
                "format", $"must be {Format}; received "
                    + $"{format}{(format == ModelFileDescription.Format ? ", which is one network: Model.Load loads it" : "")}");
        }

        int version = file.RequiredInt("version", Bounds.Positive);
        if (version > ImageVersion)
        {
            throw file.Error(
                "version",
                $"must be at most {ImageVersion}, which is what this version of Epoche reads; received {version}, from a newer one");
        }

        string kind = file.RequiredChoice("kind", s_kinds.Keys);
        PredictiveSource source = new(file, ReadOutput(file), weights, weightsFile);
        string? hash = file.OptionalString("weights_sha256");
        float temperature = file.RequiredFloat("temperature", Bounds.Positive);
        try
        {
            Predictive predictive = s_kinds[kind](source);
            file.RejectUnknown();
            source.RequireNoOthers();
            ModelFileFolder.RequireHash(Hash(predictive.Describe(new YamlWriter()).Tensors), hash, descriptionFile, weightsFile);
            predictive.Temperature = temperature;
            ModelFileDescription.RequireInfoFits(predictive.Network);
            return predictive;
        }
        catch (ArgumentException exception)
        {
            throw new DataFormatException(descriptionFile, "layers", "layers that fit each other", exception.Message, exception);
        }
    }

    private static Func<Tensor, Tensor>? ReadOutput(ConfigMap file) =>
        file.RequiredChoice("output", [NoOutput, .. Activations.Names]) is var name && name == NoOutput ? null : Activations.Find(name);

    private static void Write(Stream stream, IReadOnlyList<SavedTensor> tensors)
    {
        SafetensorsWriter writer = new(stream, [.. tensors.Select(tensor => (tensor.Name, tensor.Entry.Shape))]);
        foreach (SavedTensor tensor in tensors)
        {
            writer.Write(tensor.Values);
        }

        writer.Finish();
    }

    private static string Hash(IReadOnlyList<SavedTensor> tensors)
    {
        using Sha256 hash = new();
        foreach (SavedTensor tensor in tensors)
        {
            LittleEndian.ForEachChunk(tensor.Values, hash, static (hash, bytes) => hash.Append(bytes));
        }

        return hash.Digits();
    }
}
