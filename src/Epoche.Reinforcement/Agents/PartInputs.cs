namespace Epoche;

/// <summary>Networks with an input for each part of an observation.</summary>
internal static class PartInputs
{
    /// <summary>
    /// The network as one of whole observations: where its inputs are named as parts (or groups) of the observation's layout, one that
    /// takes the row and gives each its part; else the network itself.
    /// </summary>
    /// <param name="network">What an option gave; its numbers are kept where it is built.</param>
    /// <param name="spec">The environment.</param>
    public static Model OfRow(Model network, EnvironmentSpec spec)
    {
        if (spec.Layout is not { } layout || network is not GraphModel || IsOfRow(network, spec)
            || !network.Inputs.All(input => layout.Has(input.Name)))
        {
            return network;
        }

        Symbol observation = Model.Input(spec.Observation);
        Symbol[] parts = [.. network.Inputs.Select(input => observation.Then(layout.Take(input.Name)))];
        IReadOnlyList<Symbol> outputs = network.Apply("network", parts);
        GraphModel whole = new([observation], [.. network.Outputs.Zip(outputs, (port, value) => (port.Name, value))]);
        return network.IsBuilt ? whole.Build() : whole;
    }

    private static bool IsOfRow(Model network, EnvironmentSpec spec) =>
        network.Inputs is [var only] && only.Shape == spec.Observation;
}
