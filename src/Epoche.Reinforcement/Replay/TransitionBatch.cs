namespace Epoche;

/// <summary>
/// Memory for sampled transitions, made once and filled again by every <see cref="ReplayBuffer.Sample"/>. Names as in the papers' index
/// convention: the observation s_tm1 in which a_tm1 was taken, the return r_t that followed, and the observation s_t
/// whose value is worth discount_t.
/// </summary>
public sealed class TransitionBatch
{
    private readonly Shape _actionShape;

    /// <summary>Allocates for <paramref name="size"/> transitions of an environment.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive.</exception>
    public TransitionBatch(EnvironmentSpec spec, int size)
    {
        ArgumentNullException.ThrowIfNull(spec);
        OptionChecks.AtLeastOne(size, "transitions");
        OptionChecks.Fits(size, Math.Max(spec.Observation.ElementCount, spec.Actions.Count), "transitions", nameof(size));
        int numbers = size * spec.Observation.ElementCount;
        Size = size;
        ObservationShape = spec.Observation.Prepend(size);
        _actionShape = spec.Actions.IsDiscrete ? [size] : [size, spec.Actions.Count];
        ActionWidth = spec.Actions.IsDiscrete ? 1 : spec.Actions.Count;
        Observations = new float[numbers];
        NextObservations = new float[numbers];
        Actions = new float[checked(size * ActionWidth)];
        Rewards = new float[size];
        Discounts = new float[size];
    }

    /// <summary>How many transitions.</summary>
    public int Size { get; }

    /// <summary><c>[size, …observation]</c>.</summary>
    public Shape ObservationShape { get; }

    /// <summary>Numbers in one action: 1 (its index) for discrete actions.</summary>
    public int ActionWidth { get; }

    /// <summary>s_tm1, <c>[size, …observation]</c>.</summary>
    public float[] Observations { get; }

    /// <summary>a_tm1, <c>[size, actionWidth]</c>.</summary>
    public float[] Actions { get; }

    /// <summary>r_t, <c>[size]</c>: the discounted sum of up to <see cref="ReplayOptions.NStep"/> rewards.</summary>
    public float[] Rewards { get; }

    /// <summary>
    /// discount_t, <c>[size]</c>: γᵏ after k summed rewards, 0 where the task had terminated (never because an episode was truncated).
    /// </summary>
    public float[] Discounts { get; }

    /// <summary>s_t, <c>[size, …observation]</c>: the last observation of an episode where it ended within the k steps.</summary>
    public float[] NextObservations { get; }

    /// <summary>The arrays as tensors, not copied: filling the batch again changes them. Inside a step this allocates nothing.</summary>
    public Transitions AsTensors() => new(
        Tensor.Wrap(Observations, ObservationShape),
        Tensor.Wrap(Actions, _actionShape),
        Tensor.Wrap(Rewards, [Size]),
        Tensor.Wrap(Discounts, [Size]),
        Tensor.Wrap(NextObservations, ObservationShape));
}
