namespace Epoche;

/// <summary>Builds the networks that an actor-critic's options describe.</summary>
internal static class ActorCriticBuilding
{
    /// <summary>The network that acts.</summary>
    /// <param name="options">Names it.</param>
    /// <param name="spec">What it sees.</param>
    /// <param name="outputs">How many numbers it must give.</param>
    /// <param name="meaning">What they are, for messages.</param>
    /// <exception cref="ArgumentException">It is none, or maps other shapes.</exception>
    public static Model Actor(ActorCriticOptions options, EnvironmentSpec spec, int outputs, string meaning)
    {
        Model network = PartInputs.OfRow(Make(options.Actor, nameof(ActorCriticOptions.Actor), spec), spec);
        network = options.NormalizeObservations ? NetworkBuilding.Normalized(network, nameof(ActorCriticOptions.Actor), spec) : network;
        NetworkBuilding.Build(network, spec, options.Seed);
        return network is { Inputs: [var input], Outputs: [var output] } && input.Shape == spec.Observation && output.Shape == [outputs]
            ? network
            : throw new ArgumentException(
                $"Actor must map observations of shape {spec.Observation} to {outputs} numbers, {meaning} of {spec.Label}; it maps "
                + $"{Text(network.Inputs)} to {Text(network.Outputs)}.",
                nameof(ActorCriticOptions.Actor));
    }

    /// <summary>One of the networks that value.</summary>
    /// <param name="options">Names it.</param>
    /// <param name="spec">What it sees.</param>
    /// <param name="number">Which one; each begins with numbers of its own.</param>
    /// <exception cref="ArgumentException">It is none, or maps other shapes.</exception>
    public static Model Critic(ActorCriticOptions options, EnvironmentSpec spec, int number)
    {
        Model network = Make(options.Critic, nameof(ActorCriticOptions.Critic), spec);
        RequireUnbuilt(network, nameof(ActorCriticOptions.Critic));
        if (spec.Actions.IsDiscrete)
        {
            network = options.NormalizeObservations
                ? NetworkBuilding.Normalized(network, nameof(ActorCriticOptions.Critic), spec)
                : network;
        }
        else if (options.NormalizeObservations)
        {
            network = WithNormalizedObservations(network, spec);
        }

        NetworkBuilding.Build(network, spec, Rng.Stream(options.Seed, "critic", number).NextUInt64());
        bool fits = spec.Actions.IsDiscrete
            ? network is { Inputs: [var only], Outputs: [var values] } && only.Shape == spec.Observation
                && values.Shape == [spec.Actions.Count]
            : network is { Inputs: [var observation, var action], Outputs: [var value] } && observation.Shape == spec.Observation
                && action.Shape == [spec.Actions.Count] && value.Shape == [1];
        string expected = spec.Actions.IsDiscrete
            ? $"observations {spec.Observation} to {spec.Actions.Count} values, one for each action"
            : $"observations {spec.Observation} and actions [{spec.Actions.Count}] to one value, as CriticNetwork.Create does";
        return fits
            ? network
            : throw new ArgumentException(
                $"Critic must map {expected}; it maps {Text(network.Inputs)} to {Text(network.Outputs)}.",
                nameof(ActorCriticOptions.Critic));
    }

    /// <summary>Layers of these models that take the running statistics of observations.</summary>
    public static IEnumerable<Normalization> NormalizationsOf(IEnumerable<Model> models) =>
        models.SelectMany(model => model.Layers.OfType<Normalization>().Take(1));

    private static Model Make(Func<EnvironmentSpec, Model> make, string option, EnvironmentSpec spec) =>
        make(spec) ?? throw new ArgumentException($"{option} gave null; expected a model that is not built yet.", option);

    private static GraphModel WithNormalizedObservations(Model network, EnvironmentSpec spec)
    {
        Symbol observation = Model.Input(spec.Observation, CriticNetwork.Observation);
        Symbol action = Model.Input([spec.Actions.Count], CriticNetwork.Action);
        Symbol normalized = observation.Then(new Normalization(NetworkBuilding.NormalizationLimit));
        return new GraphModel([observation, action], (CriticNetwork.Value, network.Apply("critic", normalized, action)[0]));
    }

    private static void RequireUnbuilt(Model network, string option)
    {
        if (network.IsBuilt)
        {
            throw new ArgumentException(
                $"{option} gave a model that is built already: twin critics would begin with the same numbers. Give one that is not.",
                option);
        }
    }

    private static string Text(IReadOnlyList<ModelPort> ports) => string.Join(", ", ports.Select(port => port.Shape));
}
