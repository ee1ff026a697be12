namespace Epoche.Experiments;

/// <summary>
/// The network of an agent: the section <c>network</c> with <c>dueling</c> and <c>noise</c>, and the section <c>distribution</c>.
/// </summary>
internal sealed record DqnNetworkRecipe
{
    /// <summary>Layers and how they start.</summary>
    public required NetworkRecipe Layers { get; init; }

    /// <summary>Whether value and advantages are computed apart.</summary>
    public required bool Dueling { get; init; }

    /// <summary>σ₀ of noisy weights; null: plain ones.</summary>
    public required float? Noise { get; init; }

    /// <summary>How returns are distributed; null: values alone.</summary>
    public required AtomOptions? Atoms { get; init; }

    private bool IsPlain => !Dueling && Noise is null && Atoms is null;

    public static DqnNetworkRecipe Read(ConfigMap recipe, EnvironmentSpec spec)
    {
        ConfigMap map = recipe.Map("network");
        DqnNetworkRecipe network = new()
        {
            Layers = NetworkRecipe.Read(map, spec),
            Dueling = map.Bool("dueling", false),
            Noise = map.TryGet("noise", out ConfigNode? noise) ? noise.AsFloat(Bounds.Positive) : null,
            Atoms = recipe.OptionalMap("distribution") is { } distribution ? ReadAtoms(distribution) : null,
        };
        return network.IsPlain || network.Layers.Dropout == 0
            ? network
            : throw map.Required("dropout").Error(
                "goes with plain networks; this one is dueling, noisy or gives distributions. Set it to 0, or leave those out");
    }

    /// <summary>The network, not yet built.</summary>
    public Model Create(EnvironmentSpec spec)
    {
        if (IsPlain)
        {
            return Layers.Create(spec.Observation, spec.Observation, spec.Actions.Count);
        }

        QNetworkOptions options = new()
        {
            Hidden = Layers.Hidden,
            Activation = Layers.Activation,
            Kernel = Layers.Kernel,
            Bias = Layers.Bias,
            Dueling = Dueling,
            Noise = Noise,
            Atoms = Atoms,
        };
        return QNetwork.Create(spec, options, [.. Layers.CreateFront()]);
    }

    /// <summary>What it takes: of two streams one is counted.</summary>
    public NetworkMemory Memory(EnvironmentSpec spec) =>
        NetworkMemory.Of(Layers, spec.Observation, (spec.Actions.Count + (Dueling ? 1 : 0)) * (Atoms?.Count ?? 1));

    /// <summary>Learned numbers for each weight: a noisy one has a mean and a scale.</summary>
    public int NumbersPerWeight => Noise is null ? 1 : 2;

    private static AtomOptions ReadAtoms(ConfigMap map)
    {
        int count = map.Int("atoms", 51, Bounds.Between(2, 1_000));
        if (map.RequiredChoice("kind", ["categorical", "quantiles"]) == "quantiles")
        {
            return new QuantileAtoms { Count = count };
        }

        float low = map.RequiredFloat("low"), high = map.RequiredFloat("high");
        return low < high
            ? new CategoricalAtoms(low, high) { Count = count }
            : throw map.Required("high").Error($"must be larger than low ({Format.Small(low)})");
    }
}
