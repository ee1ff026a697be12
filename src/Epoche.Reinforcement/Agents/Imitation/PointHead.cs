using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// Numbers without a distribution: the network's outputs are the action. Its log-density is that of normal numbers whose deviation is half
/// an action's range, but for a constant, so that minimizing −log p is minimizing the squared error in half-ranges.
/// </summary>
internal sealed class PointHead : ActionHead
{
    private readonly ActionSpec _actions;
    private readonly float[] _scales;

    /// <exception cref="ArgumentException">The actions are not continuous.</exception>
    public PointHead(ActionSpec actions)
    {
        _actions = actions;
        _scales = new float[actions.Low.Length];
        for (int i = 0; i < _scales.Length; i++)
        {
            _scales[i] = 2 / (actions.High[i] - actions.Low[i]);
        }
    }

    public override int Outputs => _scales.Length;

    public override int ActionWidth => _scales.Length;

    public override void Sample(
        ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, ref Rng random, Span<float> actions, Span<float> logDensities)
    {
        Mode(outputs, allowed, actions);
        logDensities.Clear();
    }

    public override void Mode(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, Span<float> actions) => outputs.CopyTo(actions);

    public override Tensor LogDensity(Tensor outputs, Tensor actions, Tensor? allowed) =>
        -0.5f * Ops.Square((actions - outputs) * Tensor.Wrap(_scales, [_scales.Length])).Sum(axis: 1);

    public override Tensor Entropy(Tensor outputs, Tensor? allowed) => outputs.Sum(axis: 1) * 0;

    public override void ToEnvironment(ReadOnlySpan<float> actions, PolicyActions to)
    {
        for (int i = 0; i < actions.Length; i++)
        {
            int number = i % _scales.Length;
            to.Values[i] = Math.Clamp(actions[i], _actions.Low[number], _actions.High[number]);
        }
    }
}
