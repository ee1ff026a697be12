namespace Epoche;

/// <content>Parts of models: a body without its head, a head without its body, weights by name.</content>
public abstract partial class Model
{
    /// <summary>
    /// The model up to a layer: a body without its head. It has layers of its own, with copies of the weights if this model is built; the
    /// two share nothing, and this one stays as it is. Inputs that the layer does not depend on are left out; the one output is called
    /// <c>output</c>.
    /// </summary>
    /// <param name="layer">
    /// The name of the last layer, such as <c>dense_2</c>; of a shared layer's second use <c>dense_2:2</c>.
    /// </param>
    /// <exception cref="ArgumentException">The model has no such layer.</exception>
    /// <exception cref="NotSupportedException">
    /// A layer contains custom code that cannot be described, or is of a kind that is not registered.
    /// </exception>
    public abstract Model Upto(string layer);

    /// <summary>
    /// The model behind a layer: a head without its body, whose input is what the layer gives. <c>model.After("dense").Call(
    /// model.Upto("dense").Call(x))</c> is <c>model.Call(x)</c>, bit for bit. It has layers of its own with copies of the weights.
    /// </summary>
    /// <param name="layer">The name of the last layer that is left out.</param>
    /// <exception cref="ArgumentException">
    /// The model has no such layer, or an output needs an input of the model that does not pass through it.
    /// </exception>
    /// <exception cref="InvalidOperationException">The model is a sequence that is not built.</exception>
    /// <exception cref="NotSupportedException">
    /// A layer contains custom code that cannot be described, or is of a kind that is not registered.
    /// </exception>
    public abstract Model After(string layer);

    /// <summary>
    /// Copies from another model the weights whose names and shapes are the same, buffers included; all others stay as they are. What
    /// matched, what was missing and what had another shape stands in the report, which can be printed.
    /// </summary>
    /// <param name="source">Whose weights are copied; it stays as it is.</param>
    /// <param name="nameThere">
    /// From a parameter's name here to its name in the source, null for one to leave alone:
    /// <c>name => name.Replace("body/", "")</c>. Default: the same name.
    /// </param>
    /// <exception cref="InvalidOperationException">One of the models is not built.</exception>
    public WeightsReport CopyWeights(Model source, Func<string, string?>? nameThere = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ParameterSlab from = source.Parameters;
        return WeightsReport.Fill(
            Parameters,
            nameThere ?? (name => name),
            from.Entries.ToDictionary(entry => entry.Name, entry => entry.Shape.ToString(), StringComparer.Ordinal),
            (name, destination) => from[name].Values.CopyTo(destination));
    }

    /// <summary>The place of what a layer gives among the values of the plan.</summary>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    private protected int ValueOf(string layer)
    {
        ArgumentException.ThrowIfNullOrEmpty(layer);
        GraphPlan plan = Plan;
        int call = Array.FindIndex(plan.Calls, call => call.Name == layer);
        return call >= 0 ? plan.Inputs.Length + call : throw UnknownLayer(layer, [.. plan.Calls.Select(call => call.Name)]);
    }

    private protected static ArgumentException UnknownLayer(string layer, string[] known)
    {
        const int most = 12;
        string hint = NearestHint.For(layer, known), some = string.Join(", ", known.Take(most));
        return new ArgumentException(
            $"The model has no layer '{layer}'.{hint} Its layers are {some}{(known.Length > most ? " …" : "")}.", nameof(layer));
    }
}
