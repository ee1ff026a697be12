namespace Epoche;

/// <summary>
/// How the numbers that a network gives for an observation become a distribution over actions: what a policy-gradient agent draws from,
/// and whose log-densities and entropies it learns by. A head holds no weights and no random numbers, so that one serves any number of
/// networks and lanes. Actions travel as floats, <see cref="ActionWidth"/> for each, exactly as they were drawn: a Gaussian's are not
/// clipped yet, for the density of a clipped action would be another one.
/// </summary>
public abstract class ActionHead
{
    /// <summary>
    /// The head for an environment's actions: categorical for discrete ones, several categoricals for those of several parts, Bernoulli for
    /// bits, Gaussian for continuous ones.
    /// </summary>
    /// <param name="spec">What the environment's actions are.</param>
    public static ActionHead For(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Actions.Kind switch
        {
            ActionKind.Discrete => new CategoricalHead(spec.Actions.Count),
            ActionKind.MultiDiscrete => new MultiCategoricalHead(spec.Actions.Choices),
            ActionKind.MultiBinary => new BernoulliHead(spec.Actions.Count),
            _ => new GaussianHead(spec.Actions),
        };
    }

    /// <summary>How many numbers the network's policy output has for one observation.</summary>
    public abstract int Outputs { get; }

    /// <summary>How many floats keep one action as it was drawn.</summary>
    public abstract int ActionWidth { get; }

    /// <summary>How many booleans the mask of one observation has; 0 where no action can be forbidden.</summary>
    public virtual int MaskWidth => 0;

    /// <summary>Draws an action for each observation, rows in their order.</summary>
    /// <param name="outputs">What the network gave, <c>[count, Outputs]</c>.</param>
    /// <param name="allowed">Which actions are allowed, <c>[count, MaskWidth]</c>; empty: all.</param>
    /// <param name="random">The stream; each row takes the same number of words, whatever it draws.</param>
    /// <param name="actions">Receives the actions as drawn, <c>[count, ActionWidth]</c>.</param>
    /// <param name="logDensities">Receives their log-densities, <c>[count]</c>: what <see cref="LogDensity"/> gives for them.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a mask allows nothing.</exception>
    public abstract void Sample(
        ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, ref Rng random, Span<float> actions, Span<float> logDensities);

    /// <summary>The likeliest action for each observation; of equal ones the first.</summary>
    /// <param name="outputs">What the network gave, <c>[count, Outputs]</c>.</param>
    /// <param name="allowed">Which actions are allowed, <c>[count, MaskWidth]</c>; empty: all.</param>
    /// <param name="actions">Receives the actions, <c>[count, ActionWidth]</c>.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a mask allows nothing.</exception>
    public abstract void Mode(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, Span<float> actions);

    /// <summary>The log-density (of discrete actions the log-probability) of each action, with gradient.</summary>
    /// <param name="outputs">What the network gives, <c>[batch, Outputs]</c>.</param>
    /// <param name="actions">The actions as they were drawn, <c>[batch, ActionWidth]</c>.</param>
    /// <param name="allowed">1 where an action was allowed and 0 where not, <c>[batch, MaskWidth]</c>; null: all were.</param>
    /// <returns><c>[batch]</c>.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public abstract Tensor LogDensity(Tensor outputs, Tensor actions, Tensor? allowed);

    /// <summary>The entropy of each observation's distribution in nats, with gradient.</summary>
    /// <param name="outputs">What the network gives, <c>[batch, Outputs]</c>.</param>
    /// <param name="allowed">1 where an action was allowed and 0 where not, <c>[batch, MaskWidth]</c>; null: all were.</param>
    /// <returns><c>[batch]</c>.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public abstract Tensor Entropy(Tensor outputs, Tensor? allowed);

    /// <summary>Gives the environment what was drawn: indices, or numbers within its bounds.</summary>
    /// <param name="actions">The actions as drawn, <c>[count, ActionWidth]</c>.</param>
    /// <param name="to">Receives them.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public abstract void ToEnvironment(ReadOnlySpan<float> actions, PolicyActions to);
}
