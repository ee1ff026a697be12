namespace Epoche;

/// <summary>
/// What an on-policy agent saw and did for some steps of all its environments: filled step by step, learned from, and filled again. All
/// arrays are steps × environments, the environments of a step side by side; row t of them belongs to the action that was taken in the
/// observation of row t. Made once; filling it allocates nothing.
/// </summary>
public sealed partial class RolloutBuffer
{
    private readonly RolloutObservations _observations;
    private readonly int _observation, _mask;

    /// <summary>Makes room.</summary>
    /// <param name="spec">The environments.</param>
    /// <param name="environments">How many of them.</param>
    /// <param name="steps">Steps of each, T.</param>
    /// <param name="actionWidth">Numbers that keep an action as it was drawn (<see cref="ActionHead.ActionWidth"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is not positive, or no array holds as much.</exception>
    public RolloutBuffer(EnvironmentSpec spec, int environments, int steps, int actionWidth)
    {
        ArgumentNullException.ThrowIfNull(spec);
        OptionChecks.AtLeastOne(environments, "environments");
        OptionChecks.AtLeastOne(steps, "steps of a rollout");
        OptionChecks.AtLeastOne(actionWidth, "numbers of an action");
        (_observation, _mask) = (spec.Observation.ElementCount, spec.MaskWidth);
        long rows = (long)environments * steps;
        OptionChecks.Fits(rows, Math.Max(_observation, Math.Max(_mask, actionWidth)), "steps of a rollout", nameof(steps));
        (Spec, Environments, Steps, ActionWidth) = (spec, environments, steps, actionWidth);
        _observations = new(spec, (int)rows);
        Allowed = new float[rows * _mask];
        Actions = new float[rows * actionWidth];
        (LogDensities, Values, Following, Rewards) = (new float[rows], new float[rows], new float[rows], new float[rows]);
        (Terminated, Ended) = (new bool[rows], new bool[rows]);
        (Advantages, Returns) = (new float[rows], new float[rows]);
    }

    /// <summary>The environments.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>How many of them.</summary>
    public int Environments { get; }

    /// <summary>Steps of each, T.</summary>
    public int Steps { get; }

    /// <summary>Numbers that keep an action.</summary>
    public int ActionWidth { get; }

    /// <summary>Steps that are complete.</summary>
    public int Filled { get; private set; }

    /// <summary>Whether all are.</summary>
    public bool IsFull => Filled == Steps;

    /// <summary>All rows, steps × environments.</summary>
    public int Count => Values.Length;

    /// <summary>1 for actions that s_t allows, 0 for others, <c>[T, N, mask]</c>; empty where the environment masks none.</summary>
    public float[] Allowed { get; }

    /// <summary>The actions as they were drawn, <c>[T, N, ActionWidth]</c>.</summary>
    public float[] Actions { get; }

    /// <summary>Their log-densities when they were drawn, <c>[T, N]</c>.</summary>
    public float[] LogDensities { get; }

    /// <summary>v(s_t) when it was left, <c>[T, N]</c>.</summary>
    public float[] Values { get; }

    /// <summary>
    /// v(s_t+1), of the last observation where an episode was cut off, <c>[T, N]</c>; complete after <see cref="Finish"/>.
    /// </summary>
    public float[] Following { get; }

    /// <summary>The rewards, <c>[T, N]</c>.</summary>
    public float[] Rewards { get; }

    /// <summary>Where the task was over, <c>[T, N]</c>.</summary>
    public bool[] Terminated { get; }

    /// <summary>Where the episode was, one way or the other, <c>[T, N]</c>.</summary>
    public bool[] Ended { get; }

    /// <summary>How much better than expected each action was, <c>[T, N]</c>; after <see cref="Finish"/>.</summary>
    public float[] Advantages { get; }

    /// <summary>What values learn, <c>[T, N]</c>; after <see cref="Finish"/>.</summary>
    public float[] Returns { get; }

