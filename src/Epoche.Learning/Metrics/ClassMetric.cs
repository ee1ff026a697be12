using Epoche.Kernels;
using Epoche.Tensors;

namespace Epoche;

/// <summary>What a classifier's outputs are.</summary>
public enum ClassOutputs
{
    /// <summary>Unnormalized scores, before softmax or, for a single output, sigmoid.</summary>
    Logits,

    /// <summary>Probabilities.</summary>
    Probabilities,
}

/// <summary>
/// A metric of classifiers. Outputs are [batch, classes], or for two classes one number an example, [batch] or [batch, 1], for class 1; targets are the numbers
/// of the right classes, [batch].
/// </summary>
public abstract class ClassMetric : Metric
{
    private readonly ClassOutputs _outputs;
    private readonly ClassScores _scores;
    private long _examples;

    private protected ClassMetric(ClassOutputs outputs, ClassScores scores) => (_outputs, _scores) = (outputs, scores);

    /// <inheritdoc/>
    public sealed override long Examples => _examples;

    /// <inheritdoc/>
    public sealed override double Value => _examples > 0 ? Compute() : throw new InvalidOperationException($"The metric '{Name}' has seen no example.");

    /// <inheritdoc/>
    public sealed override void Add(Tensor outputs, Tensor targets)
    {
        int batch = targets.Count;
        if (batch == 0 && outputs.Count == 0)
        {
            return;
        }

        bool isSingle = outputs.Count == batch && outputs.Rank <= 2;
        if (outputs.Rank is 0 or > 2 || outputs.Shape[0] != batch || targets.Rank is 0 or > 2)
        {
            throw new ArgumentException($"The metric '{Name}' takes outputs [batch, classes] or [batch], and the numbers of the right classes [batch]; received {outputs.Shape} and {targets.Shape}.");
        }

        Tensor rows = ToRows(outputs, batch, isSingle);
        int classes = rows.Shape[1];
        ReadOnlySpan<float> scores = rows.Values, labels = targets.Values;
        for (int i = 0; i < batch; i++)
        {
            float label = labels[i];
            if (!(label >= 0 && label < classes) || label != MathF.Floor(label))
            {
                throw new ArgumentOutOfRangeException(nameof(targets), $"The metric '{Name}' has {classes} classes, so targets are whole numbers from 0 to {classes - 1}; target {i} of the batch is {label}.");
            }
        }

        int notANumber = FirstNaN(outputs.Values);
        if (notANumber >= 0)
        {
            throw new ArgumentException(
                $"The metric '{Name}' cannot judge NaN; output {notANumber / (outputs.Count / batch)} of the batch is. Do its inputs hold one?", nameof(outputs));
        }

        if (_outputs == ClassOutputs.Probabilities && _scores != ClassScores.AsGiven)
        {
            RequireProbabilities(outputs, batch, isSingle);
        }

        for (int i = 0; i < batch; i++)
        {
            Add(scores.Slice(i * classes, classes), (int)labels[i], isSingle);
        }

        _examples += batch;
    }

    /// <inheritdoc/>
    public sealed override void Reset()
    {
        _examples = 0;
        Clear();
    }

    /// <summary>The class with the largest score; the first of equals.</summary>
    private protected static int Best(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        return best;
    }

    /// <summary>Adds an example.</summary>
    /// <param name="scores">One a class, as the constructor asked for them.</param>
    /// <param name="label">The right class.</param>
    /// <param name="isSingle">Whether the model gave one number, from which the scores of two classes were made.</param>
    private protected abstract void Add(ReadOnlySpan<float> scores, int label, bool isSingle);

    private protected abstract void Clear();

    private protected abstract double Compute();

    /// <summary>Probabilities, and where float32 tells them apart badly or not at all, ln(p/(1 − p)) beyond them: the order is that of the exact probabilities.</summary>
    private static Tensor Certainties(Tensor logits)
    {
        const float nearOne = 0.99f, nearZero = 1e-30f;
        float[] certainties = Ops.Softmax(logits).ToArray();
        int classes = logits.Length(1);
        for (int i = 0; i < certainties.Length; i++)
        {
            if (certainties[i] is > nearOne or < nearZero)
            {
                double odds = LogOdds(logits.Values.Slice(i / classes * classes, classes), i % classes);
                certainties[i] = (float)(certainties[i] > nearOne ? odds + 1 : odds); // above 4, or below −60
            }
        }

        return Tensor.Wrap(certainties, logits.Shape);
    }

    /// <summary>logit − ln Σ exp of the others.</summary>
    private static double LogOdds(ReadOnlySpan<float> logits, int label)
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            largest = i == label ? largest : Math.Max(largest, logits[i]);
        }

        for (int i = 0; i < logits.Length; i++)
        {
            sum += i == label ? 0 : ScalarMath.Exp(logits[i] - largest);
        }

        return logits[label] - largest - ScalarMath.Log(sum);
    }

    private void RequireProbabilities(Tensor outputs, int batch, bool isSingle)
    {
        const float tolerance = 1e-3f;
        ReadOnlySpan<float> values = outputs.Values;
        int classes = values.Length / batch;
        for (int i = 0; i < batch; i++)
        {
            double sum = 0;
            bool inside = true;
            foreach (float value in values.Slice(i * classes, classes))
            {
                inside &= value is >= -tolerance and <= 1 + tolerance;
                sum += value;
            }

            if (!inside || (!isSingle && Math.Abs(sum - 1) > tolerance))
            {
                string row = string.Join(", ", values.Slice(i * classes, Math.Min(classes, 5)).ToArray()) + (classes > 5 ? ", …" : "");
                throw new ArgumentException(
                    $"The metric '{Name}' was made for probabilities, which lie between 0 and 1 and add up to 1; output {i} of the batch is [{row}]. Of logits it is made by ClassOutputs.Logits.", nameof(outputs));
            }
        }
    }

    private static int FirstNaN(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private Tensor ToRows(Tensor outputs, int batch, bool isSingle)
    {
        if (isSingle)
        {
            // One logit x is the two logits 0 and x: softmax of two is sigmoid of their difference.
            Tensor column = outputs.Reshape(batch, 1);
            outputs = Ops.Concat(1, _outputs == ClassOutputs.Logits ? Tensor.Zeros([batch, 1]) : 1 - column, column);
        }

        return (_scores, _outputs) switch
        {
            (ClassScores.Probabilities, ClassOutputs.Logits) => Ops.Softmax(outputs),
            (ClassScores.Certainties, ClassOutputs.Logits) => Certainties(outputs),
            (ClassScores.LogProbabilities, ClassOutputs.Logits) => Ops.LogSoftmax(outputs),
            (ClassScores.LogProbabilities, ClassOutputs.Probabilities) => Ops.Log(Ops.Clip(outputs, NegativeLogLikelihood.LeastProbability, 1)),
            _ => outputs,
        };
    }
}

/// <summary>Which scores a metric works on.</summary>
internal enum ClassScores
{
    /// <summary>As they are, where only their order counts.</summary>
    AsGiven,
    Probabilities,
    LogProbabilities,

    /// <summary>Ordered as probabilities are, and different where those are all 1 or all 0 in float32.</summary>
    Certainties,
}
