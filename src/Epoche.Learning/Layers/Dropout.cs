namespace Epoche;

/// <summary>
/// In steps of training each element becomes zero with a probability and the others grow by 1/(1 − rate), so that the mean stays
/// (Srivastava et al. 2014, inverted form). Outside of training, in <see cref="EvaluationMode"/> and in a model that is not trainable the
/// input passes unchanged. The chance comes from the step's stream.
/// </summary>
public sealed class Dropout : Layer
{
    internal const string KindName = "dropout";

    /// <summary>Makes the layer.</summary>
    /// <param name="rate">The probability of a zero, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside [0, 1).</exception>
    public Dropout(float rate)
    {
        if (!(rate >= 0 && rate < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), $"A dropout rate lies in [0, 1); received {rate}.");
        }

        Rate = rate;
    }

    /// <summary>The probability of a zero.</summary>
    public float Rate { get; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters) => input;

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) =>
        Rate == 0 || !IsTraining ? x : x * Mask(x.Shape, ref StepArena.Current!.Random);

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("rate", Rate);
    }

    /// <summary>What the input is multiplied by: 0 with the rate's probability, else 1/(1 − rate).</summary>
    internal Tensor Mask(Shape shape, ref Rng random) => (Tensor.Uniform(shape, ref random) >= Rate) * (1 / (1 - Rate));

    internal static Dropout Read(LayerOptions options) => new(options.Float("rate", 0, MathF.BitDecrement(1)));
}
