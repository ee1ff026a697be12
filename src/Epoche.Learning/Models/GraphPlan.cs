namespace Epoche;

/// <summary>A model within a model: whose layers are copied, and what the part is called.</summary>
internal sealed class GraphPart(Model model, string name)
{
    private GraphModel? _within;

    internal Model Model { get; } = model;

    internal string Name { get; } = name;

    /// <summary>
    /// Notes which model has the copies: a second one would silently have its own, where symbols that are written down once promise one.
    /// </summary>
    /// <exception cref="InvalidOperationException">The part is in another model.</exception>
    internal void JoinModel(GraphModel within)
    {
        if (_within is not null)
        {
            throw new InvalidOperationException(
                $"The part '{Name}' is in another model already, which its copied layers belong to; this model would get other copies, "
                + "and share no weights with that one. Make one model with the outputs of both, or, "
                + "where a copy is wanted, apply the part once more.");
        }

        _within = within;
    }
}

/// <summary>One use of a layer. Values are numbered: first the inputs of the model, then what the calls give, in their order.</summary>
/// <param name="Name">What the value is called: the layer's name; with <c>:2</c> behind it at the second use.</param>
/// <param name="Layer">The place of the layer in <see cref="GraphPlan.Layers"/>.</param>
/// <param name="Sources">The values it is given.</param>
internal sealed record GraphCall(string Name, int Layer, int[] Sources);

/// <summary>A graph as data: what <see cref="GraphModel"/> computes, what files hold, what a clone copies.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Layers">The layers with their names, each once, in the order of their first use.</param>
/// <param name="Calls">The uses of the layers, in an order in which they can be computed.</param>
/// <param name="Outputs">The names of the outputs, and which values they are.</param>
internal sealed record GraphPlan(ModelPort[] Inputs, Layer[] Layers, GraphCall[] Calls, (string Name, int Value)[] Outputs)
{
    internal int ValueCount => Inputs.Length + Calls.Length;

    internal string NameOf(int value) => value < Inputs.Length ? Inputs[value].Name : Calls[value - Inputs.Length].Name;

    /// <summary>By value, that of the <see cref="Masking"/> whose mask it carries, or −1; null where there is none at all.</summary>
    internal int[]? Masks()
    {
        if (!Array.Exists(Layers, layer => layer is Masking))
        {
            return null;
        }

        int[] masks = new int[ValueCount];
        Array.Fill(masks, -1);
        for (int i = 0; i < Calls.Length; i++)
        {
            int value = Inputs.Length + i;
            masks[value] = Layers[Calls[i].Layer] is Masking ? value : Calls[i].Sources.Select(source => masks[source]).Max();
        }

        return masks;
    }

    /// <summary>Which values have to be computed for one of them.</summary>
    internal bool[] NeededFor(int value)
    {
        bool[] needed = new bool[ValueCount];
        needed[value] = true;
        for (int i = ValueCount - 1; i >= Inputs.Length; i--)
        {
            if (needed[i])
            {
                foreach (int source in Calls[i - Inputs.Length].Sources)
                {
                    needed[source] = true;
                }
            }
        }

        return needed;
    }

    /// <summary>What computes one value, which is the one output; the layers are not copied.</summary>
    internal GraphPlan Upto(int value)
    {
        bool[] needed = NeededFor(value);
        return Part([.. Inputs.Where((_, i) => needed[i])], needed, [(Model.OutputName, value)], taken: -1);
    }

    /// <summary>What computes the outputs of a value, which is the one input; the layers are not copied.</summary>
    /// <exception cref="ArgumentException">An output depends on an input of the model otherwise too.</exception>
    internal GraphPlan After(int value, Shape shape)
    {
        bool[] needed = new bool[ValueCount];
        foreach ((_, int output) in Outputs)
        {
            needed[output] = true;
        }

        for (int i = ValueCount - 1; i >= Inputs.Length; i--)
        {
            if (needed[i] && i != value)
            {
                foreach (int source in Calls[i - Inputs.Length].Sources)
                {
                    needed[source] = true;
                }
            }
        }

        int other = Array.FindIndex(needed, 0, Inputs.Length, isNeeded => isNeeded);
        if (other >= 0)
        {
            throw new ArgumentException(
                $"The model cannot be cut behind '{NameOf(value)}': what comes behind needs the input '{Inputs[other].Name}' past it too. "
                + "Cut where all has come together.");
        }

        needed[value] = false;
        string name = Model.InputName;
        while (Array.Exists(Layers, layer => layer.Name == name))
        {
            name += "_2";
        }

        return Part([new ModelPort(name, shape)], needed, Outputs, taken: value);
    }

    private GraphPlan Part(ModelPort[] inputs, bool[] needed, (string Name, int Value)[] outputs, int taken)
    {
        int[] places = new int[ValueCount];
        int next = taken < 0 ? 0 : 1;
        int[] layers = new int[Layers.Length];
        Array.Fill(layers, -1);
        List<Layer> kept = [];
        List<GraphCall> calls = [];
        int[] uses = new int[Layers.Length];
        for (int i = 0; i < ValueCount; i++)
        {
            if (!needed[i])
            {
                continue;
            }

            places[i] = next++;
            if (i < Inputs.Length)
            {
                continue;
            }

            GraphCall call = Calls[i - Inputs.Length];
            if (layers[call.Layer] < 0)
            {
                layers[call.Layer] = kept.Count;
                kept.Add(Layers[call.Layer]);
            }

            string name = CallName(Layers[call.Layer].Name, ++uses[call.Layer]);
            calls.Add(new GraphCall(name, layers[call.Layer], [.. call.Sources.Select(source => places[source])]));
        }

        return new GraphPlan(inputs, [.. kept], [.. calls], [.. outputs.Select(output => (output.Name, places[output.Value]))]);
    }

    /// <summary>The name of a layer's use.</summary>
    internal static string CallName(string layer, int use) => use == 1 ? layer : $"{layer}:{use}";

    /// <summary>The same graph with equal layers of its own.</summary>
    /// <exception cref="NotSupportedException">
    /// A layer contains custom code that cannot be described, or is of a kind that is not registered.
    /// </exception>
    internal GraphPlan Copy() => this with { Layers = [.. Layers.Select(LayerRegistry.Copy)] };
}
