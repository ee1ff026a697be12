namespace Epoche;

/// <summary>
/// The expected calibration error (Guo et al. 2017, arXiv:1706.04599, eq. 3), 0 to 1: examples are put into bins of equal width by the
/// probability of the predicted class, ((m−1)/M, m/M]; the bins' |accuracy − mean probability| is averaged by their numbers of examples.
/// </summary>
public sealed class ExpectedCalibrationError : ClassMetric
{
    private const int PaperBins = 15;

    private readonly long[] _counts, _right;
    private readonly double[] _confidence;

    /// <summary>Makes the metric.</summary>
    /// <param name="bins">How many bins, 1 or more; 15 in the paper.</param>
    /// <param name="outputs">What the model gives.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is not positive.</exception>
    public ExpectedCalibrationError(int bins = PaperBins, ClassOutputs outputs = ClassOutputs.Logits)
        : base(outputs, ClassScores.Probabilities)
    {
        CountChecks.AtLeast(1, bins);
        CountChecks.AtMost(1 << 20, bins);
        (_counts, _right, _confidence) = (new long[bins], new long[bins], new double[bins]);
    }

    /// <summary><c>ece</c>; with another number of bins than 15 that is behind it, as in <c>ece_5</c>.</summary>
    public override string Name => _counts.Length == PaperBins ? "ece" : $"ece_{_counts.Length}";

    private protected override void Add(ReadOnlySpan<float> scores, int label, bool isSingle)
    {
        int best = Best(scores);
        int bin = Math.Clamp(Bin((double)scores[best] * _counts.Length), 0, _counts.Length - 1);
        _counts[bin]++;
        _right[bin] += best == label ? 1 : 0;
        _confidence[bin] += scores[best];
    }

    /// <summary>⌈place⌉ − 1; what float32 holds a little above a border, as 0.6, is on it.</summary>
    private static int Bin(double place)
    {
        const double precision = 1.2e-7;
        double border = Math.Round(place);
        return (int)(Math.Abs(place - border) <= precision * place ? border : Math.Ceiling(place)) - 1;
    }

    private protected override void Clear()
    {
        Array.Clear(_counts);
        Array.Clear(_right);
        Array.Clear(_confidence);
    }

    private protected override double Compute()
    {
        double error = 0;
        for (int bin = 0; bin < _counts.Length; bin++)
        {
            error += Math.Abs(_right[bin] - _confidence[bin]);
        }

        return error / Examples;
    }
}

/// <summary>
/// The Brier score (Brier 1950): the mean of Σ (probability − truth)² over the classes, truth 1 for the right class and 0 for others; 0 to
/// 2. A model with a single output is scored by that probability alone, 0 to 1, as is customary for two classes.
/// </summary>
/// <param name="outputs">What the model gives.</param>
public sealed class BrierScore(ClassOutputs outputs = ClassOutputs.Logits) : ClassMetric(outputs, ClassScores.Probabilities)
{
    private double _sum;

    /// <inheritdoc/>
    public override string Name => "brier";

    private protected override void Add(ReadOnlySpan<float> scores, int label, bool isSingle)
    {
        double sum = 0;
        for (int i = isSingle ? 1 : 0; i < scores.Length; i++)
        {
            double error = scores[i] - (i == label ? 1.0 : 0);
            sum += error * error;
        }

        _sum += sum;
    }

    private protected override void Clear() => _sum = 0;

    private protected override double Compute() => _sum / Examples;
}

/// <summary>The mean of −ln(probability of the right class), in nats: the cross-entropy.</summary>
/// <param name="outputs">What the model gives; of probabilities those below 1e-7 count as 1e-7.</param>
public sealed class NegativeLogLikelihood(ClassOutputs outputs = ClassOutputs.Logits) : ClassMetric(outputs, ClassScores.LogProbabilities)
{
    internal const float LeastProbability = 1e-7f;

    private double _sum;

    /// <inheritdoc/>
    public override string Name => "nll";

    private protected override void Add(ReadOnlySpan<float> scores, int label, bool isSingle) => _sum -= scores[label];

    private protected override void Clear() => _sum = 0;

    private protected override double Compute() => _sum / Examples;
}
