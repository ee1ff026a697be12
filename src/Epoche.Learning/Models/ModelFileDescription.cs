namespace Epoche;

/// <summary>The content of <c>model.yaml</c>.</summary>
/// <param name="Model">The layers, not built yet, and what the numbers mean.</param>
/// <param name="Input">The shape of one input.</param>
/// <param name="Hash">The <see cref="WeightsHash"/> of the weights; null where a person left it out.</param>
internal sealed record ModelFileDescription(Sequential Model, Shape Input, string? Hash)
{
    private const string Format = "epoche-model";
    private const int Version = 1;
    private const int MostLayers = 4096;

    internal static string Write(Sequential model)
    {
        RequireLabelsFit(model);
        YamlWriter yaml = new();
        yaml.Comment($"A model of Epoche; its numbers are in {ModelFile.WeightsName}.");
        yaml.Value("format", Format);
        yaml.Value("version", Version);
        yaml.Value("weights_sha256", WeightsHash.Compute(model.Parameters.Values), "of the float32 values in the order of the layers");
        Span<int> input = stackalloc int[Shape.MaxRank];
        model.InputShape.CopyTo(input);
        yaml.Values("input", input[..model.InputShape.Rank].ToArray(), "the shape of one example");
        using (yaml.Map("preprocessing", "input = (raw - offset) / divisor"))
        {
            yaml.Value("offset", model.Info.Preprocessing.Offset);
            yaml.Value("divisor", model.Info.Preprocessing.Divisor);
        }

        if (model.Info.Labels.Count > 0)
        {
            yaml.Values("labels", model.Info.Labels, "along the last axis of the output");
        }

        using (yaml.List("layers"))
        {
            foreach (Layer layer in model.Layers)
            {
                WriteLayer(yaml, layer);
            }
        }

        return yaml.ToString();
    }

    internal static ModelFileDescription Read(ConfigMap file)
    {
        string format = file.RequiredString("format");
        if (format != Format)
        {
            throw file.Error("format", $"must be {Format}; received {format}");
        }

        int version = file.RequiredInt("version", Bounds.Positive);
        if (version > Version)
        {
            throw file.Error("version", $"must be at most {Version}, which is what this version of Epoche reads; received {version}, from a newer one");
        }

        ConfigMap preprocessing = file.Map("preprocessing");
        Sequential model = ReadLayers(file.Required("layers"));
        model.Info = new ModelInfo
        {
            Labels = [.. file.List("labels").Select(label => label.AsString())],
            Preprocessing = new() { Offset = preprocessing.Float("offset", 0), Divisor = preprocessing.Float("divisor", 1) },
        };
        if (model.Info.Preprocessing.Divisor == 0)
        {
            throw preprocessing.Error("divisor", "must not be 0");
        }

        Shape input = ReadShape(file.Required("input"));
        ModelFileDescription description = new(model, input, file.OptionalString("weights_sha256"));
        file.RejectUnknown();
        return description;
    }

    /// <summary>Builds the model around the weights that a file holds.</summary>
    internal Sequential Build(SafetensorsReader weights, string descriptionFile, string weightsFile)
    {
        try
        {
            Model.Build(Input, builder => ModelFileWeights.Read(weights, builder, weightsFile));
            RequireLabelsFit(Model);
        }
        catch (ArgumentException exception)
        {
            throw new DataFormatException(descriptionFile, "layers", "layers that fit each other", exception.Message, exception);
        }

        return Model;
    }

    private static void WriteLayer(YamlWriter yaml, Layer layer)
    {
        LayerOptions options = new();
        layer.Describe(options);
        using (yaml.Item())
        {
            yaml.Value("kind", layer.Kind);
            yaml.Value("name", layer.Name);
            foreach ((string key, string value) in options.Values)
            {
                if (key is "kind" or "name")
                {
                    throw new ArgumentException($"The layer '{layer.Name}' ({layer.Kind}) has an option called '{key}', a name that model files use themselves.");
                }

                // Numbers and switches stay without quotes: as texts they read back the same.
                yaml.Raw(key, YamlText.IsPlain(value) && value != "null" ? value : YamlText.Quote(value), comment: "");
            }
        }
    }

    private static Sequential ReadLayers(ConfigNode list)
    {
        Sequential model = [];
        foreach (ConfigNode item in list.AsList())
        {
            ConfigMap map = item.AsMap();
            if (model.Layers.Count == MostLayers)
            {
                throw map.Error($"is layer {MostLayers + 1}; at most {MostLayers} are accepted");
            }

            LayerOptions options = new();
            string kind = map.RequiredString("kind"), name = map.RequiredString("name");
            foreach (string key in map.Keys.Except(["kind", "name"]))
            {
                options.Set(key, map.RequiredString(key));
            }

            try
            {
                Layer layer = LayerRegistry.Create(kind, options);
                layer.Name = name;
                model.Add(layer);
            }
            catch (Exception exception) when (exception is FormatException or ArgumentException)
            {
                throw new ConfigurationException($"layer '{name}': {exception.Message}", map.File, map.Line, map.Column, map.Path, exception);
            }
        }

        return model;
    }

    private static Shape ReadShape(ConfigNode node)
    {
        int[] sizes = [.. node.AsList().Select(item => item.AsInt(Bounds.NonNegative))];
        try
        {
            return Shape.Create(sizes);
        }
        catch (ArgumentException exception)
        {
            throw node.Error($"must be a shape: {exception.Message}");
        }
    }

    private static void RequireLabelsFit(Sequential model)
    {
        int labels = model.Info.Labels.Count;
        int outputs = model.OutputShape.Rank == 0 ? 1 : model.OutputShape[-1];
        if (labels != 0 && labels != outputs)
        {
            throw new ArgumentException($"The model has {outputs} outputs, of shape {model.OutputShape}, and {labels} labels; give each a label, or none.");
        }
    }
}
