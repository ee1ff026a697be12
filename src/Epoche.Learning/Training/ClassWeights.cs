using Epoche.Tensors;

namespace Epoche;

/// <summary>How much the examples of each class count, for data in which some classes are rare.</summary>
public sealed class ClassWeights
{
    private readonly float[] _weights;

    /// <summary>Makes weights of given numbers.</summary>
    /// <param name="weights">One a class, 0 or more, in the order of their numbers.</param>
    /// <exception cref="ArgumentException">There is none, one is negative or no number, or all are 0.</exception>
    public ClassWeights(params ReadOnlySpan<float> weights)
    {
        _weights = weights.ToArray();
        if (_weights.Length == 0 || !Array.TrueForAll(_weights, weight => weight >= 0 && float.IsFinite(weight))
            || Array.TrueForAll(_weights, weight => weight == 0))
        {
            throw new ArgumentException(
                $"Class weights are 0 or more, and not all 0; received [{string.Join(", ", _weights)}].", nameof(weights));
        }
    }

    /// <summary>The weights.</summary>
    public IReadOnlyList<float> Values => _weights;

    /// <summary>n / (classes · count of the class): every class counts as much as every other, and an example 1 in the mean.</summary>
    /// <param name="data">Examples whose targets are the numbers of classes.</param>
    /// <param name="classes">The number of classes, up to 2²⁴: labels are float32.</param>
    /// <exception cref="ArgumentException">
    /// A class has no example, a target is no class, or there are more classes than labels can name.
    /// </exception>
    public static ClassWeights Balanced(Dataset data, int classes)
    {
        ArgumentNullException.ThrowIfNull(data);
        CountChecks.AtLeast(1, classes);
        FloatIndex.RequireNameable(classes, "classes");
        long[] counts = new long[classes];
        for (int i = 0; i < data.Count; i++)
        {
            ReadOnlySpan<float> target = data.Target(i);
            counts[target.Length == 1 ? Class(target[0], classes, i) : throw new ArgumentException(
                $"Class weights need targets that are numbers of classes; these have the shape {data.TargetShape}.", nameof(data))]++;
        }

        int empty = Array.IndexOf(counts, 0);
        return empty < 0
            ? new ClassWeights([.. counts.Select(count => (float)((double)data.Count / ((double)classes * count)))])
            : throw new ArgumentException($"Class {empty} of {classes} has no example, so no weight balances it.", nameof(data));
    }

    /// <summary>The weights of a batch: [batch], or [batch, 1] → [batch].</summary>
    /// <param name="labels">The numbers of the classes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class.</exception>
    public Tensor Of(Tensor labels)
    {
        Tensor weights = Tensor.Uninitialized([labels.Count]);
        Span<float> values = weights.Span;
        ReadOnlySpan<float> classes = labels.Values;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _weights[Class(classes[i], _weights.Length, i)];
        }

        return weights;
    }

    /// <summary>The mean of examples' losses by the weights of their classes, Σ w·loss / Σ w, as PyTorch takes it.</summary>
    /// <param name="losses">[batch].</param>
    /// <param name="labels">[batch] or [batch, 1].</param>
    /// <exception cref="ArgumentException">There is not one loss for each label, or all weights in the batch are 0.</exception>
    public Tensor Mean(Tensor losses, Tensor labels)
    {
        if (losses.Count != labels.Count)
        {
            throw new ArgumentException($"Class weights need one loss an example; received losses {losses.Shape} for labels "
                + $"{labels.Shape}. Does the loss take the mean itself?", nameof(losses));
        }

        Tensor weights = Of(labels);
        float sum = Sum(labels);
        return sum > 0 ? Ops.Weigh(weights, losses.Reshape(labels.Count)).Sum() * (1 / sum) : throw new ArgumentException(
            "All examples of the batch have the weight 0. Leave those of such classes out of the data, or use larger batches.",
            nameof(labels));
    }

    /// <summary>What all examples of a batch count together.</summary>
    internal float Sum(Tensor labels) => Of(labels).Sum().Item();

    private static int Class(float label, int classes, int example) => label >= 0 && label < classes && label == MathF.Floor(label)
        ? (int)label
        : throw new ArgumentOutOfRangeException(
            nameof(label), $"There are {classes} classes, 0 to {classes - 1}; target {example} is {label}.");
}
