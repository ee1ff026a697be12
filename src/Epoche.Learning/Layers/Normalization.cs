using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// (x − mean)·scale for each feature, clipped to ±limit where one is given: the statistics are buffers of the model, so they travel in its
/// file. Whoever gathers the statistics (an agent, a data set) sets them with <see cref="SetStatistics"/>; until then the input
/// passes unchanged, but for the limit.
/// </summary>
public sealed class Normalization : Layer
{
    internal const string KindName = "normalization";

    private readonly float _limit;
    private Parameter? _mean, _scale;

    /// <summary>Makes the layer.</summary>
    /// <param name="limit">The largest magnitude that passes, in deviations, above 0; 10 is customary for agents. Default: none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public Normalization(float limit = float.PositiveInfinity)
    {
        if (!(limit > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(limit), $"The limit of a normalization must be positive; received {limit}.");
        }

        _limit = limit;
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _mean = parameters.AddBuffer("mean", input, Initializer.Zeros);
        _scale = parameters.AddBuffer("scale", input, Initializer.Ones);
        return input;
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        if (_mean is null || _scale is null)
        {
            throw NotBuilt();
        }

        Tensor normalized = (x - _mean.Tensor) * _scale.Tensor;
        return float.IsPositiveInfinity(_limit) ? normalized : Ops.Clip(normalized, -_limit, _limit);
    }

    /// <summary>Sets the statistics, one number a feature.</summary>
    /// <param name="mean">The means.</param>
    /// <param name="deviation">
    /// The standard deviations, 0 or more. A feature whose deviation is 0, or less than what float32 resolves beside its mean, is constant:
    /// there is no scale to divide by, so it passes as the plain difference from the mean.
    /// </param>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="ArgumentException">
    /// The lengths differ from the input's, or a number is negative, infinite or NaN where it must not be.
    /// </exception>
    public void SetStatistics(ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation)
    {
        if (_mean is null || _scale is null)
        {
            throw NotBuilt();
        }

        Span<float> scale = _scale.Tensor.Span;
        if (mean.Length != scale.Length || deviation.Length != scale.Length)
        {
            throw new ArgumentException(
                $"The layer normalizes {scale.Length} features; received {mean.Length} means and {deviation.Length} deviations.");
        }

        for (int i = 0; i < scale.Length; i++)
        {
            if (!float.IsFinite(mean[i]) || !(deviation[i] >= 0 && float.IsFinite(deviation[i])))
            {
                throw new ArgumentException("A feature is normalized by a finite mean and a finite deviation of 0 or more; "
                    + $"feature {i} has the mean {mean[i]} and the deviation {deviation[i]}.");
            }
        }

        mean.CopyTo(_mean.Tensor.Span);
        for (int i = 0; i < scale.Length; i++)
        {
            scale[i] = IsConstant(mean[i], deviation[i]) ? 1 : 1 / deviation[i];
        }
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("limit", _limit);
    }

    internal static Normalization Read(LayerOptions options) => new(options.Float("limit", float.Epsilon, float.PositiveInfinity));

    private static bool IsConstant(float mean, float deviation)
    {
        const float resolution = 1.1920929e-7f; // of float32: the distance from 1 to the next number
        return deviation <= resolution * MathF.Abs(mean) || float.IsInfinity(1 / deviation);
    }

    private InvalidOperationException NotBuilt() => new($"The layer '{Name}' (normalization) is not built; put it into a model.");
}
