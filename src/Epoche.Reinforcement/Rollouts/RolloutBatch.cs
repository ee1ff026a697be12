namespace Epoche;

/// <summary>Memory for rows of a rollout that one update learns from, made once and filled again for each.</summary>
public sealed class RolloutBatch
{
    private readonly RolloutBuffer _rollout;
    private readonly int _observation, _mask;
    private int[] _rows = [];

    /// <summary>Allocates.</summary>
    /// <param name="rollout">Where the rows come from.</param>
    /// <param name="capacity">How many there are at most.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is not positive.</exception>
    public RolloutBatch(RolloutBuffer rollout, int capacity)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        OptionChecks.AtLeastOne(capacity, "rows of a rollout");
        _rollout = rollout;
        (_observation, _mask) = (rollout.Spec.Observation.ElementCount, rollout.Spec.MaskWidth);
        OptionChecks.Fits(capacity, Math.Max(_observation, Math.Max(_mask, rollout.ActionWidth)), "rows", nameof(capacity));
        Observations = new float[capacity * _observation];
        Allowed = new float[capacity * _mask];
        Actions = new float[capacity * rollout.ActionWidth];
        (LogDensities, Values) = (new float[capacity], new float[capacity]);
        (Advantages, Returns) = (new float[capacity], new float[capacity]);
    }

    /// <summary>Rows that it holds now.</summary>
    public int Size { get; private set; }

    /// <summary>s_t, <c>[size, …observation]</c>.</summary>
    public float[] Observations { get; }

    /// <summary>1 for actions that s_t allows, 0 for others, <c>[size, mask]</c>; empty where the environment masks none.</summary>
    public float[] Allowed { get; }

    /// <summary>The actions as they were drawn, <c>[size, ActionWidth]</c>.</summary>
    public float[] Actions { get; }

    /// <summary>Their log-densities when they were drawn, <c>[size]</c>.</summary>
    public float[] LogDensities { get; }

    /// <summary>v(s_t) when it was left, <c>[size]</c>.</summary>
    public float[] Values { get; }

    /// <summary>A_t, <c>[size]</c>.</summary>
    public float[] Advantages { get; }

    /// <summary>What values learn, <c>[size]</c>.</summary>
    public float[] Returns { get; }

    /// <summary>Sequences that it holds, after <see cref="FillSequences"/>.</summary>
    internal int Sequences { get; private set; }

    /// <summary>What was remembered before their first steps, <c>[sequences, state]</c>.</summary>
    internal float[] States { get; private set; } = [];

    /// <summary>
    /// −1 where an episode begins within a sequence, and nothing is remembered of what lies before, else 1, <c>[sequences, steps]</c>.
    /// </summary>
    internal float[] Begins { get; private set; } = [];

    /// <summary>Copies rows of the rollout.</summary>
    /// <param name="rows">Which, at most as many as there is room for.</param>
    public void Fill(ReadOnlySpan<int> rows)
    {
        Size = rows.Length;
        for (int i = 0; i < rows.Length; i++)
        {
            _rollout.ReadObservation(rows[i], Observations.AsSpan(i * _observation, _observation));
        }

        Rows(rows, _rollout.Allowed, Allowed, _mask);
        Rows(rows, _rollout.Actions, Actions, _rollout.ActionWidth);
        Rows(rows, _rollout.LogDensities, LogDensities, 1);
        Rows(rows, _rollout.Values, Values, 1);
        Rows(rows, _rollout.Advantages, Advantages, 1);
        Rows(rows, _rollout.Returns, Returns, 1);
    }

    /// <summary>
    /// Copies whole sequences: all steps of some environments, those of each one after the other, with what a network with memory needs to
    /// go through them.
    /// </summary>
    /// <param name="environments">Which, at most as many as there is room for all steps of.</param>
    /// <param name="states">What was remembered of all environments before the first step, <c>[environments, stateSize]</c>.</param>
    /// <param name="stateSize">Numbers of a state.</param>
    internal void FillSequences(ReadOnlySpan<int> environments, ReadOnlySpan<float> states, int stateSize)
    {
        int steps = _rollout.Steps, all = _rollout.Environments;
        if (_rows.Length == 0)
        {
            int most = Values.Length / steps;
            (_rows, Begins, States) = (new int[most * steps], new float[most * steps], new float[most * stateSize]);
        }

        for (int i = 0; i < environments.Length; i++)
        {
            states.Slice(environments[i] * stateSize, stateSize).CopyTo(States.AsSpan(i * stateSize));
            for (int t = 0; t < steps; t++)
            {
                int row = (t * all) + environments[i];
                _rows[(i * steps) + t] = row;
                Begins[(i * steps) + t] = t > 0 && _rollout.Ended[row - all] ? -1 : 1;
            }
        }

        Sequences = environments.Length;
        Fill(_rows.AsSpan(0, environments.Length * steps));
    }

    /// <summary>
    /// Shifts and scales the advantages to the mean 0 and the deviation 1 (with n − 1, and 1e-8 beside it, as PyTorch's <c>std</c> has it
    /// in the customary implementations). One row has no deviation: it stays as it is.
    /// </summary>
    public void NormalizeAdvantages() => AdvantageScale.Normalize(Advantages.AsSpan(0, Size));

    /// <summary>A part of the batch as a tensor, not copied: <c>[size, …]</c>. Inside a step this allocates nothing.</summary>
    /// <param name="column">One of its arrays.</param>
    public Tensor Column(float[] column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return Tensor.Wrap(column, [Size]);
    }

    /// <summary>s_t as a tensor, <c>[size, …observation]</c>.</summary>
    public Tensor ObservationTensor => Tensor.Wrap(Observations, _rollout.Spec.Observation.Prepend(Size));

    /// <summary>The actions as a tensor, <c>[size, ActionWidth]</c>.</summary>
    public Tensor ActionTensor => Tensor.Wrap(Actions, [Size, _rollout.ActionWidth]);

    /// <summary>What is allowed as a tensor, <c>[size, mask]</c>; null where the environment masks none.</summary>
    public Tensor? AllowedTensor => _mask > 0 ? Tensor.Wrap(Allowed, [Size, _mask]) : null;

    private static void Rows(ReadOnlySpan<int> rows, float[] from, float[] to, int width)
    {
        if (width == 1)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                to[i] = from[rows[i]];
            }

            return;
        }

        for (int i = 0; i < rows.Length && width > 0; i++)
        {
            from.AsSpan(rows[i] * width, width).CopyTo(to.AsSpan(i * width));
        }
    }
}
