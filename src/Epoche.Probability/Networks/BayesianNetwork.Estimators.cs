using static Epoche.Tensors.Ops;

namespace Epoche;

public sealed partial class BayesianNetwork
{
    private const float SmallestVariance = 1e-12f; // a patch of zeros without a bias; the root needs a slope

    private readonly Dictionary<Parameter, Normal> _guided = []; // by the guide of this step

    /// <summary>
    /// How steps of training draw from what <see cref="Guide"/> says; layers other than <see cref="Dense"/> and <see cref="Conv2D"/>
    /// always draw weights. Default: weights.
    /// </summary>
    public WeightEstimator Estimator { get; set; }

    private bool IsEstimating(out StepArena arena)
    {
        arena = StepArena.Current!;
        return Estimator != WeightEstimator.Weights && arena is { IsTraining: true };
    }

    /// <summary>
    /// Refuses a call in evaluation mode behind a guide in training, where means stand for draws: nothing
    /// would be learned from its outputs.
    /// </summary>
    private Tensor Evaluated(Tensor x) => !EvaluationMode.IsOn || _guided.Count == 0 || Estimator != WeightEstimator.LocalReparameterization
        ? x
        : throw new InvalidOperationException(
            $"The guide was run in training, where {nameof(WeightEstimator)}.{Estimator} draws no weights, and the network is called in "
            + $"evaluation mode: put both inside of {nameof(EvaluationMode)}.{nameof(EvaluationMode.Begin)}, or neither.");

    /// <summary>Notes the posterior of a parameter for the call that follows, and gives what the guide draws from.</summary>
    private Distribution Guided(Parameter parameter, Normal posterior)
    {
        if (!IsAffine(parameter))
        {
            return posterior;
        }

        _guided[parameter] = posterior;
        return Estimator == WeightEstimator.LocalReparameterization ? new Undrawn(posterior) : posterior;
    }

    private bool IsAffine(Parameter parameter) =>
        _network.Layers.Any(layer => layer is IAffine affine && (affine.Kernel == parameter || affine.Bias == parameter));

    private Tensor CallEstimated(Tensor x, ref Rng random)
    {
        foreach (Layer layer in _network.Layers)
        {
            x = layer is IAffine affine ? affine.Activate(Estimate(affine, x, ref random)) : layer.Call(x);
        }

        return x;
    }

    private Tensor Estimate(IAffine layer, Tensor x, ref Rng random)
    {
        Normal kernel = Posterior(layer.Kernel);
        Normal? bias = layer.Bias is null ? null : Posterior(layer.Bias);
        Tensor mean = layer.Affine(x, kernel.Location, bias?.Location);
        if (Estimator == WeightEstimator.LocalReparameterization)
        {
            Tensor variance = layer.Affine(Square(x), Square(kernel.Scale), bias is null ? null : Square(bias.Scale));
            return mean + (Sqrt(variance + SmallestVariance) * Tensor.Normal(mean.Shape, ref random));
        }

        Tensor kernelDeviation = layer.Kernel.Tensor - kernel.Location;
        Tensor? biasDeviation = bias is null ? null : layer.Bias!.Tensor - bias.Location;
        return mean + (layer.Affine(x * Signs(x.Shape, ref random), kernelDeviation, biasDeviation) * Signs(mean.Shape, ref random));
    }

    private Normal Posterior(Parameter parameter) => _guided.TryGetValue(parameter, out Normal? posterior)
        ? posterior
        : throw new InvalidOperationException($"{nameof(WeightEstimator)}.{Estimator} needs to know the posterior: "
            + $"run the guide {nameof(BayesianNetwork)}.{nameof(Guide)} before the model, or draw weights.");

    /// <summary>±1 for each example and channel, the same at all positions of a picture.</summary>
    private static Tensor Signs(Shape shape, ref Rng random)
    {
        Span<int> sizes = stackalloc int[shape.Rank];
        sizes.Fill(1);
        (sizes[0], sizes[^1]) = (shape[0], shape[-1]);
        return ((Tensor.Uniform(Shape.Create(sizes), ref random) >= 0.5f) * 2) - 1;
    }

    /// <summary>A posterior from which nothing is drawn; its mean stands for the draw.</summary>
    private sealed class Undrawn(Normal posterior) : Distribution
    {
        public override string Name => posterior.Name;

        public override Shape Shape => posterior.Shape;

        public override Constraint Support => posterior.Support;

        public override bool IsReparameterized => true;

        internal override Distribution Plain => posterior;

        internal override string LackOfDensity =>
            $"{nameof(WeightEstimator)}.{nameof(WeightEstimator.LocalReparameterization)} draws outputs, not weights, so the divergence "
            + "must have a closed form: a prior such as Normal or Laplace and Elbo.MeanField. Otherwise draw weights, or use Flipout";

        public override Tensor LogDensity(Tensor value) => throw new InvalidOperationException($"{LackOfDensity}.");

        public override Tensor Mean() => posterior.Mean();

        protected internal override Tensor Draw(ref Rng random, Shape shape) => posterior.Location.StopGradient();

        internal override Flaw? FindFlaw() => posterior.FindFlaw();
    }
}
