namespace Epoche;

/// <summary>How F1, precision or recall of several classes become one number.</summary>
public enum F1Average
{
    /// <summary>The mean over the classes that are there or were predicted: a rare class counts as much as a frequent one.</summary>
    Macro,

    /// <summary>That of the counts of all classes together, which with one class an example is the accuracy.</summary>
    Micro,

    /// <summary>The mean over the classes, each counted by its number of examples.</summary>
    Weighted,
}

/// <summary>What F1, precision and recall share: counts of each class against each other, and how they become one number.</summary>
public abstract class AveragedMetric : ClassMetric
{
    private readonly ConfusionMatrix _matrix = new();
    private readonly string _name;

    private protected AveragedMetric(string name, F1Average average, ClassOutputs outputs)
        : base(outputs, ClassScores.AsGiven)
    {
        Average = F1Averages.Checked(average);
        _name = F1Averages.Name(name, average);
    }

    /// <summary>How the classes become one number.</summary>
    public F1Average Average { get; }

    /// <summary>The number's name, such as <c>f1</c> (macro), <c>f1_micro</c> or <c>f1_weighted</c>.</summary>
    public override string Name => _name;

    /// <summary>The number of each class.</summary>
    public IReadOnlyList<double> PerClass => [.. Enumerable.Range(0, _matrix.Classes).Select(label => Of(_matrix, label))];

    /// <summary><see cref="Metric.Value"/> under <see cref="Name"/>, then that of each class as <c>NAME_CLASS</c>.</summary>
    public override IEnumerable<MetricValue> Measurements =>
        PerClass.Select((value, label) => new MetricValue($"{Name}_{label}", value)).Prepend(new MetricValue(Name, Value));

    /// <summary>That of one class.</summary>
    private protected abstract double Of(ConfusionMatrix matrix, int label);

    private protected sealed override void Add(ReadOnlySpan<float> scores, int label, bool isSingle) => _matrix.Count(scores, label);

    private protected sealed override void Clear() => _matrix.Reset();

    private protected sealed override double Compute() =>
        Average == F1Average.Micro ? _matrix.MicroF1 : _matrix.Mean(label => Of(_matrix, label), Average == F1Average.Weighted);
}

/// <summary>F1, the harmonic mean of precision and recall, 0 to 1; logged for each class too.</summary>
/// <param name="average">How the classes become one number. Default macro.</param>
/// <param name="outputs">What the model gives.</param>
public sealed class F1Score(F1Average average = F1Average.Macro, ClassOutputs outputs = ClassOutputs.Logits)
    : AveragedMetric("f1", average, outputs)
{
    private protected override double Of(ConfusionMatrix matrix, int label) => matrix.F1(label);
}

/// <summary>
/// Precision: how many of the examples taken for a class are of it, 0 to 1, and 0 where none was; logged for each class too.
/// </summary>
/// <param name="average">How the classes become one number. Default macro.</param>
/// <param name="outputs">What the model gives.</param>
public sealed class Precision(F1Average average = F1Average.Macro, ClassOutputs outputs = ClassOutputs.Logits)
    : AveragedMetric("precision", average, outputs)
{
    private protected override double Of(ConfusionMatrix matrix, int label) => matrix.Precision(label);
}

/// <summary>
/// Recall: how many of a class's examples were taken for it, 0 to 1, and 0 where there is none; logged for each class too.
/// </summary>
/// <param name="average">How the classes become one number. Default macro.</param>
/// <param name="outputs">What the model gives.</param>
public sealed class Recall(F1Average average = F1Average.Macro, ClassOutputs outputs = ClassOutputs.Logits)
    : AveragedMetric("recall", average, outputs)
{
    private protected override double Of(ConfusionMatrix matrix, int label) => matrix.Recall(label);
}
