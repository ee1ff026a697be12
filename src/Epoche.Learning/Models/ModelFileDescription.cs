using Epoche.Tables;

namespace Epoche;

/// <summary>
/// The content of <c>model.yaml</c>. Version 1 is a sequence of layers, version 2 a graph of them (<see cref="ModelFileGraph"/>); version
/// 3 is either, with a section on pictures (<see cref="ImageInputText"/>), version 4 one on rows (<see cref="TablePreparationText"/>),
/// version 5 has free axes of time. A file has the lowest version that can hold its model, so that older programs read what they can; the
/// section itself may be added by hand to any.
/// </summary>
/// <param name="Plan">The inputs, and the layers, not built yet.</param>
/// <param name="IsSequence">Whether it is a sequence of layers.</param>
/// <param name="Info">What the numbers mean.</param>
/// <param name="Hash">The <see cref="WeightsHash"/> of the weights; null where a person left it out.</param>
internal sealed record ModelFileDescription(GraphPlan Plan, bool IsSequence, ModelInfo Info, string? Hash)
{
    internal const string Format = "epoche-model", PredictiveFormat = "epoche-predictive";
    private const int SequenceVersion = 1, GraphVersion = 2, ImageVersion = 3, TableVersion = 4, FreeVersion = 5,
        LatestVersion = FreeVersion;

    internal static string Write(Model model)
    {
        RequireInfoFits(model);
        YamlWriter yaml = new();
        yaml.Comment($"A model of Epoche; its numbers are in {ModelFile.WeightsName}.");
        yaml.Value("format", Format);
        yaml.Value("version", model.Inputs.Any(input => input.Shape.HasFreeAxis) ? FreeVersion
            : model.Info.Table is not null ? TableVersion
            : model.Info.Image is not null ? ImageVersion
            : model is Sequential ? SequenceVersion
            : GraphVersion);
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
            const string predictive = ", which predicts by several networks or draws: PredictiveFile.Load of Epoche.Probability loads it";
            throw file.Error("format", $"must be {Format}; received {format}{(format == PredictiveFormat ? predictive : "")}");
        }

        int version = file.RequiredInt("version", Bounds.Positive);
        if (version > LatestVersion)
        {
            throw file.Error(
                "version",
                $"must be at most {LatestVersion}, which is what this version of Epoche reads; received {version}, from a newer one");
        }

        bool isSequence = version == SequenceVersion || (version >= ImageVersion && file.Contains("input"));
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
        if (info.Image is { } image)
        {
            ImageInputText.Write(yaml, image);
        }
        else if (info.Table is { } table)
        {
            TablePreparationText.Write(yaml, table);
        }
        else
        {
            using (yaml.Map("preprocessing", "input = (raw - offset) / divisor"))
            {
                yaml.Value("offset", info.Preprocessing.Offset);
                yaml.Value("divisor", info.Preprocessing.Divisor);
            }
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
            Image = file.OptionalMap(ImageInputText.Key) is { } image ? ImageInputText.Read(image) : null,
            Table = file.OptionalMap(TablePreparationText.Key) is { } table ? TablePreparationText.Read(table) : null,
        };
        if (info.Image is not null && info.Preprocessing != new Preprocessing())
        {
            throw file.Error("preprocessing", $"must be left out beside {ImageInputText.Key}, whose offset and divisor scale pictures");
        }

        if (info.Table is not null && (info.Image is not null || info.Preprocessing != new Preprocessing()))
        {
            throw file.Error(TablePreparationText.Key, $"must stand alone, without preprocessing or {ImageInputText.Key}");
        }

        return info.Preprocessing.Divisor != 0 ? info : throw preprocessing.Error("divisor", "must not be 0");
    }

    internal static void RequireInfoFits(Model model)
    {
        int labels = model.Info.Labels.Count;
        if (model.Inputs.Count > 1 && model.Info.Preprocessing != new Preprocessing())
        {
            throw new ArgumentException(
                $"Preprocessing is that of one input; the model has {model.Inputs.Count} ({string.Join(", ", model.Inputs)}).");
        }

        if (model.Info.Image is { } image && (model.Inputs.Count > 1 || image.InputShape != model.InputShape))
        {
            string inputs = string.Join(", ", model.Inputs);
            string takes = model.Inputs.Count > 1 ? $"has {model.Inputs.Count} inputs ({inputs})" : $"takes {model.InputShape}";
            throw new ArgumentException(
                $"Info.Image gives {image.InputShape}; the model {takes}. Set its height, width and channels, "
                + "and Flat where the model takes pixels in one row.");
        }

        if (model.Info.Image is not null && model.Info.Preprocessing != new Preprocessing())
        {
            throw new ArgumentException(
                "Info.Preprocessing and Info.Image are both set; how pictures are scaled stands in Info.Image.Scaling alone.");
        }

        if (model.Info.Table is { } table && (model.Inputs.Count > 1 || table.InputShape != model.InputShape))
        {
            throw new ArgumentException(
                $"Info.Table gives {table.InputShape}; the model takes {string.Join(", ", model.Inputs)}. "
                + "Is it the preparation of another?");
        }

        if (model.Info.Table is not null && (model.Info.Image is not null || model.Info.Preprocessing != new Preprocessing()))
        {
            throw new ArgumentException("Info.Table says how rows become inputs; leave Info.Image and Info.Preprocessing as they are.");
        }

        if (labels != 0 && model.Outputs.Count > 1)
        {
            throw new ArgumentException(
                $"Labels are those of one output; the model has {model.Outputs.Count} ({string.Join(", ", model.Outputs)}).");
        }

        if (labels != 0 && (model.OutputShape.Rank == 0 ? 1 : model.OutputShape[-1]) is var outputs && labels != outputs)
        {
            throw new ArgumentException(
                $"The model has {outputs} outputs, of shape {model.OutputShape}, and {labels} labels; give each a label, or none.");
        }
    }
}
