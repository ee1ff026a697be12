namespace Epoche;

public sealed partial class GraphModel
{
    /// <inheritdoc/>
    public override IReadOnlyList<Symbol> Apply(string name, params ReadOnlySpan<Symbol> inputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (inputs.Length != Inputs.Count)
        {
            throw new ArgumentException(
                $"The part '{name}' takes {Inputs.Count} inputs ({string.Join(", ", Inputs)}); received {inputs.Length}.", nameof(inputs));
        }

        GraphPart part = new(this, name);
        Symbol[] values = new Symbol[_plan.ValueCount];
        inputs.CopyTo(values);
        for (int i = 0; i < _plan.Calls.Length; i++)
        {
            GraphCall call = _plan.Calls[i];
            values[inputs.Length + i] = new Symbol(_plan.Layers[call.Layer], [.. call.Sources.Select(source => values[source])], part);
        }

        return [.. _plan.Outputs.Select(output => values[output.Value])];
    }
}
