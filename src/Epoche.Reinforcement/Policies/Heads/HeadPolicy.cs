using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Plays what a network and a head give: the likeliest action, or one drawn from the distribution, for which each lane has a stream of its
/// own that goes on from episode to episode. Follows the network's weights as they change. Serves one thread at a time; make one for each
/// (they may share the network while nobody trains it).
/// </summary>
public sealed class HeadPolicy : IScoringPolicy
{
    /// <summary>The name of a model's output that a head takes, where the model has several.</summary>
    public const string OutputName = "policy";

    private readonly StepArena _arena = new();
    private readonly SoleUse _use = new(
        "policy", "Make one for each thread: new HeadPolicy(model, head); they may share the network while nobody trains it.");
    private readonly Model _model;
    private readonly ActionHead _head;
    private readonly bool _draws;
    private readonly ulong _seed;
    private readonly int _output;
    private Rng[] _lanes = [];
    private float[] _actions = [];

    /// <summary>Binds a network.</summary>
    /// <param name="model">One input, and an output called <c>policy</c> (or only one) of <see cref="ActionHead.Outputs"/> numbers.</param>
    /// <param name="head">What the output means.</param>
    /// <param name="draws">Whether actions are drawn; default: the likeliest is taken.</param>
    /// <param name="seed">The seed of the lanes' streams, where actions are drawn.</param>
    /// <exception cref="ArgumentException">The model has several inputs, or no such output.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public HeadPolicy(Model model, ActionHead head, bool draws = false, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(head);
        (_model, _head, _draws, _seed) = (model, head, draws, seed);
        _output = Output(model);
        if (model.Inputs.Count != 1 || _output < 0 || model.Outputs[_output].Shape != [head.Outputs])
        {
            throw new ArgumentException(
                $"A policy of {head.GetType().Name} needs a network with one input, the observation, and an output '{OutputName}' "
                + $"[{head.Outputs}]; this one takes {string.Join(", ", model.Inputs)} and gives {string.Join(", ", model.Outputs)}.",
                nameof(model));
        }

    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The observations do not fit the network, hold NaN or an infinity, or differ in number from the
    /// lanes or the actions; or a mask has another length, or allows no action.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using this policy.</exception>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        int count = PolicyInputs.Rows(observations, _model.Inputs[0].Shape);
        if (count != lanes.Length)
        {
            throw new ArgumentException($"{count} observations came from {lanes.Length} lanes; each comes from one.", nameof(lanes));
        }

        using SoleUse.Scope use = _use.Enter();
        if (_actions.Length < count * (_head.ActionWidth + 1))
        {
            _actions = new float[count * (_head.ActionWidth + 1)];
        }

        Span<float> drawn = _actions.AsSpan(0, count * _head.ActionWidth);
        using (_arena.Step())
        using (Tape.Pause())
        {
            ReadOnlySpan<float> outputs = Outputs(observations, count).Values;
            if (_draws)
            {
                Draw(outputs, lanes, actions.Allowed, drawn);
            }
            else
            {
                _head.Mode(outputs, actions.Allowed, drawn);
            }
        }

        _head.ToEnvironment(drawn, actions);
    }

    string IScoringPolicy.Score => "probability";

    bool IScoringPolicy.TryScore(ReadOnlySpan<float> observation, ReadOnlySpan<bool> allowed, Span<float> scores)
    {
        if (_head is not CategoricalHead || PolicyInputs.Rows(observation, _model.Inputs[0].Shape) != 1)
        {
            return false;
        }

        using SoleUse.Scope use = _use.Enter();
        using (_arena.Step())
        using (Tape.Pause())
        {
            Outputs(observation, 1).Values.CopyTo(scores);
        }

        ToProbabilities(scores, allowed);
        return true;
    }

    /// <summary>Turns logits into the probabilities of allowed actions.</summary>
    internal static void ToProbabilities(Span<float> scores, ReadOnlySpan<bool> allowed)
    {
        float most = float.NegativeInfinity;
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = allowed.IsEmpty || allowed[i] ? scores[i] : float.NegativeInfinity;
            most = Math.Max(most, scores[i]);
        }

        foreach (ref float score in scores)
        {
            score = float.IsNegativeInfinity(score) ? 0 : ScalarMath.Exp(score - most);
            sum += score;
        }

        foreach (ref float score in scores)
        {
            score = (float)(score / sum);
        }
    }

    /// <summary>Which of a model's outputs a head takes; −1 where none is it.</summary>
    internal static int Output(Model model)
    {
        for (int i = 0; i < model.Outputs.Count; i++)
        {
            if (model.Outputs[i].Name == OutputName)
            {
                return i;
            }
        }

        return model.Outputs.Count == 1 ? 0 : -1;
    }

    private Tensor Outputs(ReadOnlySpan<float> observations, int count) =>
        _model.CallOutput(_output, Tensor.Of(observations, _model.Inputs[0].Shape.Prepend(count)));

    private void Draw(ReadOnlySpan<float> outputs, ReadOnlySpan<int> lanes, ReadOnlySpan<bool> allowed, Span<float> drawn)
    {
        int width = _head.ActionWidth, masks = allowed.IsEmpty ? 0 : allowed.Length / lanes.Length;
        for (int i = 0; i < lanes.Length; i++)
        {
            MakeRoom(lanes[i]);
            _head.Sample(
                outputs.Slice(i * _head.Outputs, _head.Outputs), allowed.Slice(i * masks, masks), ref _lanes[lanes[i]],
                drawn.Slice(i * width, width), _actions.AsSpan(drawn.Length + i, 1));
        }
    }

    private void MakeRoom(int lane)
    {
        int before = _lanes.Length;
        if (lane >= before)
        {
            Array.Resize(ref _lanes, Math.Max(lane + 1, 2 * before));
            for (int i = before; i < _lanes.Length; i++)
            {
                _lanes[i] = Rng.Stream(_seed, "drawing", i);
            }
        }
    }
}
