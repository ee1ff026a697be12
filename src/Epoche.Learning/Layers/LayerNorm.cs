using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// Layer normalization (Ba et al. 2016): y = (x − mean)/√(variance + ε)·scale + shift with the mean and the variance over the last axis, of
/// each example and position alone.
/// </summary>
public sealed class LayerNorm : Layer
{
    internal const string KindName = "layer-norm";

    private readonly float _epsilon;
    private Parameter? _scale, _shift;

    /// <summary>Makes the layer.</summary>
    /// <param name="epsilon">What is added to variances, above 0; default 1e-5.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not positive.</exception>
    public LayerNorm(float epsilon = 1e-5f) => _epsilon = epsilon > 0 && float.IsFinite(epsilon)
        ? epsilon
        : throw new ArgumentOutOfRangeException(nameof(epsilon), $"The ε of a layer normalization must be positive; received {epsilon}.");

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (input.Rank == 0)
        {
            throw new ArgumentException(
                $"The layer '{Name}' (layer-norm) needs an input [..., features]; received a scalar.", nameof(input));
        }

        _scale = parameters.Add("scale", [input[-1]], Initializer.Ones, decay: false);
        _shift = parameters.Add("shift", [input[-1]], Initializer.Zeros, decay: false);
        return input;
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => _scale is null || _shift is null
        ? throw new InvalidOperationException($"The layer '{Name}' (layer-norm) is not built; put it into a model.")
        : Ops.LayerNorm(x, _scale.Tensor, _shift.Tensor, _epsilon);

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("epsilon", _epsilon);
    }

    internal static LayerNorm Read(LayerOptions options) => new(options.Float("epsilon", float.Epsilon, float.MaxValue));
}
