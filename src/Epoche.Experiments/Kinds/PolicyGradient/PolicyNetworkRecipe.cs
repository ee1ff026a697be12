namespace Epoche.Experiments;

/// <summary>
/// The network of an agent that learns a policy and values: the section <c>network</c> with <c>shared</c> and <c>log_deviation</c>.
/// </summary>
internal sealed record PolicyNetworkRecipe
{
    private static readonly NetworkDefaults s_defaults = new()
    {
        Hidden = [64, 64], Activation = "tanh", Kernel = Initializer.Orthogonal, HasDropout = false,
    };

    /// <summary>Layers and how they start.</summary>
    public required NetworkRecipe Layers { get; init; }

    /// <summary>Whether policy and value share the hidden layers.</summary>
    public required bool Shared { get; init; }

    /// <summary>Where ln σ of continuous actions starts.</summary>
    public required float LogDeviation { get; init; }

    /// <summary>Whether the means of continuous actions start in the middle of their bounds.</summary>
    public required bool Centered { get; init; }

    /// <summary>How it remembers; null: not at all.</summary>
    public RecurrentOptions? Memory { get; init; }

    /// <summary>Trunks of hidden layers.</summary>
    public int Trunks => Shared ? 1 : 2;

    /// <summary>Reads the section.</summary>
    /// <param name="map">The section.</param>
    /// <param name="spec">The environment.</param>
    /// <param name="remembers">Whether the method carries states from step to step, so that there is a key <c>memory</c>.</param>
    public static PolicyNetworkRecipe Read(ConfigMap map, EnvironmentSpec spec, bool remembers)
    {
        PolicyNetworkOptions defaults = new();
        return new()
        {
            Layers = NetworkRecipe.Read(map, spec, s_defaults),
            Shared = map.Bool("shared", defaults.Shared),
            Centered = map.Bool("centered", defaults.Centered),
            LogDeviation = map.Float("log_deviation", defaults.LogDeviation, Bounds.Between(-20, 20)),
            Memory = remembers && map.OptionalMap("memory") is { } memory ? RecurrentKeys.Read(memory) : null,
        };
    }

    /// <summary>The network, not yet built.</summary>
    public Model Create(EnvironmentSpec spec)
    {
        PolicyNetworkOptions options = new()
        {
            Hidden = Layers.Hidden,
            Activation = Layers.Activation,
            Kernel = Layers.Kernel,
            Bias = Layers.Bias,
            Shared = Shared,
            Centered = Centered,
            LogDeviation = LogDeviation,
            Memory = Memory,
        };
        return PolicyNetwork.Create(spec, options, [.. Layers.CreateFront()]);
    }

    /// <summary>One trunk of it, with as many outputs as each has at least.</summary>
    public NetworkMemory MemoryOf(EnvironmentSpec spec) =>
        NetworkMemory.Of(Layers, spec.Observation, Shared ? ActionHead.For(spec).Outputs + 1 : 1, Memory);
}
