namespace Epoche;

/// <summary>Builds the network that an agent's options describe.</summary>
internal static class NetworkBuilding
{
    /// <summary>The largest magnitude of normalized observations.</summary>
    public const float NormalizationLimit = 10;

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
        network = normalizes ? Normalized(network, option, spec) : network;
        Build(network, spec, seed);
        RequireNoMemory(network, option, "RecurrentDqnAgent learns with such networks");

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

    /// <summary>Of a network whose agent carries no states from step to step.</summary>
    /// <exception cref="ArgumentException">It has layers that remember.</exception>
    public static void RequireNoMemory(Model network, string option, string instead)
    {
        if (ModelMemory.Has(network))
        {
            throw new ArgumentException(
                $"{option} has a recurrent layer that sees one step at a time, and this agent carries no states from step to step; "
                + $"{instead}.",
                option);
        }
    }

    /// <summary>The network with a normalization as its first layer; one is put in front where there is none.</summary>
    /// <exception cref="ArgumentException">It would have to be put in front of a network that is built already.</exception>
    public static Model Normalized(Model network, string option, EnvironmentSpec spec)
    {
        if (network.Layers is [Normalization, ..])
        {
            return network;
        }

        if (network.IsBuilt)
        {
            throw new ArgumentException(
                "NormalizeObservations puts a normalization in front of the network, which must not be built yet; or let its first "
                + "layer be one.",
                option);
        }

        Normalization normalization = new(NormalizationLimit);
        if (network is Sequential)
        {
            return Sequential.Create([normalization, .. network.Layers]);
        }

        Symbol observation = Model.Input(spec.Observation);
        return new GraphModel(
            [observation],
            [.. network.Outputs.Zip(network.Apply("network", observation.Then(normalization)), (port, value) => (port.Name, value))]);
    }

    /// <summary>Gives a network its initial numbers, unless it has some.</summary>
    public static void Build(Model network, EnvironmentSpec spec, ulong seed)
    {
        switch (network)
        {
            case { IsBuilt: true }:
                break;
            case Sequential sequence:
                sequence.Build(spec.Observation, seed);
                break;
            case GraphModel graph:
                graph.Build(seed);
                break;
        }
    }
}
