namespace Epoche;

/// <summary>The content of <c>model.yaml</c>. Version 1 is a sequence of layers, version 2 a graph of them (<see cref="ModelFileGraph"/>).</summary>
/// <param name="Plan">The inputs, and the layers, not built yet.</param>
/// <param name="IsSequence">Whether the file is of version 1.</param>
/// <param name="Info">What the numbers mean.</param>
/// <param name="Hash">The <see cref="WeightsHash"/> of the weights; null where a person left it out.</param>
internal sealed record ModelFileDescription(GraphPlan Plan, bool IsSequence, ModelInfo Info, string? Hash)
{
    internal const string Format = "epoche-model", PredictiveFormat = "epoche-predictive";
    private const int SequenceVersion = 1, GraphVersion = 2;

    internal static string Write(Model model)
    {
        RequireInfoFits(model);
        YamlWriter yaml = new();
        yaml.Comment($"A model of Epoche; its numbers are in {ModelFile.WeightsName}.");
        yaml.Value("format", Format);
        yaml.Value("version", model is Sequential ? SequenceVersion : GraphVersion);
        yaml.Value("weights_sha256", WeightsHash.Compute(model.Parameters.Values), "of the float32 values in the order of the layers");
        if (model is Sequential)
        {
            ModelFileLayers.WriteShape(yaml, "input", model.InputShape, "the shape of one example");
        }
        else
        {
            ModelFileGraph.WriteInputs(yaml, model.Plan);
        }

        WriteInfo(yaml, model.Info);
        ModelFileLayers.Write(yaml, model.Layers);
        if (model is not Sequential)
        {
            ModelFileGraph.WriteCalls(yaml, model.Plan);
        }

        return yaml.ToString();
    }

    internal static ModelFileDescription Read(ConfigMap file)
    {
        string format = file.RequiredString("format");
        if (format != Format)
        {
            throw file.Error("format", $"must be {Format}; received {format}{(format == PredictiveFormat ? ", which predicts by several networks or draws: PredictiveFile.Load of Epoche.Probability loads it" : "")}");
        }

        int version = file.RequiredInt("version", Bounds.Positive);
        if (version > GraphVersion)
        {
            throw file.Error("version", $"must be at most {GraphVersion}, which is what this version of Epoche reads; received {version}, from a newer one");
        }

        bool isSequence = version == SequenceVersion;
        Layer[] layers = ModelFileLayers.Read(file.Required("layers"));
        GraphPlan plan = isSequence
            ? new([new ModelPort(Model.InputName, ModelFileLayers.ReadShape(file.Required("input")))], layers, [], [])
            : ModelFileGraph.Read(file, layers);
        ModelFileDescription description = new(plan, isSequence, ReadInfo(file), file.OptionalString("weights_sha256"));
        file.RejectUnknown();
        return description;
    }

    /// <summary>Builds the model around the weights that a file holds.</summary>
    internal Model Build(SafetensorsReader weights, string descriptionFile, string weightsFile)
    {
        try
        {
            ParameterSlab Fill(ParameterBuilder builder) => ModelFileWeights.Read(weights, builder, weightsFile);
            Sequential sequence = IsSequence ? [.. Plan.Layers] : [];
            Model model = IsSequence ? sequence.Build(Plan.Inputs[0].Shape, Fill) : new GraphModel(Plan).Build(Fill);
            model.Info = Info;
            RequireInfoFits(model);
            return model;
        }
        catch (ArgumentException exception)
        {
            throw new DataFormatException(descriptionFile, "layers", "layers that fit each other", exception.Message, exception);
        }
    }

    internal static void WriteInfo(YamlWriter yaml, ModelInfo info)
    {
        using (yaml.Map("preprocessing", "input = (raw - offset) / divisor"))
        {
            yaml.Value("offset", info.Preprocessing.Offset);
            yaml.Value("divisor", info.Preprocessing.Divisor);
        }

        if (info.Labels.Count > 0)
        {
            yaml.Values("labels", info.Labels, "along the last axis of the output");
        }
    }

    internal static ModelInfo ReadInfo(ConfigMap file)
    {
        ConfigMap preprocessing = file.Map("preprocessing");
        ModelInfo info = new()
        {
            Labels = [.. file.List("labels").Select(label => label.AsString())],
            Preprocessing = new() { Offset = preprocessing.Float("offset", 0), Divisor = preprocessing.Float("divisor", 1) },
        };
        return info.Preprocessing.Divisor != 0 ? info : throw preprocessing.Error("divisor", "must not be 0");
    }

    internal static void RequireInfoFits(Model model)
    {
        int labels = model.Info.Labels.Count;
        if (model.Inputs.Count > 1 && model.Info.Preprocessing != new Preprocessing())
        {
            throw new ArgumentException($"Preprocessing is that of one input; the model has {model.Inputs.Count} ({string.Join(", ", model.Inputs)}).");
        }

        if (labels != 0 && model.Outputs.Count > 1)
        {
            throw new ArgumentException($"Labels are those of one output; the model has {model.Outputs.Count} ({string.Join(", ", model.Outputs)}).");
        }

        if (labels != 0 && (model.OutputShape.Rank == 0 ? 1 : model.OutputShape[-1]) is var outputs && labels != outputs)
        {
            throw new ArgumentException($"The model has {outputs} outputs, of shape {model.OutputShape}, and {labels} labels; give each a label, or none.");
        }
    }
}
