namespace Epoche;

/// <summary>Builds the network that an agent's options describe.</summary>
internal static class NetworkBuilding
{
    private const float Limit = 10; // of normalized observations

    /// <summary>One value for each action.</summary>
    /// <param name="make">The option.</param>
    /// <param name="option">What it is called, for messages.</param>
    /// <param name="spec">What it is asked about.</param>
    /// <param name="normalizes">
    /// Whether its first layer is to be a <see cref="Normalization"/>; one is put in front where it is not.
    /// </param>
    /// <param name="seed">Decides the initial numbers.</param>
    /// <exception cref="ArgumentException">
    /// It is none, maps other shapes, or is built already where a normalization has to be put in front.
    /// </exception>
    public static Model Of(Func<EnvironmentSpec, Model> make, string option, EnvironmentSpec spec, bool normalizes, ulong seed)
    {
        Model network = make(spec) ?? throw new ArgumentException(
            $"{option} gave null; expected a model, such as spec => [new Dense(spec.Actions.Count)].", option);
        network = PartInputs.OfRow(network, spec);
        if (normalizes && network.Layers is not [Normalization, ..])
        {
            network = network.IsBuilt
                ? throw new ArgumentException(
                    "NormalizeObservations puts a normalization in front of the network, which must not be built yet; or let its first "
                    + "layer be one.",
                    option)
                : Normalized(network, spec);
        }

        if (!network.IsBuilt)
        {
            Build(network, spec, seed);
        }

        bool isPlain = network is { Inputs.Count: 1, Outputs.Count: 1 };
        string maps = isPlain
            ? $"{network.InputShape} to {network.OutputShape}"
            : $"{string.Join(", ", network.Inputs)} to {string.Join(", ", network.Outputs)}";
        return isPlain && network.InputShape == spec.Observation && network.OutputShape == [spec.Actions.Count]
            ? network
            : throw new ArgumentException(
                $"{option} must map observations of shape {spec.Observation} to {spec.Actions.Count} values, one for each action of "
                + $"{spec.Name}; it maps {maps}.",
                option);
    }

    private static Model Normalized(Model network, EnvironmentSpec spec)
    {
        Normalization normalization = new(Limit);
        if (network is Sequential)
        {
            return Sequential.Create([normalization, .. network.Layers]);
        }

        Symbol observation = Model.Input(spec.Observation);
        return new GraphModel(
            [observation],
            [.. network.Outputs.Zip(network.Apply("network", observation.Then(normalization)), (port, value) => (port.Name, value))]);
    }

    private static void Build(Model network, EnvironmentSpec spec, ulong seed)
    {
        switch (network)
        {
            case Sequential sequence:
                sequence.Build(spec.Observation, seed);
                break;
            case GraphModel graph:
                graph.Build(seed);
                break;
        }
    }
}
