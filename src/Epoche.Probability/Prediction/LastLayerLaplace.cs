using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>
/// A trained classifier whose last layer becomes random: normal around the trained weights, with the inverse of the curvature of the loss
/// there as covariance (Daxberger et al. 2021, arXiv:2106.14806). The curvature is the generalized Gauss–Newton matrix as a Kronecker
/// product, Σφφᵀ ⊗ mean(diag p − ppᵀ), plus the precision of the prior; φ are the features with a 1 for the bias. Doubt costs one pass over
/// the training data, and draws one small product each. Directions of the features that training never saw stay as unsure as the prior.
/// </summary>
/// <example>
/// <code>
/// LastLayerLaplace laplace = new(network, training);
/// laplace.ChoosePrecision(validation, samples: 20);
/// Tensor probabilities = laplace.Predict(x, samples: 100);
/// </code>
/// </example>
public sealed partial class LastLayerLaplace : Predictive
{
    private const int BatchSize = 256;
    private const double LowestPrecision = 1e-4, HighestPrecision = 1e6;

    private readonly Parameter _kernel, _bias;
    private readonly ParameterSlab _curvature;
    private readonly ulong _seed;

    /// <summary>Measures the curvature, and sets the precision of the prior to the one with the largest evidence.</summary>
    /// <param name="network">
    /// A trained network of logits that ends with a <see cref="Dense"/> layer without activation; what it learns later does not count.
    /// </param>
    /// <param name="training">What it was trained on, all of it: the curvature is a sum over examples.</param>
    /// <param name="seed">Decides the draws.</param>
    /// <exception cref="InvalidOperationException">The network is not built.</exception>
    /// <exception cref="ArgumentException">It does not end with a dense layer, or the examples do not fit it.</exception>
    public LastLayerLaplace(Sequential network, Dataset training, ulong seed = 0)
        : this(Copy(network ?? throw new ArgumentNullException(nameof(network))), seed, (_, _) => { })
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.InputShape != InputShape)
        {
            throw new ArgumentException(
                $"The network takes inputs {InputShape}; the examples have {training.InputShape}.", nameof(training));
        }

        Measure(training);
        PriorPrecision = (float)ScalarMath.Exp(LineSearch.Minimise(
            log => -LogEvidence(ScalarMath.Exp(log)), ScalarMath.Log(LowestPrecision), ScalarMath.Log(HighestPrecision)));
    }

    private LastLayerLaplace(Sequential network, ulong seed, Action<string, Shape> require)
        : base(Softmax)
    {
        IAffine last = network.Layers[^1] as Dense ?? throw NotDense(network);
        (Network, _kernel, _bias, _seed) = (network, last.Kernel, last.Bias!, seed);
        Shape kernel = _kernel.Tensor.Shape;
        if (network.OutputShape.Rank != 1 || last.Activate(Tensor.Of(-1f)).Item() != -1)
        {
            throw NotDense(network);
        }

        int features = kernel[0] + 1, classes = kernel[1];
        (string Name, Shape Shape)[] factors =
        [
            ("features/vectors", [features, features]), ("features/values", [features]), ("outputs/vectors", [classes, classes]),
            ("outputs/values", [classes]),
        ];
        List<ParameterInfo> entries = [];
        foreach ((string name, Shape shape) in factors)
        {
            require(Prefix + name, shape);
            entries.Add(new ParameterInfo(
                name, shape, entries.Count == 0 ? 0 : entries[^1].Offset + entries[^1].Shape.ElementCount,
                ParameterKind.Buffer, Decay: false));
        }

        _curvature = new ParameterSlab(entries);
    }

    /// <summary>
    /// The precision of the prior, N(0, 1/precision) on each weight of the last layer, above 0: the larger, the surer. Set by the evidence,
    /// by <see cref="ChoosePrecision"/>, or by you.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float PriorPrecision
    {
        get;
        set => field = value > 0 && float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"A precision is a finite number above 0; received {value}.");
    } = 1;

    internal override Sequential Network { get; }

    /// <summary>The probabilities of networks with drawn last layers.</summary>
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The inputs have another shape than the network takes, or hold NaN or an infinity.</exception>
    public override Tensor Predict(Tensor x, int samples)
    {
        using SoleUse.Scope use = Enter();
        Tensor features = Features(x); // the same for all draws
        return Gather(features, samples, samples, draw =>
        {
            Func<Tensor, Tensor> layer = Layer(draw);
            return examples => Finish(layer(examples));
        });
    }

    /// <summary>
    /// Sets <see cref="PriorPrecision"/> to the one, from 10⁻⁴ to 10⁶, with which the mean prediction gives validation examples the largest
    /// likelihood. They are like those of training, so certainty pays: the evidence doubts what is unlike them more. To be done before
    /// <see cref="Predictive.Calibrate"/>.
    /// </summary>
    /// <param name="validation">Examples that the network was not trained on; targets are classes.</param>
    /// <param name="samples">Draws whose mean is the prediction.</param>
    /// <returns>The precision.</returns>
    /// <exception cref="ArgumentException">The examples do not fit the network, or a target is no class.</exception>
    public float ChoosePrecision(Dataset validation, int samples)
    {
        ArgumentNullException.ThrowIfNull(validation);
        CountChecks.AtLeast(1, samples);
        int width = _kernel.Tensor.Shape[0], classes = OutputShape[0], done = 0;
        float[] features = new float[validation.Count * width], labels = new float[validation.Count];
        foreach (Batch batch in new Batches(validation, new BatchOptions { Size = BatchSize, Shuffle = false }))
        {
            Features(batch.Inputs).Values.CopyTo(features.AsSpan(done * width));
            batch.Targets.Values.CopyTo(labels.AsSpan(done));
            done += batch.Inputs.Shape[0];
        }

        Tensor all = Tensor.Wrap(features, [done, width]);
        Epoche.Temperature.RequireClasses(Tensor.Wrap(labels, [done]), classes);
        return PriorPrecision = (float)ScalarMath.Exp(
            LineSearch.Minimise(Loss, ScalarMath.Log(LowestPrecision), ScalarMath.Log(HighestPrecision)));

        double Loss(double log)
        {
            PriorPrecision = (float)ScalarMath.Exp(log);
            return new MeanLikelihood(Gather(all, samples, samples, Layer).ToArray(), labels, classes)
                .Loss(ScalarMath.Log((double)Temperature));
        }
    }

    private protected override Tensor FeaturesOf(Tensor x) => LastLayer.Features(Network, x);

    /// <summary>
    /// A drawn last layer, from features to logits: its kernel, and its bias as one more row, are W + U(Z/√(a·bᵀ + precision))Vᵀ with
    /// standard normal Z, where U, a and V, b are the eigenvectors and eigenvalues of the two factors.
    /// </summary>
    private Func<Tensor, Tensor> Layer(int draw)
    {
        int width = _kernel.Tensor.Shape[0], classes = OutputShape[0];
        Rng random = Rng.Stream(_seed, "predict", draw);
        Tensor precision = (_curvature[1].Reshape(width + 1, 1) * _curvature[3]) + PriorPrecision;
        Tensor deviation = _curvature[0]
            .MatMul(Tensor.Normal([width + 1, classes], ref random) / Sqrt(precision), transposeLeft: true).MatMul(_curvature[2]);
        Tensor kernel = _kernel.Tensor + deviation.Slice(0, 0, width), bias = _bias.Tensor + deviation.Slice(0, width, 1).Reshape(classes);
        return features => Linear(features, kernel, bias);
    }

    private static Sequential Copy(Sequential network)
    {
        ArgumentNullException.ThrowIfNull(network);
        _ = network.Parameters;
        return network.Clone();
    }

    private static ArgumentException NotDense(Sequential network) => new(
        "The network must end with a Dense layer without activation, on inputs [batch, features], that gives the logits; "
        + $"it ends with '{network.Layers[^1].Name}' ({network.Layers[^1].Kind}).", nameof(network));
}
