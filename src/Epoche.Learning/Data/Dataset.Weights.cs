namespace Epoche;

/// <content>What each example counts.</content>
public sealed partial class Dataset
{
    private readonly float[]? _weights; // one an example of this data set, not a row; null: all count 1

    private Dataset(Dataset whole, float[] weights)
        : this(whole, whole._rows, whole.Count) => _weights = weights;

    /// <summary>Whether examples have weights of their own, by <see cref="WithWeights"/>.</summary>
    public bool HasWeights => _weights is not null;

    /// <summary>
    /// The same examples with a weight each, which their losses are multiplied by in training and evaluation: a mean over a batch is
    /// Σ w·loss / n, as in Keras, so weights with a mean of 1 leave the size of gradients as it was. They come along
    /// into subsets, splits and batches. Metrics count all examples alike.
    /// </summary>
    /// <param name="weights">One an example, finite and 0 or more, not all 0; copied.</param>
    /// <exception cref="ArgumentException">There are more or fewer, one is negative or no number, or all are 0.</exception>
    public Dataset WithWeights(ReadOnlySpan<float> weights)
    {
        if (weights.Length != Count)
        {
            throw new ArgumentException(
                $"Each of the {Count} examples has a weight; received {weights.Length} weights.", nameof(weights));
        }

        bool areZero = true;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && float.IsFinite(weights[i])))
            {
                throw new ArgumentException(
                    $"The weight of an example is a finite number, 0 or more; that of example {i} is {weights[i]}.", nameof(weights));
            }

            areZero &= weights[i] == 0;
        }

        return !areZero || Count == 0
            ? new Dataset(this, weights.ToArray())
            : throw new ArgumentException($"The weights of all {Count} examples are 0, so nothing would be learned.", nameof(weights));
    }

    /// <summary>What an example counts: 1 without weights.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public float Weight(int example)
    {
        _ = Row(example);
        return _weights?[example] ?? 1;
    }

    private float[]? WeightsOf(ReadOnlySpan<int> examples)
    {
        if (_weights is null)
        {
            return null;
        }

        float[] weights = new float[examples.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = _weights[examples[i]];
        }

        return weights;
    }
}
