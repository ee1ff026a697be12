using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>
/// A mixture of normal distributions of mean 0 and different scales: a narrow one pulls most weights to 0, a wide one lets a few be large
/// (Blundell et al. 2015, arXiv:1505.05424, eq. 7). Meant as a prior; its parameters are numbers.
/// </summary>
public sealed class ScaleMixture : Distribution
{
    private readonly Shape _shape;
    private readonly float[] _weights, _scales;

    /// <summary>Makes the distribution.</summary>
    /// <param name="weights">The probability of each part, above 0; they sum to 1.</param>
    /// <param name="scales">The standard deviation of each, above 0.</param>
    /// <param name="shape">The shape of a draw. Default: one number.</param>
    /// <exception cref="ArgumentException">The numbers are out of range, or there are not as many of one as of the other.</exception>
    public ScaleMixture(ReadOnlySpan<float> weights, ReadOnlySpan<float> scales, Shape shape = default)
    {
        double sum = 0;
        foreach (float weight in weights)
        {
            sum += weight > 0 ? weight : double.NaN;
        }

        if (weights.Length == 0 || weights.Length != scales.Length || !(Math.Abs(sum - 1) < 1e-5))
        {
            throw new ArgumentException("ScaleMixture: expected weights above 0 that sum to 1, and a scale for each; "
                + $"received the weights [{Text(weights)}] and the scales [{Text(scales)}].", nameof(weights));
        }

        foreach (float scale in scales)
        {
            if (!(scale > 0 && float.IsFinite(scale)))
            {
                throw new ArgumentException($"ScaleMixture: expected scales above 0; received [{Text(scales)}].", nameof(scales));
            }
        }

        (_weights, _scales) = (weights.ToArray(), scales.ToArray());
        _shape = shape == default ? [] : shape;
    }

    /// <inheritdoc/>
    public override Shape Shape => _shape;

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor value)
    {
        Tensor sum = Part(value, 0);
        for (int i = 1; i < _scales.Length; i++)
        {
            // ln(eᵃ + eᵇ) = a + ln(1 + eᵇ⁻ᵃ) for a ≥ b, exact in both tails; the difference of two −∞ is taken to be 0.
            Tensor part = Part(value, i), difference = Constraint.Real.KeepInside(sum) - Constraint.Real.KeepInside(part);
            sum = Maximum(sum, part) + Softplus(-Abs(difference));
        }

        return sum.Shape == Broadcast.Shape(sum.Shape, _shape) ? sum : sum.BroadcastTo(_shape);
    }

    /// <inheritdoc/>
    public override Tensor Mean() => Tensor.Zeros(_shape);

    /// <inheritdoc/>
    public override Tensor Variance()
    {
        double variance = 0;
        for (int i = 0; i < _scales.Length; i++)
        {
            variance += (double)_weights[i] * _scales[i] * _scales[i];
        }

        return Tensor.Full(_shape, (float)variance);
    }

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape)
    {
        Tensor scale = Tensor.Uninitialized(shape);
        foreach (ref float value in scale.Span)
        {
            value = _scales[Choose(random.NextDouble())];
        }

        return Support.KeepInside(scale * Tensor.Normal(shape, ref random));
    }

    /// <summary>The part in which u of the whole lies; 53 bits of it, for rare parts.</summary>
    private int Choose(double u)
    {
        int part = 0;
        for (double reached = _weights[0]; u >= reached && part < _weights.Length - 1; reached += _weights[part])
        {
            part++;
        }

        return part;
    }

    private Tensor Part(Tensor value, int i)
    {
        Tensor standard = value / _scales[i];
        return (-0.5f * standard * standard) + (ScalarMath.Log(_weights[i]) - ScalarMath.Log(_scales[i]) - HalfLogTwoPi);
    }

    private static string Text(ReadOnlySpan<float> numbers) => string.Join(", ", numbers.ToArray().Select(number => $"{number}"));
}
