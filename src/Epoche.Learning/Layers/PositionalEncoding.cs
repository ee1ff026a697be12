using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Adds to each step of a sequence what says where it stands, by sines and cosines of many periods (Vaswani et al. 2017, arXiv:1706.03762,
/// section 3.5): +sin(t/10000^(2i/d)) to feature 2i and +cos of the same to feature 2i + 1. Input [batch, steps, features]. For a learned
/// encoding see <see cref="LearnedPositions"/>.
/// </summary>
public sealed class PositionalEncoding : Layer
{
    internal const string KindName = "positions";

    private const double LongestPeriod = 10_000;

    private float[] _encoding = [];
    private int _features;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        LayerChecks.RequireSequence(this, input);
        _features = input[1];
        _encoding = input[0] == Shape.Any ? [] : Encode(input[0], _features);
        return input;
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        int steps = x.Length(1);
        if (steps * _features > _encoding.Length)
        {
            _encoding = Encode(steps, _features);
        }

        return x + Tensor.Wrap(_encoding, [steps, _features]);
    }

    internal static PositionalEncoding Read(LayerOptions options) => new();

    private static float[] Encode(int steps, int features)
    {
        float[] encoding = new float[steps * features];
        for (int t = 0; t < steps; t++)
        {
            for (int i = 0; i < features; i++)
            {
                double angle = t * ScalarMath.Exp(-(i - (i % 2)) / (double)features * ScalarMath.Log(LongestPeriod));
                (double sin, double cos) = ScalarMath.SinCos(angle);
                encoding[(t * features) + i] = (float)(i % 2 == 0 ? sin : cos);
            }
        }

        return encoding;
    }
}

/// <summary>Adds to each step of a sequence a vector of its own, which is learned. Input [batch, steps, features].</summary>
public sealed class LearnedPositions : Layer
{
    internal const string KindName = "learned-positions";

    private Parameter? _table;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        LayerChecks.RequireSequence(this, input);
        _table = parameters.Add("table", input, Initializer.GlorotNormal, decay: false);
        return input;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The sequence is longer than the one that the layer was built for.</exception>
    public override Tensor Call(Tensor x)
    {
        Tensor table = (_table ?? throw LayerChecks.NotBuilt(this)).Tensor;
        int steps = x.Length(1);
        return steps == table.Length(0) ? x + table
            : steps < table.Length(0) ? x + table.Slice(0, 0, steps)
            : throw new ArgumentException(
                $"The layer '{Name}' (learned-positions) knows {table.Length(0)} steps; received {steps}.", nameof(x));
    }

    internal static LearnedPositions Read(LayerOptions options) => new();
}
