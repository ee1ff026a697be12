namespace Epoche;

/// <summary>
/// Where a batch step writes, as spans that the caller owns. Row i belongs to environment i; for the next state of a transition take
/// <see cref="FinalObservations"/> where the episode ended and <see cref="Observations"/> elsewhere.
/// </summary>
public readonly ref struct BatchTransition
{
    /// <summary>Binds the spans; <see cref="TransitionBuffers"/> does it for arrays of its own.</summary>
    public BatchTransition(
        Span<float> observations, Span<float> finalObservations, Span<float> rewards, Span<bool> terminated, Span<bool> truncated)
    {
        Observations = observations;
        FinalObservations = finalObservations;
        Rewards = rewards;
        Terminated = terminated;
        Truncated = truncated;
    }

    /// <summary>All of them at once, without copying what the other constructor made.</summary>
    internal BatchTransition(
        Span<float> observations, Span<float> finalObservations, Span<float> rewards, Span<bool> terminated, Span<bool> truncated,
        Span<bool> actionMasks, Span<bool> finalActionMasks, Span<float> information)
    {
        Observations = observations;
        FinalObservations = finalObservations;
        Rewards = rewards;
        Terminated = terminated;
        Truncated = truncated;
        ActionMasks = actionMasks;
        FinalActionMasks = finalActionMasks;
        Information = information;
    }

    /// <summary>
    /// What the next action is chosen on, <c>[count, …observation]</c>: where an episode ended, the first observation of the next one.
    /// </summary>
    public Span<float> Observations { get; }

    /// <summary>
    /// The last observation of each episode that ended in this step, <c>[count, …observation]</c>; rows of all
    /// other environments are not written.
    /// </summary>
    public Span<float> FinalObservations { get; }

    /// <summary>The rewards of this step, <c>[count]</c>.</summary>
    public Span<float> Rewards { get; }

    /// <summary>Where the task is over, <c>[count]</c>.</summary>
    public Span<bool> Terminated { get; }

    /// <summary>Where the episode was cut off, <c>[count]</c>.</summary>
    public Span<bool> Truncated { get; }

    /// <summary>
    /// Which actions the state of <see cref="Observations"/> allows, <c>[count, Spec.Actions.Count]</c>, true for those that are; empty
    /// unless the spec says <see cref="EnvironmentSpec.MasksActions"/>.
    /// </summary>
    public Span<bool> ActionMasks { get; init; }

    /// <summary>
    /// Which actions the last state of each episode that ended in this step allows, for what is bootstrapped from it; perhaps none. Rows of
    /// all other environments are not written. Empty unless the spec
    /// says <see cref="EnvironmentSpec.MasksActions"/>.
    /// </summary>
    public Span<bool> FinalActionMasks { get; init; }

    /// <summary>
    /// The numbers beside this step, <c>[count, Spec.Information.Count]</c>: of the step itself, so where it ended an episode of that
    /// episode's last one. Empty where the spec names none.
    /// </summary>
    public Span<float> Information { get; init; }

    /// <summary>Whether the episode of environment <paramref name="index"/> ended in this step, one way or the other.</summary>
    public bool Ended(int index) => Terminated[index] | Truncated[index];
}
