namespace Epoche;

/// <summary>The share of examples whose class has the largest score, 0 to 1; of equal scores the first class counts.</summary>
/// <param name="outputs">What the model gives.</param>
public sealed class Accuracy(ClassOutputs outputs = ClassOutputs.Logits) : ClassMetric(outputs, ClassScores.AsGiven)
{
    private long _right;

    /// <inheritdoc/>
    public override string Name => "accuracy";

    private protected override void Add(ReadOnlySpan<float> scores, int label, bool isSingle) => _right += Best(scores) == label ? 1 : 0;

    private protected override void Clear() => _right = 0;

    private protected override double Compute() => (double)_right / Examples;
}

/// <summary>
/// The share of examples whose class is among the k with the largest scores, 0 to 1; of equal scores the first class counts as the larger.
/// </summary>
public sealed class TopKAccuracy : ClassMetric
{
    private readonly int _k;
    private long _right;

    /// <summary>Makes the metric.</summary>
    /// <param name="k">1 or more; 5 is customary.</param>
    /// <param name="outputs">What the model gives.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is not positive.</exception>
    public TopKAccuracy(int k, ClassOutputs outputs = ClassOutputs.Logits)
        : base(outputs, ClassScores.AsGiven)
    {
        CountChecks.AtLeast(1, k);
        _k = k;
    }

    /// <inheritdoc/>
    public override string Name => $"top_{_k}_accuracy";

    private protected override void Add(ReadOnlySpan<float> scores, int label, bool isSingle)
    {
        int before = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            before += scores[i] > scores[label] || (scores[i] == scores[label] && i < label) ? 1 : 0;
        }

        _right += before < _k ? 1 : 0;
    }

    private protected override void Clear() => _right = 0;

    private protected override double Compute() => (double)_right / Examples;
}
