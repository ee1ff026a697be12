namespace Epoche;

/// <summary>What F1, precision and recall of labels share: counts of each label, and how they become one number.</summary>
public abstract class AveragedLabelMetric : MultiLabelMetric
{
    private readonly string _name;
    private LabelCounts[] _counts = [];

    private protected AveragedLabelMetric(string name, F1Average average, float threshold, ClassOutputs outputs)
        : base(threshold, outputs)
    {
        Average = F1Averages.Checked(average);
        _name = F1Averages.Name(name, average);
    }

    /// <summary>
    /// How the labels become one number: the mean over all of them, the number of all their counts together, or the mean weighted by how
    /// many examples they hold for. As scikit-learn's of multilabel targets, with 0 where there is nothing to divide by.
    /// </summary>
    public F1Average Average { get; }

    /// <summary>The number's name, such as <c>label_f1</c> (macro), <c>label_f1_micro</c> or <c>label_f1_weighted</c>.</summary>
    public override string Name => _name;

    /// <summary>The number of each label.</summary>
    public IReadOnlyList<double> PerLabel => [.. _counts.Take(Labels).Select(Of)];

    /// <summary><see cref="Metric.Value"/> under <see cref="Name"/>, then that of each label as <c>NAME_LABEL</c>.</summary>
    public override IEnumerable<MetricValue> Measurements =>
        PerLabel.Select((value, label) => new MetricValue($"{Name}_{label}", value)).Prepend(new MetricValue(Name, Value));

    /// <summary>That of some counts.</summary>
    private protected abstract double Of(LabelCounts counts);

    /// <summary>0 where there is nothing to divide by.</summary>
    private protected static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private protected sealed override void Add(int label, bool predicted, bool holds)
    {
        if (_counts.Length < Labels)
        {
            _counts = new LabelCounts[Labels];
        }

        ref LabelCounts counts = ref _counts[label];
        counts = new(
            counts.Right + (predicted && holds ? 1 : 0), counts.Predicted + (predicted ? 1 : 0), counts.Actual + (holds ? 1 : 0));
    }

    private protected sealed override void Clear() => _counts = [];

    private protected sealed override double Compute()
    {
        LabelCounts all = default;
        double sum = 0;
        foreach (LabelCounts counts in _counts)
        {
            all = new(all.Right + counts.Right, all.Predicted + counts.Predicted, all.Actual + counts.Actual);
            sum += Of(counts) * (Average == F1Average.Weighted ? counts.Actual : 1);
        }

        return Average switch
        {
            F1Average.Micro => Of(all),
            F1Average.Macro => sum / Labels,
            _ => all.Actual == 0 ? 0 : sum / all.Actual,
        };
    }
}

/// <summary>F1 of labels, the harmonic mean of precision and recall, 0 to 1; logged for each label too.</summary>
/// <param name="average">How the labels become one number. Default macro.</param>
/// <param name="threshold">The probability above which a label is predicted. Default 0.5.</param>
/// <param name="outputs">What the model gives.</param>
public sealed class LabelF1Score(
    F1Average average = F1Average.Macro, float threshold = 0.5f, ClassOutputs outputs = ClassOutputs.Logits)
    : AveragedLabelMetric("label_f1", average, threshold, outputs)
{
    private protected override double Of(LabelCounts counts) => Ratio(2 * counts.Right, counts.Predicted + counts.Actual);
}

/// <summary>How often a predicted label holds, 0 to 1; logged for each label too.</summary>
/// <param name="average">How the labels become one number. Default macro.</param>
/// <param name="threshold">The probability above which a label is predicted. Default 0.5.</param>
/// <param name="outputs">What the model gives.</param>
public sealed class LabelPrecision(
    F1Average average = F1Average.Macro, float threshold = 0.5f, ClassOutputs outputs = ClassOutputs.Logits)
    : AveragedLabelMetric("label_precision", average, threshold, outputs)
{
    private protected override double Of(LabelCounts counts) => Ratio(counts.Right, counts.Predicted);
}

/// <summary>How often a label that holds is predicted, 0 to 1; logged for each label too.</summary>
/// <param name="average">How the labels become one number. Default macro.</param>
/// <param name="threshold">The probability above which a label is predicted. Default 0.5.</param>
/// <param name="outputs">What the model gives.</param>
public sealed class LabelRecall(
    F1Average average = F1Average.Macro, float threshold = 0.5f, ClassOutputs outputs = ClassOutputs.Logits)
    : AveragedLabelMetric("label_recall", average, threshold, outputs)
{
    private protected override double Of(LabelCounts counts) => Ratio(counts.Right, counts.Actual);
}

/// <summary>How often a label was predicted and held, was predicted, and held.</summary>
internal readonly record struct LabelCounts(long Right, long Predicted, long Actual);
