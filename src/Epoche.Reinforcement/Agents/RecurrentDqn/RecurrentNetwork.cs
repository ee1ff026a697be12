using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>What a network of action values with memory looks like.</summary>
public sealed record RecurrentNetworkOptions
{
    /// <summary>Units of the hidden layers in front of the memory. Default: none.</summary>
    public IReadOnlyList<int> Hidden { get; init => field = value ?? throw new ArgumentNullException(nameof(Hidden)); } = [];

    /// <summary>The memory. Default: an LSTM of 64 units.</summary>
    public RecurrentOptions Memory { get; init => field = value ?? throw new ArgumentNullException(nameof(Memory)); } = new();

    /// <summary>Units of the hidden layers behind the memory, with <see cref="Dueling"/> in each stream. Default 64.</summary>
    public IReadOnlyList<int> Behind { get; init => field = value ?? throw new ArgumentNullException(nameof(Behind)); } = [64];

    /// <summary>The activation of hidden layers; null: none. Default <c>Relu</c>.</summary>
    public Func<Tensor, Tensor>? Activation { get; init; } = Relu;

    /// <summary>How weights of dense layers start. Default Glorot uniform.</summary>
    public Initializer Kernel { get; init => field = value ?? throw new ArgumentNullException(nameof(Kernel)); } =
        Initializer.GlorotUniform;

    /// <summary>How biases of dense layers start. Default zeros.</summary>
    public Initializer Bias { get; init => field = value ?? throw new ArgumentNullException(nameof(Bias)); } = Initializer.Zeros;

    /// <summary>Whether value and advantages are computed apart (<see cref="Dueling"/>). Default false.</summary>
    public bool Dueling { get; init; }

    /// <summary>Whether the memory sees the last action and its reward beside the observation. Default true.</summary>
    public bool Previous { get; init; } = true;

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(RecurrentNetworkOptions), PrintMembers);
}

/// <summary>
/// Networks of action values that remember what they saw: <c>Network = spec => RecurrentNetwork.Create(spec, new())</c>. Observations
/// go through the hidden layers, then with the last action and reward through the memory, then through those behind it.
/// </summary>
public static class RecurrentNetwork
{
    /// <summary>The name of the input that takes observations.</summary>
    public const string ObservationInput = MemoryNetwork.ObservationInput;

    /// <summary>
    /// The name of the input that takes the last step, <c>[Actions.Count + 1]</c>: 1 at its action, and its reward; zeros at the start of
    /// an episode.
    /// </summary>
    public const string PreviousInput = PreviousStep.Input;

    /// <summary>Makes one, not yet built.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="options">What it looks like.</param>
    /// <param name="front">Layers in front of the hidden ones, such as convolutions and a <see cref="Flatten"/>.</param>
    /// <exception cref="ArgumentException">An option lies outside its range.</exception>
    public static GraphModel Create(EnvironmentSpec spec, RecurrentNetworkOptions options, params IReadOnlyList<Layer> front)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(front);
        Elements.RequireNoNull(front, nameof(front));
        Symbol observation = Model.Input(spec.Observation, ObservationInput), features = observation.Then([.. front]);
        if (front.Count == 0 && spec.Observation.Rank != 1)
        {
            features = features.Then(new Flatten());
        }

        features = features.Then(Layers(options, options.Hidden));
        Symbol previous = Model.Input([PreviousStep.Width(spec.Actions)], PreviousInput);
        Symbol remembered = (options.Previous ? Symbol.Concat(features, previous) : features).Then(options.Memory.CreateLayer());
        Symbol values = options.Dueling
            ? Symbol.Concat(Stream(remembered, options, 1), Stream(remembered, options, spec.Actions.Count)).Then(
                new Dueling(spec.Actions.Count))
            : Stream(remembered, options, spec.Actions.Count);
        return new GraphModel(options.Previous ? [observation, previous] : [observation], ("values", values));
    }

    private static Symbol Stream(Symbol from, RecurrentNetworkOptions options, int outputs) =>
        from.Then([.. Layers(options, options.Behind), new Dense(outputs, null, options.Kernel, options.Bias)]);

    private static Layer[] Layers(RecurrentNetworkOptions options, IReadOnlyList<int> hidden) =>
        [.. hidden.Select(units => new Dense(units, options.Activation, options.Kernel, options.Bias))];
}
