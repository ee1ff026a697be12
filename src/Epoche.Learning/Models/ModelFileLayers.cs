namespace Epoche;

/// <summary>The layers in <c>model.yaml</c>, each a kind, a name and its options.</summary>
internal static class ModelFileLayers
{
    private const int MostLayers = 4096;

    internal static void Write(YamlWriter yaml, IReadOnlyList<Layer> layers)
    {
        using (yaml.List("layers"))
        {
            foreach (Layer layer in layers)
            {
                WriteLayer(yaml, layer);
            }
        }
    }

    internal static Layer[] Read(ConfigNode list)
    {
        List<Layer> layers = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ConfigNode item in list.AsList())
        {
            ConfigMap map = item.AsMap();
            if (layers.Count == MostLayers)
            {
                throw map.Error($"is layer {MostLayers + 1}; at most {MostLayers} are accepted");
            }

            Layer layer = ReadLayer(map);
            layers.Add(names.Add(layer.Name)
                ? layer
                : throw map.Error($"is a second one. A layer called '{layer.Name}' is in the model already; layer names must be unique"));
        }

        return [.. layers];
    }

    internal static void WriteShape(YamlWriter yaml, string key, Shape shape, string comment = "")
    {
        int[] sizes = new int[shape.Rank];
        shape.CopyTo(sizes);
        if (shape.HasFreeAxis)
        {
            yaml.Raw(key, $"{shape}", comment);
            return;
        }

        yaml.Values(key, sizes, comment);
    }

    internal static Shape ReadShape(ConfigNode node)
    {
        int[] sizes = [.. node.AsList().Select(item => item is ConfigScalar { IsNull: true } ? Shape.Any : item.AsInt(Bounds.NonNegative))];
        try
        {
            return Shape.Create(sizes);
        }
        catch (ArgumentException exception)
        {
            throw node.Error($"must be a shape: {exception.Message}");
        }
    }

    private static void WriteLayer(YamlWriter yaml, Layer layer)
    {
        LayerRegistry.RequireKnown(layer);
        LayerOptions options = new() { Owner = layer };
        layer.Describe(options);
        using (yaml.Item())
        {
            yaml.Value("kind", layer.Kind);
            yaml.Value("name", layer.Name);
            foreach ((string key, string value) in options.Values)
            {
                if (key is "kind" or "name")
                {
                    throw new ArgumentException(
                        $"The layer '{layer.Name}' ({layer.Kind}) has an option called '{key}', a name that model files use themselves.");
                }

                // Numbers and switches stay without quotes: as texts they read back the same.
                yaml.Raw(key, YamlText.IsPlain(value) && value != "null" ? value : YamlText.Quote(value), comment: "");
            }
        }
    }

    private static Layer ReadLayer(ConfigMap map)
    {
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
            return layer;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new ConfigurationException($"layer '{name}': {exception.Message}", map.File, map.Line, map.Column, map.Path, exception);
        }
    }
}
