namespace Epoche;

/// <summary>
/// Memory for sequences that one update learns from, made once and filled again for each. Rows are sequences × steps, the steps of a
/// sequence one after the other.
/// </summary>
internal sealed class SequenceBatch
{
    private readonly SequenceOptions _options;
    private readonly int _observation, _previous, _mask, _state;

    /// <summary>Allocates.</summary>
    public SequenceBatch(EnvironmentSpec spec, int size, int stateSize, int previous, SequenceOptions options)
    {
        (_options, _observation, _mask, _state, _previous) =
            (options, spec.Observation.ElementCount, spec.MaskWidth, stateSize, previous);
        (Spec, Size) = (spec, size);
        int before = size * options.BurnIn, rows = size * (options.Length + 1);
        OptionChecks.Fits((long)size * options.Steps, Math.Max(_observation, Math.Max(stateSize, previous)), "steps", nameof(size));
        (Slots, Weights, States, Errors) = (new int[size], new float[size], new float[size * stateSize], new float[size]);
        (BurnObservations, Observations) = (new float[before * _observation], new float[rows * _observation]);
        (BurnPrevious, Previous) = (new float[before * previous], new float[rows * previous]);
        (BurnMask, Mask) = (new float[before], new float[rows]);
        (Actions, Rewards, Allowed) = (new float[rows], new float[rows], new float[rows * _mask]);
        (Lengths, Terminated) = (new int[size], new bool[size]);
    }

    public EnvironmentSpec Spec { get; }

    /// <summary>Sequences.</summary>
    public int Size { get; }

    /// <summary>Steps that are learned from, and the one after.</summary>
    public int Steps => _options.Length + 1;

    /// <summary>Steps before them.</summary>
    public int BurnIn => _options.BurnIn;

    /// <summary>Where the sequences lie in the memory.</summary>
    public int[] Slots { get; }

    /// <summary>What each counts.</summary>
    public float[] Weights { get; }

    /// <summary>How wrong each was.</summary>
    public float[] Errors { get; }

    /// <summary>The states before the first steps, <c>[size, state]</c>.</summary>
    public float[] States { get; }

    /// <summary>What was seen in front, <c>[size, burn-in, …observation]</c>.</summary>
    public float[] BurnObservations { get; }

    /// <summary>What was done before each of these steps, <c>[size, burn-in, previous]</c>.</summary>
    public float[] BurnPrevious { get; }

    /// <summary>1 where there is such a step, <c>[size, burn-in]</c>.</summary>
    public float[] BurnMask { get; }

    /// <summary>What was seen, <c>[size, steps, …observation]</c>.</summary>
    public float[] Observations { get; }

    /// <summary>What was done before each step, <c>[size, steps, previous]</c>.</summary>
    public float[] Previous { get; }

    /// <summary>1 where there is a step, or the observation after the last one, <c>[size, steps]</c>.</summary>
    public float[] Mask { get; }

    /// <summary>What was done in each step, <c>[size, steps]</c>; 0 at padding.</summary>
    public float[] Actions { get; }

    /// <summary>What it earned, <c>[size, steps]</c>; 0 at padding.</summary>
    public float[] Rewards { get; }

    /// <summary>1 for what each step allows, <c>[size, steps, mask]</c>.</summary>
    public float[] Allowed { get; }

    /// <summary>Steps of each sequence that are learned from.</summary>
    public int[] Lengths { get; }

    /// <summary>Whether the task was over then.</summary>
    public bool[] Terminated { get; }

    /// <summary>Copies the sequences of <see cref="Slots"/>.</summary>
    /// <param name="replay">Where they lie.</param>
    /// <param name="storedStates">Whether with the states that were stored; else with zeros.</param>
    public void Fill(SequenceReplay replay, bool storedStates)
    {
        SequenceStore store = replay.Store;
        Array.Clear(States);
        for (int i = 0; i < Size; i++)
        {
            int slot = Slots[i], burnIn = _options.BurnIn, first = slot * store.Steps, before = replay.Before[slot];
            (Lengths[i], Terminated[i]) = (replay.Lengths[slot], replay.Terminated[slot]);
            if (storedStates)
            {
                replay.States.AsSpan(slot * _state, _state).CopyTo(States.AsSpan(i * _state));
            }

            store.Observations.AsSpan(first * _observation, burnIn * _observation)
                .CopyTo(BurnObservations.AsSpan(i * burnIn * _observation));
            store.Observations.AsSpan((first + burnIn) * _observation, Steps * _observation)
                .CopyTo(Observations.AsSpan(i * Steps * _observation));
            store.Allowed.AsSpan((first + burnIn) * _mask, Steps * _mask).CopyTo(Allowed.AsSpan(i * Steps * _mask));
            for (int step = 0; step < store.Steps; step++)
            {
                bool isSeen = step >= burnIn - before && step <= burnIn + Lengths[i], isBefore = step < burnIn;
                int row = isBefore ? (i * burnIn) + step : (i * Steps) + step - burnIn;
                (isBefore ? BurnMask : Mask)[row] = isSeen ? 1 : 0;
                if (_previous > 0)
                {
                    PreviousStep.Write(
                        isSeen ? store.Actions[first + step] : -1, store.Rewards[first + step],
                        (isBefore ? BurnPrevious : Previous).AsSpan(row * _previous, _previous));
                }

                if (!isBefore)
                {
                    bool isLearned = step < burnIn + Lengths[i];
                    Actions[row] = isLearned ? store.Actions[first + step + 1] : 0;
                    Rewards[row] = isLearned ? store.Rewards[first + step + 1] : 0;
                }
            }
        }
    }
}
