using Epoche.Tensors;

namespace Epoche;

/// <summary>Some examples at once.</summary>
/// <param name="Inputs">[batch, input…].</param>
/// <param name="Targets">[batch, target…].</param>
public readonly record struct Batch(Tensor Inputs, Tensor Targets)
{
    /// <summary>What each example counts, [batch]; the default tensor where all count 1. See <see cref="Dataset.WithWeights"/>.</summary>
    public Tensor Weights { get; init; }

    /// <summary>
    /// The mean of losses: Σ w·loss / batch by <see cref="Weights"/>, the plain mean without them. A weight of 0 leaves an example out even
    /// where its loss is infinite or NaN.
    /// </summary>
    /// <param name="losses">
    /// One an example, [batch], or several, [batch, …], of which each example's mean counts; without weights a single one too.
    /// </param>
    /// <exception cref="ArgumentException">There are weights, and not one loss for each example at least.</exception>
    public Tensor Mean(Tensor losses)
    {
        Tensor weighted = Weighted(losses);
        return weighted.Count == 1 ? weighted : weighted.Mean();
    }

    /// <summary>The losses times the weights, [batch]; without weights the losses as they are.</summary>
    internal Tensor Weighted(Tensor losses)
    {
        if (Weights.IsDefault)
        {
            return losses;
        }

        int examples = Weights.Count;
        if (losses.Count < examples || losses.Count % examples != 0 || (losses.Rank > 0 && losses.Shape[0] != examples))
        {
            throw new ArgumentException(
                $"Weights of examples need one loss an example; received losses {losses.Shape} for {examples} examples. Does the loss take "
                + "the mean itself?", nameof(losses));
        }

        Tensor each = losses.Count == examples ? losses.Reshape(examples) : losses.Reshape(examples, losses.Count / examples).Mean(1);
        return Ops.Weigh(Weights, each);
    }
}
