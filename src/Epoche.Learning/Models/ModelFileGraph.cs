namespace Epoche;

/// <summary>
/// The graph in <c>model.yaml</c>: <c>inputs</c> with their shapes; <c>calls</c>, each a layer by its name and what it is applied to, in an
/// order in which they can be computed; <c>outputs</c>. A value is called as the layer that gives it, with <c>:2</c> behind it where a
/// shared layer is used the second time.
/// </summary>
internal static class ModelFileGraph
{
    private const int MostCalls = 16384;

    internal static void WriteInputs(YamlWriter yaml, GraphPlan plan)
    {
        using (yaml.List("inputs", "with the shape of one example"))
        {
            foreach (ModelPort input in plan.Inputs)
            {
                using (yaml.Item())
                {
                    yaml.Value("name", input.Name);
                    ModelFileLayers.WriteShape(yaml, "shape", input.Shape);
                }
            }
        }
    }

    internal static void WriteCalls(YamlWriter yaml, GraphPlan plan)
    {
        using (yaml.List("calls", "in the order of computation"))
        {
            foreach (GraphCall call in plan.Calls)
            {
                using (yaml.Item())
                {
                    yaml.Value("layer", plan.Layers[call.Layer].Name);
                    yaml.Values("of", call.Sources.Select(plan.NameOf));
                }
            }
        }

        using (yaml.List("outputs"))
        {
            foreach ((string name, int value) in plan.Outputs)
            {
                using (yaml.Item())
                {
                    yaml.Value("name", name);
                    yaml.Value("is", plan.NameOf(value));
                }
            }
        }
    }

    internal static GraphPlan Read(ConfigMap file, Layer[] layers)
    {
        Dictionary<string, int> values = new(StringComparer.Ordinal);
        ModelPort[] inputs = [.. file.RequiredList("inputs").Select(item => ReadInput(item.AsMap(), values))];
        GraphPlan plan = new(
            inputs, layers, [.. ReadCalls(file.Required("calls"), layers, values)], [.. ReadOutputs(file.RequiredList("outputs"), values)]);
        if (inputs.Length == 0 || plan.Outputs.Length == 0)
        {
            throw file.Error(inputs.Length == 0 ? "inputs" : "outputs", "must name one at least");
        }

        for (int i = 0; i < layers.Length; i++)
        {
            if (!Array.Exists(plan.Calls, call => call.Layer == i))
            {
                throw file.Error("calls", $"must use every layer; '{layers[i].Name}' is not used");
            }
        }

        return plan;
    }

    private static ModelPort ReadInput(ConfigMap map, Dictionary<string, int> values)
    {
        string name = map.RequiredString("name");
        return values.TryAdd(name, values.Count)
            ? new ModelPort(name, ModelFileLayers.ReadShape(map.Required("shape")))
            : throw map.Error("name", $"is '{name}' for a second input; names must be unique");
    }

    private static List<GraphCall> ReadCalls(ConfigNode list, Layer[] layers, Dictionary<string, int> values)
    {
        List<GraphCall> calls = [];
        int[] uses = new int[layers.Length];
        foreach (ConfigNode item in list.AsList())
        {
            ConfigMap map = item.AsMap();
            if (calls.Count == MostCalls)
            {
                throw map.Error($"is call {MostCalls + 1}; at most {MostCalls} are accepted");
            }

            string layer = map.RequiredString("layer");
            int place = Array.FindIndex(layers, l => l.Name == layer);
            if (place < 0)
            {
                throw map.Error("layer", $"must name one of the layers; none is called '{layer}'");
            }

            int[] sources = [.. map.RequiredList("of").Select(node => Find(node, values))];
            if (sources.Length == 0)
            {
                throw map.Error("of", "must name one value at least");
            }

            string name = GraphPlan.CallName(layer, ++uses[place]);
            calls.Add(values.TryAdd(name, values.Count)
                ? new GraphCall(name, place, sources)
                : throw map.Error("layer", $"gives the value '{name}', which is there already"));
        }

        return calls;
    }

    private static IEnumerable<(string, int)> ReadOutputs(IReadOnlyList<ConfigNode> list, Dictionary<string, int> values)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ConfigNode item in list)
        {
            ConfigMap map = item.AsMap();
            string name = map.RequiredString("name");
            yield return names.Add(name)
                ? (name, Find(map.Required("is"), values))
                : throw map.Error("name", $"is '{name}' for a second output; names must be unique");
        }
    }

    private static int Find(ConfigNode node, Dictionary<string, int> values)
    {
        string name = node.AsString();
        return values.TryGetValue(name, out int value)
            ? value
            : throw node.Error("must name an input or what an earlier call gives; there is no "
                + $"'{name}'{(NearestName.Find(name, values.Keys) is { } nearest ? $". Did you mean '{nearest}'?" : "")}");
    }
}
