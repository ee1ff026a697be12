using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// A block of a transformer (Vaswani et al. 2017, arXiv:1706.03762, section 3.1): self-attention, then two dense layers at each step, both
/// added to what came in and normalized; x + f(norm(x)) as in later networks (Xiong et al. 2020, arXiv:2002.04745), or norm(x + f(x)) as in
/// the paper. Input and output [batch, steps, features].
/// </summary>
public sealed class TransformerBlock : Layer, IMaskedLayer
{
    internal const string KindName = "transformer";

    private readonly MultiHeadAttention _attention;
    private readonly LayerNorm _firstNorm = new(), _secondNorm = new();
    private readonly Dropout _dropout;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly int? _hidden;
    private readonly bool _normFirst;
    private Dense? _wide, _narrow;

    /// <summary>Makes the layer.</summary>
    /// <param name="heads">The heads of the attention, at least 1; the features are a multiple of them.</param>
    /// <param name="hidden">The units of the first dense layer; default four times the features.</param>
    /// <param name="activation">Of the first dense layer; default GELU.</param>
    /// <param name="dropout">Of both branches before they are added, in [0, 1). Default 0.</param>
    /// <param name="isCausal">Whether a step sees only itself and those before it.</param>
    /// <param name="normFirst">Whether each branch normalizes what comes in (default), or the sum is normalized.</param>
    /// <param name="padding">A step whose features all have this value is padding; see <see cref="MultiHeadAttention"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public TransformerBlock(
        int heads, int? hidden = null, Func<Tensor, Tensor>? activation = null, float dropout = 0, bool isCausal = false,
        bool normFirst = true, float? padding = null)
    {
        if (hidden is { } units)
        {
            CountChecks.AtLeast(1, units);
        }

        _attention = new(heads, isCausal, padding);
        _dropout = new Dropout(dropout);
        (_hidden, _activation, _normFirst) = (hidden, activation ?? Ops.Gelu, normFirst);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        LayerChecks.RequireSequence(this, input);
        _wide = new Dense(_hidden ?? (4 * input[-1]), _activation);
        _narrow = new Dense(input[-1]);
        string scope = parameters.Scope;
        foreach ((string part, Layer layer) in ((string, Layer)[])[
            ("attention", _attention), ("norm", _firstNorm), ("norm_2", _secondNorm), ("wide", _wide), ("narrow", _narrow)])
        {
            parameters.Scope = scope.Length == 0 ? part : $"{scope}/{part}";
            layer.Name = $"{Name}/{part}";
            layer.Build(layer == _narrow ? [input[0], _hidden ?? (4 * input[-1])] : input, parameters);
        }

        parameters.Scope = scope;
        return input;
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => Call(x, _attention.MaskOf(x));

    /// <summary>Computes the outputs where some steps are padding.</summary>
    /// <param name="x">[batch, steps, features].</param>
    /// <param name="mask">[batch, steps], 0 for padding; null for none.</param>
    /// <exception cref="ArgumentException">The mask has another shape.</exception>
    /// <exception cref="InvalidOperationException">The layer is in no model that is built.</exception>
    public Tensor Call(Tensor x, Tensor? mask)
    {
        (Dense wide, Dense narrow) = (_wide ?? throw LayerChecks.NotBuilt(this), _narrow!);
        if (_normFirst)
        {
            x += Drop(_attention.Call(_firstNorm.Call(x), mask));
            return x + Drop(narrow.Call(wide.Call(_secondNorm.Call(x))));
        }

        x = _firstNorm.Call(x + Drop(_attention.Call(x, mask)));
        return _secondNorm.Call(x + Drop(narrow.Call(wide.Call(x))));
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _attention.Describe(options);
        if (_hidden is { } hidden)
        {
            options.Set("hidden", hidden);
        }

        Activations.Set(options, _activation);
        options.Set("dropout", _dropout.Rate);
        options.Set("norm_first", _normFirst);
    }

    internal static TransformerBlock Read(LayerOptions options) => new(
        options.Int("heads", 1, 1 << 16),
        options.Has("hidden") ? options.Int("hidden", 1, 1 << 24) : null,
        Activations.Read(options),
        options.Float("dropout", 0, MathF.BitDecrement(1)),
        options.Bool("causal"),
        options.Bool("norm_first"),
        options.Has("padding") ? options.Float("padding", float.MinValue, float.MaxValue) : null);

    private Tensor Drop(Tensor x) =>
        _dropout.Rate == 0 || !IsTraining ? x : x * _dropout.Mask(x.Shape, ref StepArena.Current!.Random);
}
