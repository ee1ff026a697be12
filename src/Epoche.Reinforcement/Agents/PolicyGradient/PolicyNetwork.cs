using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>What a network of a policy and values looks like.</summary>
public sealed record PolicyNetworkOptions
{
    /// <summary>Units of the hidden layers, of the policy and of the values alike. Default 64 and 64.</summary>
    public IReadOnlyList<int> Hidden { get; init => field = value ?? throw new ArgumentNullException(nameof(Hidden)); } = [64, 64];

    /// <summary>The activation of hidden layers; null: none. Default <c>Tanh</c>.</summary>
    public Func<Tensor, Tensor>? Activation { get; init; } = Tanh;

    /// <summary>
    /// How weights start. Default orthogonal; then with the gains of Schulman's implementation: √2 for hidden layers, 0.01 for the
    /// policy's last layer, so that all actions start about equally likely, and 1 for the value.
    /// </summary>
    public Initializer Kernel { get; init => field = value ?? throw new ArgumentNullException(nameof(Kernel)); } = Initializer.Orthogonal;

    /// <summary>How biases start. Default zeros.</summary>
    public Initializer Bias { get; init => field = value ?? throw new ArgumentNullException(nameof(Bias)); } = Initializer.Zeros;

    /// <summary>
    /// A recurrent layer in front of the hidden ones, by which the network remembers what it saw; the agent must carry its states
    /// (<see cref="PpoAgent"/>). Null: it remembers nothing. Default null.
    /// </summary>
    public RecurrentOptions? Memory { get; init; }

    /// <summary>
    /// Whether policy and value share the hidden layers, and the memory where there is one. Default false: each has its own.
    /// </summary>
    public bool Shared { get; init; }

    /// <summary>
    /// Whether the means of continuous actions start in the middle of their bounds, so that the first actions are about as often too large
    /// as too small. Default false: at 0.
    /// </summary>
    public bool Centered { get; init; }

    /// <summary>Where ln σ of continuous actions starts, in the units of the action. Default 0; range −20 to 20.</summary>
    public float LogDeviation { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(PolicyNetworkOptions), PrintMembers);
}

/// <summary>
/// Networks with two outputs, <c>policy</c> (what an <see cref="ActionHead"/> takes) and <c>value</c> (one number), for agents that learn
/// a policy from its own actions: <c>Network = spec => PolicyNetwork.Create(spec, new() { Hidden = [256] })</c>.
/// </summary>
public static class PolicyNetwork
{
    /// <summary>The name of the output that an <see cref="ActionHead"/> takes.</summary>
    public const string PolicyOutput = HeadPolicy.OutputName;

    /// <summary>The name of the output that values the observation, <c>[1]</c>.</summary>
    public const string ValueOutput = "value";

    /// <summary>Makes one, not yet built.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="options">What it looks like.</param>
    /// <param name="front">
    /// Layers in front of the hidden ones, such as convolutions and a <see cref="Flatten"/>: policy and value share them.
    /// </param>
    public static GraphModel Create(EnvironmentSpec spec, PolicyNetworkOptions options, params IReadOnlyList<Layer> front)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(front);
        Elements.RequireNoNull(front, nameof(front));
        Symbol observation = Model.Input(spec.Observation), features = observation.Then([.. front]);
        if (front.Count == 0 && spec.Observation.Rank != 1)
        {
            features = features.Then(new Flatten());
        }

        features = options.Shared ? features.Then(Hidden(options)) : features;
        Symbol ofPolicy = options.Shared ? features : features.Then(Hidden(options));
        Symbol ofValue = options.Shared ? features : features.Then(Hidden(options));
        Layer[] policy = spec.Actions.Low.IsEmpty
            ? [Dense(options, ActionHead.For(spec).Outputs, activation: null, gain: 0.01f)]
            : [Means(options, spec.Actions), new FreeDeviation(options.LogDeviation)];
        return new GraphModel(
            [observation],
            (PolicyOutput, ofPolicy.Then(policy)),
            (ValueOutput, ofValue.Then(Dense(options, 1, activation: null, gain: 1))));
    }

    private static Dense Means(PolicyNetworkOptions options, ActionSpec actions)
    {
        PolicyNetworkOptions placed = !options.Centered ? options : options with
        {
            Bias = Initializer.Custom("centered", (values, _, ref _) =>
            {
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = 0.5f * (actions.Low[i] + actions.High[i]);
                }
            }),
        };
        return Dense(placed, actions.Count, activation: null, gain: 0.01f);
    }

    private static Layer[] Hidden(PolicyNetworkOptions options) =>
    [
        .. options.Memory is { } memory ? [memory.CreateLayer()] : (Layer[])[],
        .. options.Hidden.Select(units => Dense(options, units, options.Activation, gain: MathF.Sqrt(2))),
    ];

    private static Dense Dense(PolicyNetworkOptions options, int units, Func<Tensor, Tensor>? activation, float gain) => new(
        units, activation, options.Kernel == Initializer.Orthogonal && gain != 1 ? options.Kernel.Scaled(gain) : options.Kernel,
        options.Bias);
}
