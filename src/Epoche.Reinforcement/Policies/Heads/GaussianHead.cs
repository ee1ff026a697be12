using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>
/// Independent normal numbers. The outputs are the means and then ln σ of each, in the units of the environment; where ln σ does not depend
/// on the observation, <see cref="FreeDeviation"/> puts it there. Densities are those of the numbers as drawn; the environment gets them
/// clipped to its bounds.
/// </summary>
public sealed class GaussianHead : ActionHead
{
    private const float HalfLogTwoPi = 0.91893853320467274f; // ½·ln 2π

    private readonly ActionSpec _actions;

    /// <summary>Makes the head.</summary>
    /// <param name="actions">Continuous actions: how many numbers, within which bounds.</param>
    /// <exception cref="ArgumentException">The actions are not continuous.</exception>
    public GaussianHead(ActionSpec actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        _actions = actions.Low.IsEmpty
            ? throw new ArgumentException(
                $"A Gaussian head gives the numbers of continuous actions; received {actions}. ActionHead.For finds the head for any.",
                nameof(actions))
            : actions;
    }

    /// <inheritdoc/>
    public override int Outputs => 2 * _actions.Count;

    /// <inheritdoc/>
    /// <remarks>The numbers, not clipped.</remarks>
    public override int ActionWidth => _actions.Count;

    /// <inheritdoc/>
    public override void Sample(
        ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, ref Rng random, Span<float> actions, Span<float> logDensities)
    {
        int rows = HeadChecks.Rows(this, outputs, allowed, actions), width = _actions.Count;
        HeadChecks.RequireRoom(this, rows, logDensities.Length, nameof(logDensities));
        random.FillNormal(actions);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> means = outputs.Slice(row * 2 * width, width), logarithms = outputs.Slice(((row * 2) + 1) * width, width);
            Span<float> action = actions.Slice(row * width, width);
            float sum = 0;
            for (int i = 0; i < width; i++)
            {
                action[i] = means[i] + (ScalarMath.Exp(logarithms[i]) * action[i]);
                float standard = (action[i] - means[i]) * ScalarMath.Exp(-logarithms[i]); // of the rounded action, as LogDensity has it
                sum += (-0.5f * standard * standard) - logarithms[i];
            }

            logDensities[row] = sum - (width * HalfLogTwoPi);
        }
    }

    /// <inheritdoc/>
    public override void Mode(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, Span<float> actions)
    {
        int rows = HeadChecks.Rows(this, outputs, allowed, actions), width = _actions.Count;
        for (int row = 0; row < rows; row++)
        {
            outputs.Slice(row * 2 * width, width).CopyTo(actions[(row * width)..]);
        }
    }

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor outputs, Tensor actions, Tensor? allowed)
    {
        HeadChecks.RequireShapes(this, outputs, actions, allowed);
        Tensor means = outputs.Slice(1, 0, _actions.Count), logarithms = outputs.Slice(1, _actions.Count, _actions.Count);
        Tensor standard = (actions - means) * Exp(-logarithms);
        return ((-0.5f * standard * standard) - logarithms).Sum(axis: 1) - (_actions.Count * HalfLogTwoPi);
    }

    /// <inheritdoc/>
    public override Tensor Entropy(Tensor outputs, Tensor? allowed)
    {
        HeadChecks.RequireShapes(this, outputs, allowed);
        Tensor logarithms = outputs.Slice(1, _actions.Count, _actions.Count);
        return logarithms.Sum(axis: 1) + (_actions.Count * (0.5f + HalfLogTwoPi));
    }

    /// <inheritdoc/>
    public override void ToEnvironment(ReadOnlySpan<float> actions, PolicyActions to)
    {
        HeadChecks.RequireRoom(this, actions.Length, to.Values.Length, "numbers");
        for (int i = 0, number = 0; i < actions.Length; i++, number = number + 1 == _actions.Count ? 0 : number + 1)
        {
            to.Values[i] = Math.Clamp(actions[i], _actions.Low[number], _actions.High[number]);
        }
    }
}
