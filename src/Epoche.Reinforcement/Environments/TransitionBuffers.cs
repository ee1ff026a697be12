namespace Epoche;

/// <summary>Arrays for the steps of one batch environment.</summary>
public sealed class TransitionBuffers
{
    /// <summary>Allocates for <paramref name="count"/> environments of a kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public TransitionBuffers(EnvironmentSpec spec, int count)
    {
        ArgumentNullException.ThrowIfNull(spec);
        OptionChecks.AtLeastOne(count, "environments");
        OptionChecks.AtMost(OptionChecks.MostEnvironments, count, "environments");
        OptionChecks.Fits(count, spec.Observation.ElementCount, "observations", nameof(count));
        int numbers = checked(count * spec.Observation.ElementCount);
        Observations = new float[numbers];
        FinalObservations = new float[numbers];
        Rewards = new float[count];
        Terminated = new bool[count];
        Truncated = new bool[count];
        OptionChecks.Fits(count, spec.MaskWidth, "action masks", nameof(count));
        OptionChecks.Fits(count, spec.Information.Count, "rows of information", nameof(count));
        ActionMasks = new bool[count * spec.MaskWidth];
        FinalActionMasks = new bool[ActionMasks.Length];
        Information = new float[count * spec.Information.Count];
    }

    /// <summary>Allocates for an environment.</summary>
    public TransitionBuffers(IBatchEnvironment environment)
        : this((environment ?? throw new ArgumentNullException(nameof(environment))).Spec, environment.Count)
    {
    }

    /// <summary><c>[count, …observation]</c>; pass it to <see cref="IBatchEnvironment.Reset"/> too.</summary>
    public float[] Observations { get; }

    /// <summary><c>[count, …observation]</c>, rows written where an episode ended.</summary>
    public float[] FinalObservations { get; }

    /// <summary><c>[count]</c>.</summary>
    public float[] Rewards { get; }

    /// <summary><c>[count]</c>.</summary>
    public bool[] Terminated { get; }

    /// <summary><c>[count]</c>.</summary>
    public bool[] Truncated { get; }

    /// <summary>
    /// <c>[count, actions]</c> where the spec masks actions, else empty; after a reset pass it to
    /// <see cref="IBatchEnvironment.WriteActionMasks"/>.
    /// </summary>
    public bool[] ActionMasks { get; }

    /// <summary><c>[count, actions]</c> where the spec masks actions, else empty; rows written where an episode ended.</summary>
    public bool[] FinalActionMasks { get; }

    /// <summary><c>[count, numbers]</c> where the spec names numbers beside a step, else empty.</summary>
    public float[] Information { get; }

    /// <summary>The arrays as a step takes them.</summary>
    public BatchTransition View =>
        new(Observations, FinalObservations, Rewards, Terminated, Truncated, ActionMasks, FinalActionMasks, Information);
}
