using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// A metric of models that answer several questions of yes and no at once. Outputs and targets are [batch, labels]; a target is 1 where the
/// label holds and 0 where it does not. A label is predicted where its probability is above <see cref="Threshold"/>.
/// </summary>
public abstract class MultiLabelMetric : Metric
{
    private readonly float _cut;
    private readonly ClassOutputs _outputs;
    private long _examples;
    private int _labels;

    private protected MultiLabelMetric(float threshold, ClassOutputs outputs)
    {
        Threshold = threshold is > 0 and < 1
            ? threshold
            : throw new ArgumentOutOfRangeException(
                nameof(threshold), $"A label is predicted above a probability between 0 and 1; received {threshold}.");
        _outputs = outputs;
        _cut = outputs == ClassOutputs.Probabilities ? threshold : (float)ScalarMath.Log((double)threshold / (1 - threshold));
    }

    /// <summary>The probability above which a label is predicted.</summary>
    public float Threshold { get; }

    /// <inheritdoc/>
    public sealed override long Examples => _examples;

    /// <summary>The number of labels; 0 before the first batch.</summary>
    public int Labels => _labels;

    /// <inheritdoc/>
    public sealed override double Value =>
        _examples > 0 ? Compute() : throw new InvalidOperationException($"The metric '{Name}' has seen no example.");

    /// <inheritdoc/>
    public sealed override void Add(Tensor outputs, Tensor targets)
    {
        if (outputs.Rank != 2 || targets.Shape != outputs.Shape || (_labels > 0 && outputs.Length(1) != _labels))
        {
            throw new ArgumentException(
                $"The metric '{Name}' takes outputs and targets [batch, {(_labels > 0 ? _labels : "labels")}]; received "
                + $"{outputs.Shape} and {targets.Shape}.");
        }

        ReadOnlySpan<float> scores = outputs.Values, right = targets.Values;
        int labels = outputs.Length(1);
        for (int i = 0; i < scores.Length; i++)
        {
            if (right[i] is not (0 or 1))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(targets), $"The metric '{Name}' takes targets 0 and 1; that of label {i % labels} of example {i / labels} of "
                        + $"the batch is {right[i]}.");
            }

            if (float.IsNaN(scores[i]) || (_outputs == ClassOutputs.Probabilities && scores[i] is < 0 or > 1))
            {
                throw new ArgumentException(
                    $"The metric '{Name}' takes {(_outputs == ClassOutputs.Probabilities ? "probabilities from 0 to 1" : "logits")}; the "
                    + $"output for label {i % labels} of example {i / labels} of the batch is {scores[i]}.", nameof(outputs));
            }
        }

        _labels = labels;
        for (int example = 0; example < outputs.Length(0); example++)
        {
            int wrong = 0;
            for (int label = 0; label < labels; label++)
            {
                int i = (example * labels) + label;
                (bool predicted, bool holds) = (scores[i] > _cut, right[i] == 1);
                Add(label, predicted, holds);
                wrong += predicted != holds ? 1 : 0;
            }

            EndExample(wrong);
        }

        _examples += outputs.Length(0);
    }

    /// <inheritdoc/>
    public sealed override void Reset()
    {
        (_examples, _labels) = (0, 0);
        Clear();
    }

    /// <summary>Adds a label of an example.</summary>
    private protected abstract void Add(int label, bool predicted, bool holds);

    /// <summary>All labels of an example are added.</summary>
    private protected virtual void EndExample(int wrong)
    {
    }

    private protected abstract void Clear();

    private protected abstract double Compute();
}

/// <summary>The share of labels that are predicted where they hold and nowhere else, 0 to 1: 1 less the Hamming loss.</summary>
/// <param name="threshold">The probability above which a label is predicted. Default 0.5.</param>
/// <param name="outputs">What the model gives.</param>
public sealed class LabelAccuracy(float threshold = 0.5f, ClassOutputs outputs = ClassOutputs.Logits) : MultiLabelMetric(threshold, outputs)
{
    private long _right;

    /// <inheritdoc/>
    public override string Name => "label_accuracy";

    private protected override void Add(int label, bool predicted, bool holds) => _right += predicted == holds ? 1 : 0;

    private protected override void Clear() => _right = 0;

    private protected override double Compute() => (double)_right / (Examples * Labels);
}

/// <summary>The share of examples all of whose labels are right, 0 to 1.</summary>
/// <param name="threshold">The probability above which a label is predicted. Default 0.5.</param>
/// <param name="outputs">What the model gives.</param>
public sealed class ExactMatch(float threshold = 0.5f, ClassOutputs outputs = ClassOutputs.Logits) : MultiLabelMetric(threshold, outputs)
{
    private long _right;

    /// <inheritdoc/>
    public override string Name => "exact_match";

    private protected override void Add(int label, bool predicted, bool holds)
    {
    }

    private protected override void EndExample(int wrong) => _right += wrong == 0 ? 1 : 0;

    private protected override void Clear() => _right = 0;

    private protected override double Compute() => (double)_right / Examples;
}
