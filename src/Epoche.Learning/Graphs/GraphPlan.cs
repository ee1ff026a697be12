namespace Epoche;

/// <summary>A model within a model: whose layers are copied, and what the part is called.</summary>
internal sealed record GraphPart(Model Model, string Name);

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

    /// <summary>The name of a layer's use.</summary>
    internal static string CallName(string layer, int use) => use == 1 ? layer : $"{layer}:{use}";

    /// <summary>The same graph with equal layers of its own.</summary>
    /// <exception cref="NotSupportedException">A layer contains code of your own that cannot be described.</exception>
    internal GraphPlan Copy() => this with { Layers = [.. Layers.Select(LayerRegistry.Copy)] };
}
