using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>
/// The loss of one update: both networks are brought up to date by the steps in front, each with its own weights and without gradient, then
/// both go through the steps that are learned from. What the online network gives there is what learns, and what chooses.
/// </summary>
internal sealed class RecurrentDqnObjective
{
    private readonly RecurrentDqnOptions _options;
    private readonly MemoryNetwork _online, _target;
    private readonly float[] _onlineStates, _targetStates, _targets, _weights, _values;
    private readonly int _actions;

    /// <summary>Binds the networks.</summary>
    public RecurrentDqnObjective(MemoryNetwork online, MemoryNetwork target, RecurrentDqnOptions options, int actions)
    {
        (_online, _target, _options, _actions) = (online, target, options, actions);
        int states = options.BatchSize * online.Memory.StateSize, rows = options.BatchSize * (options.Sequences.Length + 1);
        (_onlineStates, _targetStates) = (new float[states], new float[states]);
        (_targets, _weights) = (new float[rows], new float[rows]);
        _values = new float[options.Sequences.Length + 1];
    }

    /// <summary>The mean over the steps of the latest batch of the greatest action value.</summary>
    public float MeanQ { get; private set; } = float.NaN;

    /// <summary>The loss of a batch.</summary>
    /// <param name="b">Sequences; receives how wrong each was.</param>
    /// <returns>The mean over all steps that are none of padding, each with the weight of its sequence.</returns>
    public Tensor Of(SequenceBatch b)
    {
        int rows = b.Size * b.Steps;
        Tensor next;
        using (EvaluationMode.Begin())
        using (Tape.Pause())
        {
            BurnIn(_online, b, _onlineStates);
            BurnIn(_target, b, _targetStates);
            next = Unroll(_target, b, _targetStates);
        }

        Tensor q = Unroll(_online, b, _onlineStates);
        Aim(b, q.Values, next.Values);
        Tensor error = q.Gather(1, Tensor.Wrap(b.Actions, [rows])) - Tensor.Wrap(_targets, [rows]);
        Measure(b, error.Values);
        Tensor losses = _options.HuberDelta is { } delta ? Huber(error, delta) : Square(error);
        return (losses * Tensor.Wrap(_weights, [rows])).Sum();
    }

    private static void BurnIn(MemoryNetwork network, SequenceBatch b, float[] states)
    {
        b.States.CopyTo(states, 0);
        if (b.BurnIn > 0)
        {
            int rows = b.Size * b.BurnIn;
            using (network.Memory.Unroll(
                Tensor.Wrap(b.States, [b.Size, network.Memory.StateSize]), b.Size, b.BurnIn, Tensor.Wrap(b.BurnMask, [b.Size, b.BurnIn]),
                states))
            {
                network.Call(
                    0, Tensor.Wrap(b.BurnObservations, b.Spec.Observation.Prepend(rows)), Previous(network, b.BurnPrevious, rows));
            }
        }
    }

    private static Tensor Unroll(MemoryNetwork network, SequenceBatch b, float[] states)
    {
        int rows = b.Size * b.Steps;
        using (LegalActions.Begin(b.Allowed.Length > 0 ? Tensor.Wrap(b.Allowed, [rows, b.Spec.Actions.Count]) : null))
        using (network.Memory.Unroll(
            Tensor.Wrap(states, [b.Size, network.Memory.StateSize]), b.Size, b.Steps, Tensor.Wrap(b.Mask, [b.Size, b.Steps])))
        {
            return network.Call(0, Tensor.Wrap(b.Observations, b.Spec.Observation.Prepend(rows)), Previous(network, b.Previous, rows));
        }
    }

    private static Tensor? Previous(MemoryNetwork network, float[] previous, int rows) =>
        network.Previous > 0 ? Tensor.Wrap(previous, [rows, network.Previous]) : null;

    /// <summary>What each step learns, and what it counts: padding nothing.</summary>
    private void Aim(SequenceBatch b, ReadOnlySpan<float> online, ReadOnlySpan<float> target)
    {
        Array.Clear(_targets);
        Array.Clear(_weights);
        double sum = 0;
        int steps = 0;
        for (int i = 0; i < b.Size; i++)
        {
            int first = i * b.Steps, length = b.Lengths[i];
            for (int t = 0; t <= length; t++)
            {
                ReadOnlySpan<float> ours = online.Slice((first + t) * _actions, _actions);
                ReadOnlySpan<float> theirs = target.Slice((first + t) * _actions, _actions);
                int best = Best(ours, b, first + t);
                _values[t] = theirs[_options.DoubleQ ? best : Best(theirs, b, first + t)];
                sum += t < length ? ours[best] : 0;
            }

            SequenceTargets.Write(
                b.Rewards.AsSpan(first, length), _values.AsSpan(0, length + 1), b.Terminated[i], _options.Discount, _options.NStep,
                _options.Rescaling, _targets.AsSpan(first, length));
            steps += length;
        }

        for (int i = 0; i < b.Size; i++)
        {
            _weights.AsSpan(i * b.Steps, b.Lengths[i]).Fill(b.Weights[i] / steps);
        }

        MeanQ = (float)(sum / steps);
    }

    private int Best(ReadOnlySpan<float> values, SequenceBatch b, int row)
    {
        int best = -1;
        for (int action = 0; action < _actions; action++)
        {
            bool isAllowed = b.Allowed.Length == 0 || b.Allowed[(row * _actions) + action] != 0;
            best = isAllowed && (best < 0 || values[action] > values[best]) ? action : best;
        }

        return Math.Max(0, best);
    }

    /// <summary>How wrong each sequence was: η of its largest error, and the rest of their mean.</summary>
    private void Measure(SequenceBatch b, ReadOnlySpan<float> errors)
    {
        for (int i = 0; i < b.Size; i++)
        {
            double largest = 0, sum = 0;
            foreach (float error in errors.Slice(i * b.Steps, b.Lengths[i]))
            {
                largest = Math.Max(largest, Math.Abs(error));
                sum += Math.Abs(error);
            }

            float share = _options.Sequences.LargestShare;
            b.Errors[i] = (float)((share * largest) + ((1 - share) * sum / b.Lengths[i]));
        }
    }
}
