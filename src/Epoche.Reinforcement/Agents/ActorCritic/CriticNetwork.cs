using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>What a network that values actions looks like.</summary>
public sealed record CriticNetworkOptions
{
    /// <summary>Units of the hidden layers. Default 256 and 256.</summary>
    public IReadOnlyList<int> Hidden { get; init => field = value ?? throw new ArgumentNullException(nameof(Hidden)); } = [256, 256];

    /// <summary>The activation of hidden layers; null: none. Default <c>Relu</c>.</summary>
    public Func<Tensor, Tensor>? Activation { get; init; } = Relu;

    /// <summary>How weights start. Default: uniform within ±1/√inputs.</summary>
    public Initializer Kernel { get; init => field = value ?? throw new ArgumentNullException(nameof(Kernel)); } =
        Initializer.UniformFanIn;

    /// <summary>How biases start. Default: uniform within ±1/√inputs.</summary>
    public Initializer Bias { get; init => field = value ?? throw new ArgumentNullException(nameof(Bias)); } = Initializer.UniformFanIn;

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(CriticNetworkOptions), PrintMembers);
}

/// <summary>
/// Networks that value actions: Q(s, a) of observations and continuous actions, side by side in the first layer:
/// <c>Critic = spec => CriticNetwork.Create(spec, new())</c>.
/// </summary>
public static class CriticNetwork
{
    /// <summary>The names of what such a network takes and gives.</summary>
    internal const string Observation = "observation", Action = "action", Value = "value";

    /// <summary>Makes one, not yet built: observations and actions in [−1, 1] to one value.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="options">What it looks like.</param>
    /// <param name="front">Layers that observations pass first, such as convolutions and a <see cref="Flatten"/>.</param>
    public static GraphModel Create(EnvironmentSpec spec, CriticNetworkOptions options, params IReadOnlyList<Layer> front)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(front);
        Elements.RequireNoNull(front, nameof(front));
        Symbol observation = Model.Input(spec.Observation, Observation), action = Model.Input([spec.Actions.Count], Action);
        Symbol features = front.Count > 0 ? observation.Then([.. front])
            : spec.Observation.Rank != 1 ? observation.Then(new Flatten())
            : observation;
        Layer[] layers =
        [
            .. options.Hidden.Select(units => new Dense(units, options.Activation, options.Kernel, options.Bias)),
            new Dense(1, activation: null, options.Kernel, options.Bias),
        ];
        return new GraphModel([observation, action], (Value, Symbol.Concat(features, action).Then(layers)));
    }
}
