using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// Gated recurrent units (Cho et al. 2014) in PyTorch's form: r, z = σ(x·W + h'·U + b), n = tanh(x·W + b + r·(h'·U + b')),
/// h = (1 − z)·n + z·h'. Kernel W [features, 3 · units], recurrent U [units, 3 · units], bias b [3 · units], columns r z n; recurrent bias
/// b' [units]. A state is h: [batch, units].
/// </summary>
public sealed class Gru : RecurrentLayer
{
    internal const string KindName = "gru";

    private Parameter? _recurrentBias;

    /// <summary>Makes the layer.</summary>
    /// <param name="units">The size of the output, at least 1.</param>
    /// <param name="sequences">Whether the output has all steps, else the last only.</param>
    /// <param name="padding">A step at which every feature has this value is masked; default: none.</param>
    /// <param name="kernel">How W starts; default Glorot uniform.</param>
    /// <param name="recurrent">How U starts; default orthogonal.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is not positive.</exception>
    public Gru(int units, bool sequences = false, float? padding = null, Initializer? kernel = null, Initializer? recurrent = null)
        : base(units, sequences, padding, kernel, recurrent, gates: 3, states: 1)
    {
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    private protected override Initializer BiasInitializer => Initializer.Zeros;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Shape output = base.Build(input, parameters);
        _recurrentBias = parameters.Add("recurrent_bias", [Units], Initializer.Zeros, decay: false, fanIn: Units);
        return output;
    }

    internal static Gru Read(LayerOptions options)
    {
        (int units, bool sequences, float? padding, Initializer kernel, Initializer recurrent) = ReadShared(options);
        return new(units, sequences, padding, kernel, recurrent);
    }

    private protected override Recurrence Run(Tensor x, Tensor? state, Tensor? mask, bool sequences) =>
        Ops.Gru(x, Kernel, Recurrent, Bias, _recurrentBias!.Tensor, state, mask, sequences);
}
