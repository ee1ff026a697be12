using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>What a network of action values looks like.</summary>
public sealed record QNetworkOptions
{
    /// <summary>Units of the hidden layers. Default 64 and 64.</summary>
    public IReadOnlyList<int> Hidden { get; init => field = value ?? throw new ArgumentNullException(nameof(Hidden)); } = [64, 64];

    /// <summary>The activation of hidden layers; null: none. Default <c>Relu</c>.</summary>
    public Func<Tensor, Tensor>? Activation { get; init; } = Relu;

    /// <summary>How weights start, where they are not noisy. Default Glorot uniform.</summary>
    public Initializer Kernel { get; init => field = value ?? throw new ArgumentNullException(nameof(Kernel)); } =
        Initializer.GlorotUniform;

    /// <summary>How biases start, where they are not noisy. Default zeros.</summary>
    public Initializer Bias { get; init => field = value ?? throw new ArgumentNullException(nameof(Bias)); } = Initializer.Zeros;

    /// <summary>
    /// Whether value and advantages are computed apart (<see cref="Dueling"/>): each by a stream with a hidden layer of its own, the last
    /// of <see cref="Hidden"/>. Default false.
    /// </summary>
    public bool Dueling { get; init; }

    /// <summary>σ₀ of noisy weights (<see cref="NoisyDense"/>); null: weights are plain. Default null; range above 0.</summary>
    public float? Noise { get; init; }

    /// <summary>How returns are distributed; null: values alone. Default null.</summary>
    public AtomOptions? Atoms { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(QNetworkOptions), PrintMembers);
}

/// <summary>
/// Networks of action values with the variants of DQN: <c>Network = spec => QNetwork.Create(spec, new() { Dueling = true })</c>.
/// </summary>
public static class QNetwork
{
    /// <summary>Makes one, not yet built: observations to one value for each action.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="options">What it looks like.</param>
    /// <param name="front">Layers in front of the hidden ones, such as convolutions and a <see cref="Flatten"/>.</param>
    /// <exception cref="ArgumentException">An option lies outside its range.</exception>
    public static Model Create(EnvironmentSpec spec, QNetworkOptions options, params IReadOnlyList<Layer> front)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(front);
        Elements.RequireNoNull(front, nameof(front));
        options.Atoms?.Validate();
        OptionChecks.Positive(options.Noise, nameof(QNetworkOptions.Noise));
        int atoms = options.Atoms?.Count ?? 1, shared = options.Dueling ? Math.Max(0, options.Hidden.Count - 1) : options.Hidden.Count;
        List<Layer> trunk = [.. front];
        if (front.Count == 0 && spec.Observation.Rank != 1)
        {
            trunk.Add(new Flatten());
        }

        trunk.AddRange(options.Hidden.Take(shared).Select(units => Hidden(options, units)));
        Layer[] head = options.Atoms is { } distribution ? [distribution.CreateLayer()] : [];
        if (!options.Dueling)
        {
            trunk.Add(Linear(options, spec.Actions.Count * atoms));
            return Sequential.Create(
                [.. trunk, .. options.Atoms is null ? (Layer[])[] : [new Reshape([spec.Actions.Count, atoms])], .. head]);
        }

        Symbol observation = Model.Input(spec.Observation), features = trunk.Count > 0 ? observation.Then([.. trunk]) : observation;
        Symbol value = features.Then(Stream(options, shared, atoms));
        Symbol advantages = features.Then(Stream(options, shared, spec.Actions.Count * atoms));
        return new GraphModel(
            observation, Symbol.Concat(value, advantages).Then([new Dueling(spec.Actions.Count, atoms), .. head]));
    }

    private static Layer[] Stream(QNetworkOptions options, int shared, int outputs) =>
        [.. options.Hidden.Skip(shared).Select(units => Hidden(options, units)), Linear(options, outputs)];

    private static Layer Hidden(QNetworkOptions options, int units) => Dense(options, units, options.Activation);

    private static Layer Linear(QNetworkOptions options, int units) => Dense(options, units, activation: null);

    private static Layer Dense(QNetworkOptions options, int units, Func<Tensor, Tensor>? activation) => options.Noise is { } noise
        ? new NoisyDense(units, activation, noise)
        : new Dense(units, activation, options.Kernel, options.Bias);
}
