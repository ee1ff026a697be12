namespace Epoche.Experiments;

/// <summary>
/// The network of an agent with memory: the section <c>network</c> with <c>memory</c>, <c>behind</c>, <c>dueling</c> and <c>previous</c>.
/// </summary>
internal sealed record RecurrentNetworkRecipe
{
    private static readonly NetworkDefaults s_defaults = new() { Hidden = [], HasDropout = false };

    /// <summary>Layers in front of the memory and how they start.</summary>
    public required NetworkRecipe Layers { get; init; }

    /// <summary>How it remembers.</summary>
    public required RecurrentOptions Memory { get; init; }

    /// <summary>Units of the layers behind the memory.</summary>
    public required IReadOnlyList<int> Behind { get; init; }

    /// <summary>Whether value and advantages are computed apart.</summary>
    public required bool Dueling { get; init; }

    /// <summary>Whether the memory sees the last action and its reward.</summary>
    public required bool Previous { get; init; }

    public static RecurrentNetworkRecipe Read(ConfigMap map, EnvironmentSpec spec)
    {
        RecurrentNetworkOptions defaults = new();
        return new()
        {
            Layers = NetworkRecipe.Read(map, spec, s_defaults),
            Memory = RecurrentKeys.Read(map.Map("memory")),
            Behind = map.Ints("behind", [.. defaults.Behind], Bounds.Between(1, 1 << 16)),
            Dueling = map.Bool("dueling", defaults.Dueling),
            Previous = map.Bool("previous", defaults.Previous),
        };
    }

    /// <summary>The network, not yet built.</summary>
    public Model Create(EnvironmentSpec spec)
    {
        RecurrentNetworkOptions options = new()
        {
            Hidden = Layers.Hidden,
            Memory = Memory,
            Behind = Behind,
            Activation = Layers.Activation,
            Kernel = Layers.Kernel,
            Bias = Layers.Bias,
            Dueling = Dueling,
            Previous = Previous,
        };
        return RecurrentNetwork.Create(spec, options, [.. Layers.CreateFront()]);
    }

    /// <summary>What it takes: the memory is counted in front of all other layers, of two streams one.</summary>
    public NetworkMemory MemoryOf(EnvironmentSpec spec) => NetworkMemory.Of(
        Layers with { Hidden = [.. Layers.Hidden, .. Behind] }, spec.Observation, spec.Actions.Count + (Dueling ? 1 : 0), Memory);
}
