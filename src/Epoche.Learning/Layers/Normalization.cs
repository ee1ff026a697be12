using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// (x − mean)·scale for each feature, clipped to ±limit: the statistics are buffers of the model, so they travel in its file. Whoever
/// gathers the statistics (an agent, a data set) sets them with <see cref="SetStatistics"/>; until then the input passes unchanged.
/// </summary>
public sealed class Normalization : Layer
{
    internal const string KindName = "normalization";

    private readonly float _limit;
    private Parameter? _mean, _scale;

    /// <summary>Makes the layer.</summary>
    /// <param name="limit">The largest magnitude that passes, in deviations, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive.</exception>
    public Normalization(float limit = 10)
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
        _mean = parameters.AddBuffer("mean", input, Initializer.Zeros);
        _scale = parameters.AddBuffer("scale", input, Initializer.Ones);
        return input;
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => _mean is null || _scale is null
        ? throw new InvalidOperationException($"The layer '{Name}' (normalization) is not built; put it into a model.")
        : Ops.Clip((x - _mean.Tensor) * _scale.Tensor, -_limit, _limit);

    /// <summary>Sets the statistics, one number a feature.</summary>
    /// <param name="mean">The means.</param>
    /// <param name="deviation">The standard deviations; those below 1e-6 count as 1e-6.</param>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="ArgumentException">The lengths differ from the input's.</exception>
    public void SetStatistics(ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation)
    {
        if (_mean is null || _scale is null)
        {
            throw new InvalidOperationException($"The layer '{Name}' (normalization) is not built; put it into a model.");
        }

        Span<float> scale = _scale.Tensor.Span;
        if (mean.Length != scale.Length || deviation.Length != scale.Length)
        {
            throw new ArgumentException($"The layer normalizes {scale.Length} features; received {mean.Length} means and {deviation.Length} deviations.");
        }

        mean.CopyTo(_mean.Tensor.Span);
        for (int i = 0; i < scale.Length; i++)
        {
            scale[i] = 1 / MathF.Max(deviation[i], 1e-6f);
        }
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options) => options.Set("limit", _limit);

    internal static Normalization Read(LayerOptions options) => new(options.Float("limit", float.Epsilon, float.PositiveInfinity));
}
