using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// Root mean square normalization (Zhang and Sennrich 2019, arXiv:1910.07467, eq. 4): y = x/√(mean of x² + ε)·scale over the last axis, of
/// each example and position alone; no mean is taken off.
/// </summary>
public sealed class RmsNorm : Layer
{
    internal const string KindName = "rms-norm";

    private readonly float _epsilon;
    private Parameter? _scale;

    /// <summary>Makes the layer.</summary>
    /// <param name="epsilon">What is added to the mean square, above 0; default 1e-6.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not positive.</exception>
    public RmsNorm(float epsilon = 1e-6f) => _epsilon = LayerChecks.Epsilon(epsilon, "root mean square normalization");

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        LayerChecks.RequireFeatures(this, input);
        _scale = parameters.Add("scale", [input[-1]], Initializer.Ones, decay: false);
        return input;
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        Parameter scale = _scale ?? throw LayerChecks.NotBuilt(this);
        return x / Ops.Sqrt(Ops.Square(x).Mean(-1, keepAxes: true) + _epsilon) * scale.Tensor;
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("epsilon", _epsilon);
    }

    internal static RmsNorm Read(LayerOptions options) => new(options.Float("epsilon", float.Epsilon, float.MaxValue));
}
