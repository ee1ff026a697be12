using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000): i, f, o = σ(x·W + h'·U + b),
/// g = tanh(x·W + h'·U + b), c = f·c' + i·g, h = o·tanh c. Kernel W [features, 4 · units], recurrent U [units, 4 · units],
/// bias [4 · units], columns i f g o as in PyTorch. A state is h, then c: [batch, 2 · units].
/// </summary>
public sealed class Lstm : RecurrentLayer
{
    internal const string KindName = "lstm";

    private readonly float _forgetBias;

    /// <summary>Makes the layer.</summary>
    /// <param name="units">The size of the output, at least 1.</param>
    /// <param name="sequences">Whether the output has all steps, else the last only.</param>
    /// <param name="padding">A step at which every feature has this value is masked; default: none.</param>
    /// <param name="kernel">How W starts; default Glorot uniform.</param>
    /// <param name="recurrent">How U starts; default orthogonal.</param>
    /// <param name="forgetBias">
    /// How the bias of f starts, finite; default 1, so that a fresh layer remembers (Jozefowicz et al. 2015). The others start at 0.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="units"/> is not positive, or <paramref name="forgetBias"/> not finite.
    /// </exception>
    public Lstm(
        int units, bool sequences = false, float? padding = null, Initializer? kernel = null,
        Initializer? recurrent = null, float forgetBias = 1)
        : base(units, sequences, padding, kernel, recurrent, gates: 4, states: 2)
    {
        if (!float.IsFinite(forgetBias))
        {
            throw new ArgumentOutOfRangeException(
                nameof(forgetBias), $"The bias of the forget gate must be finite; received {forgetBias}.");
        }

        _forgetBias = forgetBias;
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    private protected override Initializer BiasInitializer => Initializer.Custom("forget", (values, _, ref _) =>
    {
        values.Clear();
        values.Slice(Units, Units).Fill(_forgetBias);
    });

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        base.Describe(options);
        options.Set("forget_bias", _forgetBias);
    }

    internal static Lstm Read(LayerOptions options)
    {
        (int units, bool sequences, float? padding, Initializer kernel, Initializer recurrent) = ReadShared(options);
        return new(units, sequences, padding, kernel, recurrent, options.Float("forget_bias", float.MinValue, float.MaxValue));
    }

    private protected override Recurrence Run(Tensor x, Tensor? state, Tensor? mask, bool sequences) =>
        Ops.Lstm(x, Kernel, Recurrent, Bias, state, mask, sequences);
}
