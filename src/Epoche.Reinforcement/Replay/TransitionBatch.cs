namespace Epoche;

/// <summary>
/// Memory for sampled transitions, made once and filled again by every <see cref="ReplayBuffer.Sample"/>. Names as in the papers' index
/// convention: the observation s_tm1 in which a_tm1 was taken, the return r_t that followed, and the observation s_t
/// whose value is worth discount_t.
/// </summary>
public sealed class TransitionBatch
{
    private readonly Shape _actionShape, _maskShape;

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
        _actionShape = spec.Actions.IsDiscrete ? [size] : [size, spec.Actions.Width];
        ActionWidth = spec.Actions.Width;
        Observations = new float[numbers];
        NextObservations = new float[numbers];
        Actions = new float[checked(size * ActionWidth)];
        Rewards = new float[size];
        Discounts = new float[size];
        OptionChecks.Fits(size, spec.MaskWidth, "action masks", nameof(size));
        _maskShape = [size, spec.Actions.Count];
        ActionMasks = new float[size * spec.MaskWidth];
        NextActionMasks = new float[ActionMasks.Length];
        Weights = new float[size];
        Array.Fill(Weights, 1);
        Slots = new int[size];
    }

    /// <summary>How many transitions.</summary>
    public int Size { get; }

    /// <summary><c>[size, …observation]</c>.</summary>
    public Shape ObservationShape { get; }

    /// <summary>Numbers in one action: 1 (its index) for discrete actions, one index for each part of those that have parts.</summary>
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

    /// <summary>
    /// Which actions s_tm1 allows, <c>[size, actions]</c>, 1 where one is allowed and 0 elsewhere; empty where the environment masks none.
    /// </summary>
    public float[] ActionMasks { get; }

    /// <summary>The same of s_t; where that is the end of an episode and allows none, all are 1: nothing follows.</summary>
    public float[] NextActionMasks { get; }

    /// <summary>
    /// What each transition counts in the mean, <c>[size]</c>, for those drawn by priority
    /// (<see cref="PriorityOptions.Importance"/>); 1 for all others.
    /// </summary>
    public float[] Weights { get; }

    /// <summary>Where each was drawn from, <c>[size]</c>: for <see cref="ReplayBuffer.UpdatePriorities"/>.</summary>
    internal int[] Slots { get; }

    /// <summary>The arrays as tensors, not copied: filling the batch again changes them. Inside a step this allocates nothing.</summary>
    public Transitions AsTensors() => new(
        Tensor.Wrap(Observations, ObservationShape),
        Tensor.Wrap(Actions, _actionShape),
        Tensor.Wrap(Rewards, [Size]),
        Tensor.Wrap(Discounts, [Size]),
        Tensor.Wrap(NextObservations, ObservationShape))
    {
        Allowed_tm1 = ActionMasks.Length > 0 ? Tensor.Wrap(ActionMasks, _maskShape) : null,
        Allowed_t = NextActionMasks.Length > 0 ? Tensor.Wrap(NextActionMasks, _maskShape) : null,
    };
}
