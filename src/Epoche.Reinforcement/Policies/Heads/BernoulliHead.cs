using System.Buffers;
using Epoche.Kernels;
using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// Several independent bits: each is 1 with the probability σ(output), so that outputs are logits. Log-probabilities and entropies add up.
/// </summary>
public sealed class BernoulliHead : ActionHead
{
    private readonly int _bits;

    /// <summary>Makes the head.</summary>
    /// <param name="bits">How many bits an action has, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bits"/> is not positive.</exception>
    public BernoulliHead(int bits)
    {
        OptionChecks.AtLeastOne(bits, "bits of an action");
        _bits = bits;
    }

    /// <inheritdoc/>
    public override int Outputs => _bits;

    /// <inheritdoc/>
    /// <remarks>0 or 1 for each bit.</remarks>
    public override int ActionWidth => _bits;

    /// <inheritdoc/>
    public override void Sample(
        ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, ref Rng random, Span<float> actions, Span<float> logDensities)
    {
        int rows = HeadChecks.Rows(this, outputs, allowed, actions);
        HeadChecks.RequireRoom(this, rows, logDensities.Length, nameof(logDensities));
        float[] rented = ArrayPool<float>.Shared.Rent(outputs.Length);
        Span<float> costs = rented.AsSpan(0, outputs.Length);
        for (int i = 0; i < outputs.Length; i++)
        {
            // The rarer value comes where 53 random bits lie below its probability, which keeps its digits.
            bool isRarer = random.NextDouble() < ScalarMath.Sigmoid(-MathF.Abs(outputs[i]));
            actions[i] = isRarer == (outputs[i] <= 0) ? 1 : 0;
            costs[i] = actions[i] == 0 ? outputs[i] : -outputs[i];
        }

        Elementwise.Apply<Softplus>(costs, costs);
        for (int row = 0; row < rows; row++)
        {
            float sum = 0;
            foreach (float cost in costs.Slice(row * _bits, _bits))
            {
                sum -= cost;
            }

            logDensities[row] = sum;
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public override void Mode(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, Span<float> actions)
    {
        HeadChecks.Rows(this, outputs, allowed, actions);
        for (int i = 0; i < outputs.Length; i++)
        {
            actions[i] = outputs[i] > 0 ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor outputs, Tensor actions, Tensor? allowed)
    {
        HeadChecks.RequireShapes(this, outputs, actions, allowed);
        return -Ops.Softplus(outputs * (1 - (2 * actions))).Sum(axis: 1);
    }

    /// <inheritdoc/>
    public override Tensor Entropy(Tensor outputs, Tensor? allowed)
    {
        HeadChecks.RequireShapes(this, outputs, allowed);
        Tensor size = Ops.Abs(outputs); // of the rarer value's probability q: −ln(1 − q) + |x|·q, two terms that keep their digits
        return (Ops.Softplus(-size) + (size * Ops.Sigmoid(-size))).Sum(axis: 1);
    }

    /// <inheritdoc/>
    public override void ToEnvironment(ReadOnlySpan<float> actions, PolicyActions to) => HeadChecks.ToIndices(this, actions, to);
}
