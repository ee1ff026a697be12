namespace Epoche;

/// <summary>Makes a plan of symbols: orders them, names the layers, copies those of models within the model.</summary>
internal sealed class GraphPlanner
{
    private readonly List<ModelPort> _inputs = [];
    private readonly List<Layer> _layers = [];
    private readonly List<GraphCall> _calls = [];
    private readonly Dictionary<Symbol, int> _values = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(Layer Layer, string Part), (int Place, int Uses)> _places = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<GraphOrigin> _origins = [];
    private readonly HashSet<GraphPart> _parts = [];

    private GraphPlanner(ReadOnlySpan<Symbol> inputs)
    {
        foreach (Symbol symbol in inputs)
        {
            ModelPort input = symbol.Input ?? throw new ArgumentException(
                $"The inputs of a model are made by Model.Input(shape, name); received {symbol}.", nameof(inputs));
            if (!_names.Add(input.Name))
            {
                throw new ArgumentException($"Two inputs are called '{input.Name}'; names must be unique.", nameof(inputs));
            }

            _values.Add(symbol, _inputs.Count);
            _inputs.Add(input);
        }
    }

    internal static (GraphPlan Plan, IReadOnlyList<GraphOrigin> Origins, IReadOnlyCollection<GraphPart> Parts) Plan(
        ReadOnlySpan<Symbol> inputs, ReadOnlySpan<(string Name, Symbol Value)> outputs)
    {
        if (inputs.IsEmpty || outputs.IsEmpty)
        {
            throw new ArgumentException(
                $"A model has one input and one output at least; received {inputs.Length} inputs and {outputs.Length} outputs.",
                inputs.IsEmpty ? nameof(inputs) : nameof(outputs));
        }

        Elements.RequireNoNull(inputs.ToArray(), nameof(inputs));
        foreach ((string name, Symbol value) in outputs)
        {
            Elements.RequireNoNull((object[])[name, value], nameof(outputs));
        }

        GraphPlanner planner = new(inputs);
        (string Name, int Value)[] named = new (string, int)[outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            (string name, Symbol value) = outputs[i];
            if (Array.Exists(named, output => output.Name == name))
            {
                throw new ArgumentException($"Two outputs are called '{name}'; names must be unique.", nameof(outputs));
            }

            planner.Visit(value);
            named[i] = (name, planner._values[value]);
        }

        GraphPlan plan = new([.. planner._inputs], [.. planner._layers], [.. planner._calls], named);
        RequireAllUsed(plan);
        return (plan, planner._origins, planner._parts);
    }

    /// <summary>Whether every input reaches something.</summary>
    internal static void RequireAllUsed(GraphPlan plan)
    {
        for (int i = 0; i < plan.Inputs.Length; i++)
        {
            if (!Array.Exists(plan.Calls, call => call.Sources.Contains(i)) && !Array.Exists(plan.Outputs, output => output.Value == i))
            {
                throw new ArgumentException(
                    $"The input '{plan.Inputs[i].Name}' {plan.Inputs[i].Shape} reaches no output; leave it out, or use it.");
            }
        }
    }

    /// <summary>Plans what a symbol is computed from, then the symbol; without recursion, for deep models.</summary>
    private void Visit(Symbol output)
    {
        Stack<(Symbol Symbol, int Next)> open = new([(output, 0)]);
        while (open.TryPop(out (Symbol Symbol, int Next) top))
        {
            (Symbol symbol, int next) = top;
            if (_values.ContainsKey(symbol))
            {
                continue;
            }

            if (next < symbol.Sources.Length)
            {
                open.Push((symbol, next + 1));
                open.Push((symbol.Sources[next], 0));
            }
            else
            {
                Add(symbol);
            }
        }
    }

    private void Add(Symbol symbol)
    {
        if (symbol.Input is { } missing)
        {
            throw new ArgumentException($"The outputs need the input '{missing.Name}' {missing.Shape}, which is not among the model's "
                + $"inputs ({string.Join(", ", _inputs)}).");
        }

        if (symbol.Part is not null)
        {
            _parts.Add(symbol.Part);
        }

        (Layer, string) key = (symbol.Layer!, symbol.Part?.Name ?? "");
        (int place, int uses) = _places.TryGetValue(key, out (int Place, int Uses) known) ? known : (Place(symbol), 0);
        _places[key] = (place, uses + 1);
        string name = GraphPlan.CallName(_layers[place].Name, uses + 1);
        if (uses > 0 && !_names.Add(name))
        {
            throw new ArgumentException($"'{name}' is the name of an input or a layer, and of the use number {uses + 1} of the layer "
                + $"'{_layers[place].Name}'; give one of them another name.");
        }

        _calls.Add(new GraphCall(name, place, [.. symbol.Sources.Select(source => _values[source])]));
        _values.Add(symbol, _values.Count);
    }

    private int Place(Symbol symbol)
    {
        Layer layer = symbol.Layer!;
        if (symbol.Part is { } part)
        {
            string original = layer.Name;
            layer = LayerRegistry.Copy(layer);
            layer.Name = $"{part.Name}/{original}";
            _origins.Add(new GraphOrigin(layer.Name, original, part.Model));
        }
        else if (layer.Name.Length == 0)
        {
            int number = 1;
            while (_names.Contains(Numbered(layer.Kind, number)))
            {
                number++;
            }

            layer.Name = Numbered(layer.Kind, number);
        }

        if (!_names.Add(layer.Name))
        {
            throw new ArgumentException($"Two layers or inputs are called '{layer.Name}'; names must be unique within a model.");
        }

        _layers.Add(layer);
        return _layers.Count - 1;
    }

    private static string Numbered(string kind, int number) => number == 1 ? kind : $"{kind}_{number}";
}

/// <summary>Where a copied layer's numbers come from, if the model it was copied from is built.</summary>
/// <param name="Layer">The copy's name.</param>
/// <param name="Original">The layer's name in its own model.</param>
/// <param name="Model">That model.</param>
internal sealed record GraphOrigin(string Layer, string Original, Model Model);
