using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// <see cref="Dropout"/> of whole channels (Tompson et al. 2015, arXiv:1411.4280): in training every channel of an example is zero at all
/// positions with a probability, or grows by 1/(1 − rate) at all of them. Input [batch, …, channels].
/// </summary>
public sealed class SpatialDropout : Layer
{
    internal const string KindName = "spatial-dropout";

    private readonly Dropout _dropout;

    /// <summary>Makes the layer.</summary>
    /// <param name="rate">The probability of a zero, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside [0, 1).</exception>
    public SpatialDropout(float rate) => _dropout = new Dropout(rate);

    /// <summary>The probability of a zero.</summary>
    public float Rate => _dropout.Rate;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        LayerChecks.RequireFeatures(this, input);
        return input;
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        if (Rate == 0 || !IsTraining)
        {
            return x;
        }

        Span<int> sizes = stackalloc int[x.Rank];
        sizes.Fill(1);
        (sizes[0], sizes[^1]) = (x.Length(0), x.Length(-1));
        return x * _dropout.Mask(Shape.Create(sizes), ref StepArena.Current!.Random);
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("rate", Rate);
    }

    internal static SpatialDropout Read(LayerOptions options) => new(options.Float("rate", 0, MathF.BitDecrement(1)));
}