    /// <summary>Notes what the environments show; the caller puts actions, log-densities and values into the rows of the step.</summary>
    /// <param name="observations"><c>[N, …observation]</c>.</param>
    /// <param name="allowed"><c>[N, mask]</c>; empty where none are masked.</param>
    /// <exception cref="ArgumentException">
    /// Spans have other lengths; or a number is no k/<see cref="EnvironmentSpec.PixelSteps"/>, though the environment promises it.
    /// </exception>
    /// <returns>The first row of the step; it and the next <see cref="Environments"/> − 1 are to be filled.</returns>
    /// <exception cref="InvalidOperationException">It is full.</exception>
    public int Begin(ReadOnlySpan<float> observations, ReadOnlySpan<bool> allowed)
    {
        int row = RequireRoom();
        if (observations.Length != Environments * _observation || allowed.Length != Environments * _mask)
        {
            throw new ArgumentException(
                $"{Environments} environments show {Environments * _observation} numbers and {Environments * _mask} masks; received "
                + $"{observations.Length} and {allowed.Length}.",
                nameof(observations));
        }

        PutObservations(row, observations);
        Span<float> masks = Allowed.AsSpan(row * _mask, Environments * _mask);
        for (int i = 0; i < masks.Length; i++)
        {
            masks[i] = allowed[i] ? 1 : 0;
        }

        return row;
    }

    /// <summary>Copies s_t out of a row. Pixels are kept as bytes, and come back as the same bits.</summary>
    /// <param name="row">t · N + the environment.</param>
    /// <param name="observation"><c>[…observation]</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">There is too little room.</exception>
    public void ReadObservation(int row, Span<float> observation)
    {
        if ((uint)row >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(row), $"The rollout has {Count} rows, from 0; received row {row}.");
        }

        Spec.RequireRoom(observation);
        _observations.Read(row, observation[.._observation]);
    }

    /// <summary>Notes observations from a row on.</summary>
    internal void PutObservations(int row, ReadOnlySpan<float> observations) => _observations.Put(row, observations);

    /// <summary>Notes what came of the actions, which completes the step.</summary>
    /// <param name="result">Rewards and ends.</param>
    /// <exception cref="ArgumentException">They are of another number of environments.</exception>
    /// <exception cref="InvalidOperationException">It is full.</exception>
    public void Add(in BatchTransition result)
    {
        int row = RequireRoom();
        if (result.Rewards.Length != Environments || result.Terminated.Length != Environments || result.Truncated.Length != Environments)
        {
            throw new ArgumentException(
                $"A step of {Environments} environments has as many rewards and flags; received {result.Rewards.Length} rewards, "
                + $"{result.Terminated.Length} and {result.Truncated.Length} flags.",
                nameof(result));
        }

        result.Rewards.CopyTo(Rewards.AsSpan(row, Environments));
        for (int i = 0; i < Environments; i++)
        {
            (Terminated[row + i], Ended[row + i]) = (result.Terminated[i], result.Ended(i));
            Following[row + i] = 0;
        }

        Filled++;
    }

    /// <summary>
    /// Computes advantages and returns. Before, <see cref="Following"/> must hold the value of the last observation where an episode was
    /// cut off, and, of the last step, of all that go on.
    /// </summary>
    /// <param name="discount">γ.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="valueLambda">λ of the returns; null for the same.</param>
    /// <exception cref="InvalidOperationException">It is not full.</exception>
    public void Finish(float discount, float lambda, float? valueLambda = null)
    {
        if (!IsFull)
        {
            throw new InvalidOperationException($"The rollout has {Filled} of {Steps} steps; fill it first.");
        }

        for (int row = 0; row < Count - Environments; row++)
        {
            Following[row] = Ended[row] ? Following[row] : Values[row + Environments];
        }

        GeneralizedAdvantage.Estimate(
            Environments, Rewards, Values, Following, Terminated, Ended, discount, lambda, valueLambda ?? lambda, Advantages,
            Returns);
    }

    /// <summary>Forgets all steps: the next one is the first.</summary>
    public void Clear() => Filled = 0;

    private int RequireRoom() => IsFull
        ? throw new InvalidOperationException($"The rollout has all of its {Steps} steps; learn from it and clear it first.")
        : Filled * Environments;
}
