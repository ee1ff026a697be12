namespace Epoche;

/// <summary>How F1 of several classes becomes one number.</summary>
public enum F1Average
{
    /// <summary>The mean over the classes: a rare class counts as much as a frequent one.</summary>
    Macro,

    /// <summary>F1 of the counts of all classes together, which with one class an example is the accuracy.</summary>
    Micro,
}

/// <summary>F1, the harmonic mean of precision and recall, 0 to 1; logged for each class too.</summary>
/// <param name="average">How the classes become one number.</param>
/// <param name="outputs">What the model gives.</param>
public sealed class F1Score(F1Average average = F1Average.Macro, ClassOutputs outputs = ClassOutputs.Logits) : ClassMetric(outputs, ClassScores.AsGiven)
{
    private readonly ConfusionMatrix _matrix = new();

    /// <inheritdoc/>
    public override string Name => average == F1Average.Macro ? "f1" : "f1_micro";

    /// <summary>F1 of each class.</summary>
    public IReadOnlyList<double> PerClass => [.. Enumerable.Range(0, _matrix.Classes).Select(_matrix.F1)];

    /// <inheritdoc/>
    public override IEnumerable<MetricValue> Measurements =>
        PerClass.Select((f1, label) => new MetricValue($"{Name}_{label}", f1)).Prepend(new MetricValue(Name, Value));

    private protected override void Add(ReadOnlySpan<float> scores, int label, bool isSingle) => _matrix.Count(scores, label);

    private protected override void Clear() => _matrix.Reset();

    private protected override double Compute() => average == F1Average.Macro ? _matrix.MacroF1 : _matrix.MicroF1;
}
