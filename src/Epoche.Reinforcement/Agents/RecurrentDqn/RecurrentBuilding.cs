namespace Epoche;

/// <summary>Builds the network with memory that an agent's options describe.</summary>
internal static class RecurrentBuilding
{
    private const string Option = nameof(RecurrentDqnOptions.Network);

    /// <summary>One value for each action.</summary>
    /// <exception cref="ArgumentException">
    /// It remembers nothing, maps other shapes, or is built already where a normalization has to be put in front.
    /// </exception>
    public static Model Of(Func<EnvironmentSpec, Model> make, EnvironmentSpec spec, bool normalizes, ulong seed)
    {
        Model network = make(spec) ?? throw new ArgumentException(
            $"{Option} gave null; expected a model, such as RecurrentNetwork.Create(spec, new()).", Option);
        network = normalizes ? Normalized(network, spec) : network;
        NetworkBuilding.Build(network, spec, seed);
        if (!ModelMemory.Has(network))
        {
            throw new ArgumentException(
                $"{Option} must have a recurrent layer that sees one step at a time (behind features without steps); this one remembers "
                + "nothing. RecurrentNetwork.Create makes such networks, and DqnAgent learns with others.",
                Option);
        }

        bool fits = network.Inputs.Any(port => port.Shape == spec.Observation && port.Name != RecurrentNetwork.PreviousInput)
            && network.Outputs is [var values] && values.Shape == [spec.Actions.Count];
        return fits
            ? network
            : throw new ArgumentException(
                $"{Option} must map observations of shape {spec.Observation} to {spec.Actions.Count} values, one for each action of "
                + $"{spec.Name}; it maps {string.Join(", ", network.Inputs)} to {string.Join(", ", network.Outputs)}.",
                Option);
    }

    private static Model Normalized(Model network, EnvironmentSpec spec)
    {
        if (network is not GraphModel { Inputs.Count: 2 } graph)
        {
            return NetworkBuilding.Normalized(network, Option, spec);
        }

        if (network.IsBuilt)
        {
            throw new ArgumentException("NormalizeObservations puts a normalization in front of the network, which must not be built yet.",
                Option);
        }

        Symbol[] inputs = [.. graph.Inputs.Select(port => Model.Input(port.Shape, port.Name))];
        Symbol[] shown = [.. graph.Inputs.Zip(inputs, (port, symbol) => port.Name == RecurrentNetwork.PreviousInput
            ? symbol
            : symbol.Then(new Normalization(NetworkBuilding.NormalizationLimit)))];
        IReadOnlyList<Symbol> outputs = graph.Apply("network", shown);
        return new GraphModel(inputs, [.. graph.Outputs.Zip(outputs, (port, value) => (port.Name, value))]);
    }
}
