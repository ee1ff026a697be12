using Epoche.Kernels;
using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// Batch normalization (Ioffe and Szegedy 2015): y = (x − mean)/√(variance + ε)·scale + shift for each channel, the last axis. In steps of
/// training the statistics are those of the batch, over all examples and positions, and the running ones move towards them by the momentum
/// (the variance over n − 1, as PyTorch does). Outside of training, and where the layer is frozen, the running ones are used and stay as
/// they are; under <see cref="Tape.Pause"/> they stay. They are buffers of the model, so they travel in its file.
/// </summary>
public sealed class BatchNorm : Layer
{
    internal const string KindName = "batch-norm";

    private readonly float _momentum, _epsilon;
    private Parameter? _scale, _shift, _mean, _variance;

    /// <summary>Makes the layer.</summary>
    /// <param name="momentum">The share of a batch in the running statistics, in (0, 1]; default 0.1.</param>
    /// <param name="epsilon">What is added to variances, above 0; default 1e-5.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public BatchNorm(float momentum = 0.1f, float epsilon = 1e-5f)
    {
        if (!(momentum > 0 && momentum <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(momentum), $"The momentum of a batch normalization lies in (0, 1]; received {momentum}.");
        }

        if (!(epsilon > 0 && float.IsFinite(epsilon)))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), $"The ε of a batch normalization must be positive; received {epsilon}.");
        }

        (_momentum, _epsilon) = (momentum, epsilon);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The running means, one a channel: a handle on the model's slab.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Tensor Mean => (_mean ?? throw NotBuilt()).Tensor;

    /// <summary>The running variances, one a channel: a handle on the model's slab.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Tensor Variance => (_variance ?? throw NotBuilt()).Tensor;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (input.Rank == 0)
        {
            throw new ArgumentException(
                $"The layer '{Name}' (batch-norm) needs an input [..., channels]; received a scalar.", nameof(input));
        }

        _scale = parameters.Add("scale", [input[-1]], Initializer.Ones, decay: false);
        _shift = parameters.Add("shift", [input[-1]], Initializer.Zeros, decay: false);
        _mean = parameters.AddBuffer("mean", [input[-1]], Initializer.Zeros);
        _variance = parameters.AddBuffer("variance", [input[-1]], Initializer.Ones);
        return input;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A batch of training has a single value a channel, whose variance is unknown.</exception>
    public override Tensor Call(Tensor x)
    {
        Tensor scale = (_scale ?? throw NotBuilt()).Tensor, shift = _shift!.Tensor;
        if (!IsTraining || !(scale.NeedsGradient || shift.NeedsGradient))
        {
            return Ops.BatchNorm(x, scale, shift, Mean, Variance, _epsilon);
        }

        int values = x.Count / Math.Max(1, x.Length(-1));
        if (values < 2)
        {
            throw new ArgumentException(
                $"The layer '{Name}' (batch-norm) needs two values a channel at least to train on; received a batch "
                + $"{x.Shape}. Where an epoch ends with a batch of one example, choose another batch size, or BatchOptions.DropLast.",
                nameof(x));
        }

        Tensor y = Ops.BatchNorm(x, scale, shift, _epsilon, out Tensor mean, out Tensor variance);
        // What nothing is learned from leaves the model as it was, and so does a step that blows up.
        if (Tape.IsRecording && Reduce.IsFinite(mean.Values) && Reduce.IsFinite(variance.Values))
        {
            float momentum = StatisticsPass.Current?.Take() ?? _momentum;
            Move(Mean.Span, mean.Span, momentum, 1);
            Move(Variance.Span, variance.Span, momentum, values / (values - 1f));
        }

        return y;
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("momentum", _momentum);
        options.Set("epsilon", _epsilon);
    }

    internal static BatchNorm Read(LayerOptions options) =>
        new(options.Float("momentum", float.Epsilon, 1), options.Float("epsilon", float.Epsilon, float.MaxValue));

    private static void Move(Span<float> running, ReadOnlySpan<float> batch, float momentum, float factor)
    {
        Elementwise.Scale(1 - momentum, running);
        Elementwise.MultiplyAddTo(momentum * factor, batch, running);
    }

    private InvalidOperationException NotBuilt() => new($"The layer '{Name}' (batch-norm) is not built; put it into a model.");
}
