namespace Epoche;

/// <summary>Networks of agents, as options describe them.</summary>
internal static class AgentNetwork
{
    /// <summary>Builds one, with a normalization in front where observations are to be normalized.</summary>
    /// <exception cref="ArgumentException">It does not map observations to so many numbers.</exception>
    public static Sequential Build(Func<EnvironmentSpec, Sequential> make, EnvironmentSpec spec, AgentOptions options, int outputs, string option)
    {
        Sequential network = make(spec) ?? throw new ArgumentException($"{option} gave null.", nameof(options));
        if (options.NormalizeObservations && network.Layers is not [Normalization, ..])
        {
            network = network.IsBuilt
                ? throw new ArgumentException("NormalizeObservations puts a normalization in front of the network, which must not be built yet; or let its first layer be one.", nameof(options))
                : [new Normalization(limit: 10), .. network.Layers];
        }

        if (!network.IsBuilt)
        {
            network.Build(spec.Observation, options.Seed);
        }

        return network.InputShape == spec.Observation && network.OutputShape == [outputs]
            ? network
            : throw new ArgumentException(
                $"{option} must map observations of shape {spec.Observation} to {outputs} values, one for each action of {spec.Name}; it maps {network.InputShape} to {network.OutputShape}.", nameof(options));
    }
}
