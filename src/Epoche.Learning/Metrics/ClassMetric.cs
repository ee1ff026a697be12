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
/// A metric of classifiers. Outputs are [batch, classes], or for two classes one number an example, [batch] or [batch, 1], for class 1;
/// targets are the numbers of the right classes, [batch].
/// </summary>
public abstract class ClassMetric : Metric
{
    private readonly ClassOutputs _outputs;
    private readonly ClassScores _scores;
    private long _examples;

    private protected ClassMetric(ClassOutputs outputs, ClassScores scores) => (_outputs, _scores) = (outputs, scores);

    /// <inheritdoc/>
    public sealed override long Examples => _examples;

    /// <summary>What the model gives.</summary>
    private protected ClassOutputs Outputs => _outputs;

    /// <inheritdoc/>
    public sealed override double Value =>
        _examples > 0 ? Compute() : throw new InvalidOperationException($"The metric '{Name}' has seen no example.");

    /// <inheritdoc/>
    public sealed override void Add(Tensor outputs, Tensor targets)
    {
        int batch = targets.Count;
        if (batch == 0 && outputs.Count == 0)
        {
            return;
        }

        bool isSingle = outputs.Count == batch && outputs.Rank <= 2;
        if (outputs.Rank is 0 or > 2 || outputs.Shape[0] != batch || targets.Shape is not ([_] or [_, 1]))
        {
            throw new ArgumentException($"The metric '{Name}' takes outputs [batch, classes] or [batch], and the numbers of the right "
                + $"classes [batch]; received {outputs.Shape} and {targets.Shape}.");
        }

        int classes = isSingle ? 2 : outputs.Shape[1];
        ReadOnlySpan<float> labels = targets.Values;
        for (int i = 0; i < batch; i++)
        {
            float label = labels[i];
            if (!(label >= 0 && label < classes) || label != MathF.Floor(label))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(targets), $"The metric '{Name}' has {classes} classes, so targets are whole numbers from 0 to {classes - 1}; "
                        + $"target {i} of the batch is {label}.");
            }
        }

        int notANumber = FirstNaN(outputs.Values);
        if (notANumber >= 0)
        {
            throw new ArgumentException(
                $"The metric '{Name}' cannot evaluate NaN; output {notANumber / (outputs.Count / batch)} of the batch is. "
                + "Do its inputs hold one?", nameof(outputs));
        }

        if (_outputs == ClassOutputs.Probabilities && _scores != ClassScores.AsGiven)
        {
            RequireProbabilities(outputs, batch, isSingle);
        }

        ReadOnlySpan<float> scores = ToRows(outputs, batch, isSingle).Values;
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
                string row = string.Join(", ", values.Slice(i * classes, Math.Min(classes, 5)).ToArray().Select(value => $"{value}"))
                    + (classes > 5 ? ", …" : "");
                throw new ArgumentException(
                    $"The metric '{Name}' was made for probabilities, which lie between 0 and 1 and add up to 1; output {i} of the batch "
                    + $"is [{row}]. Of logits it is made by ClassOutputs.Logits.", nameof(outputs));
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
            (ClassScores.LogProbabilities, ClassOutputs.Probabilities) =>
                Ops.Log(Ops.Clip(outputs, NegativeLogLikelihood.LeastProbability, 1)),
            (ClassScores.AsGiven, _) or (_, ClassOutputs.Probabilities) => outputs,
            (ClassScores.Probabilities, _) => Ops.Softmax(Finite(outputs)),
            (ClassScores.LogProbabilities, _) => Ops.LogSoftmax(Finite(outputs)),
            _ => Finite(outputs),
        };
    }

    /// <summary>
    /// Logits without +∞: a row with a single one is certain of that class, as 0 among −∞ is. A row of several, or
    /// of −∞ only, has no probabilities.
    /// </summary>
    private Tensor Finite(Tensor logits)
    {
        ReadOnlySpan<float> values = logits.Values;
        if (!values.ContainsAny(float.PositiveInfinity, float.NegativeInfinity))
        {
            return logits;
        }

        float[] result = values.ToArray();
        int classes = logits.Shape[1];
        for (int first = 0; first < result.Length; first += classes)
        {
            Span<float> row = result.AsSpan(first, classes);
            int certain = row.Count(float.PositiveInfinity);
            if (certain > 1 || row.Count(float.NegativeInfinity) == classes)
            {
                throw new ArgumentException(
                    $"The metric '{Name}' needs probabilities, which the logits of output "
                    + $"{first / classes} of the batch do not have: {(certain > 1 ? $"{certain} of them are ∞" : "all of them are −∞")}.",
                    nameof(logits));
            }

            for (int c = 0; certain > 0 && c < classes; c++)
            {
                row[c] = float.IsPositiveInfinity(row[c]) ? 0 : float.NegativeInfinity;
            }
        }

        return Tensor.Wrap(result, logits.Shape);
    }
}

/// <summary>Which scores a metric works on.</summary>
internal enum ClassScores
{
    /// <summary>As they are, where only their order counts.</summary>
    AsGiven,
    Probabilities,
    LogProbabilities,

    /// <summary>
    /// Logits or probabilities, whichever the model gives: the metric makes of them what is ordered as exact probabilities are.
    /// </summary>
    Ordered,
}
