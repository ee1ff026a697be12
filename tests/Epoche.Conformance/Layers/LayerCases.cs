using Epoche.Tensors;

namespace Epoche.Conformance.Layers;

/// <summary>A layer and what goes in.</summary>
/// <param name="Create">Makes the layer.</param>
/// <param name="Input">The shape of an example.</param>
public sealed record LayerCase(Func<Layer> Create, Shape Input)
{
    /// <summary>Below what the inputs lie, for layers that take whole numbers or ask in which cell a number lies.</summary>
    public int? Indices => Create() is Embedding or TileCoding ? 7 : null;

    /// <summary>The numbers of a model with the layer after some steps of training, and what it then gives.</summary>
    public float[] Trained() => LayerTrainingKit.Trained(new(Create, Input, Indices));

    /// <inheritdoc/>
    public override string ToString() => Create().Kind;
}

/// <summary>Every layer of the library, in a few forms each; a new one is missed by a test until it stands here.</summary>
public static class LayerCases
{
    /// <summary>The cases.</summary>
    public static IReadOnlyList<LayerCase> All { get; } =
    [
        new(() => new Dense(7), [4]),
        new(() => new Dense(7, Ops.Relu), [4]),
        new(() => new Dense(3, Ops.Tanh, Initializer.HeNormal, Initializer.Ones), [2, 5]),
        new(() => new Conv2D(17, 3), [6, 5, 2]),
        new(() => new Conv2D(3, (3, 2), Ops.Relu, strides: (2, 1), padding: Padding.Same), [4, 2, 2]),
        new(() => new Conv2D(4, 2, Ops.Tanh, dilation: (1, 2), useBias: false, kernel: Initializer.HeNormal), [5, 5, 4]),
        new(() => new Conv1D(5, 3), [6, 2]),
        new(() => new Conv1D(3, 2, Ops.Tanh, stride: 2, padding: Padding.Same, dilation: 2, useBias: false), [7, 4]),
        new(() => new Conv2DTranspose(17, 3), [3, 4, 2]),
        new(() => new Conv2DTranspose(3, (3, 2), Ops.Tanh, strides: (2, 3), padding: Padding.Same, useBias: false), [2, 3, 4]),
        new(() => new DepthwiseConv2D(3), [5, 4, 3]),
        new(() => new DepthwiseConv2D((2, 3), Ops.Tanh, strides: (2, 1), padding: Padding.Same, useBias: false,
            kernel: Initializer.HeNormal), [5, 4, 18]),
        new(() => new MaxPool2D(2), [5, 6, 3]),
        new(() => new MaxPool2D((2, 3), strides: 1, padding: Padding.Same), [3, 4, 2]),
        new(() => new AveragePool2D(3, strides: 2, padding: Padding.Same), [6, 5, 17]),
        new(() => new Flatten(), [2, 3, 2]),
        new(() => new Reshape([3, 2, 2]), [12]),
        new(() => new ActivationLayer(Ops.Gelu), [6]),
        new(() => new ActivationLayer(Ops.Softmax), [6]),
        new(() => new Dropout(0.3f), [6]),
        new(() => new Normalization(3), [4]),
        new(() => new ConcatLayer(axis: 0), [2, 3]),
        new(() => new AddLayer(), [4]),
        new(() => new Lstm(5), [4, 3]),
        new(() => new Lstm(19, sequences: true, forgetBias: 0.5f), [3, 2]),
        new(() => new Lstm(4, padding: 0, kernel: Initializer.HeNormal, recurrent: Initializer.GlorotNormal), [4, 3]),
        new(() => new Lstm(6), [3]), // one step
        new(() => new Gru(5), [4, 3]),
        new(() => new Gru(17, sequences: true), [3]),
        new(() => new Gru(19, sequences: true, padding: -1), [3, 2]),
        new(() => new BatchNorm(), [4]),
        new(() => new BatchNorm(momentum: 0.3f, epsilon: 1e-3f), [2, 3, 5]),
        new(() => new LayerNorm(), [6]),
        new(() => new LayerNorm(1e-3f), [3, 19]),
        new(() => new Embedding(7, 3), [4]),
        new(() => new Embedding(7, 18, padding: 2, table: Initializer.HeUniform), [2, 2]),
        new(() => new GlobalAveragePool(), [3, 4]),
        new(() => new GlobalMaxPool(), [3, 2, 4]),
        new(() => new NoisyDense(7, Ops.Relu), [4]),
        new(() => new NoisyDense(3, noise: 0.1f), [5]),
        new(() => new Dueling(3), [4]),
        new(() => new Dueling(2, atoms: 5), [15]),
        new(() => new CategoricalValues(-2, 3), [3, 5]),
        new(() => new QuantileValues(), [3, 5]),
        new(() => new FreeDeviation(-0.5f), [3]),
        new(() => new SliceLayer(2, [2, 2]), [7]),
        new(() => new SelectLayer(axis: 0, index: -1), [3, 4]),
        new(() => new SelectLayer(axis: -1, indices: [4, 0, 1, 1, -2, 3]), [3, 5]),
        new(() => new TileCoding(3, [0, -1], [7, 5], tilings: 4, cells: 3, table: Initializer.HeNormal), [2]),
        new(() => new RmsNorm(), [5]),
        new(() => new RmsNorm(1e-3f), [3, 19]),
        new(() => new GroupNorm(2), [6]),
        new(() => new GroupNorm(3, 1e-3f), [2, 3, 6]),
        new(() => new SpatialDropout(0.3f), [3, 4]),
        new(() => new Upsample2D((2, 3)), [2, 3, 2]),
        new(() => new MultiHeadAttention(1), [3, 4]),
        new(() => new MultiHeadAttention(3, isCausal: true, padding: 0), [5, 6]),
        new(() => new PositionalEncoding(), [4, 5]),
        new(() => new LearnedPositions(), [4, 3]),
        new(() => new TransformerBlock(2), [4, 6]),
        new(() => new TransformerBlock(1, hidden: 7, Ops.Silu, dropout: 0.1f, isCausal: true, normFirst: false, padding: -1), [3, 4]),
        new(() => new Masking(), [4, 3]),
        new(() => new Bidirectional(new Lstm(5)), [4, 3]),
        new(() => new Bidirectional(new Gru(3, sequences: true, padding: 0)), [3, 2]),
        new(() => new Lambda(x => Ops.Square(x).Sum(-1)), [3, 4]),
    ];
}
