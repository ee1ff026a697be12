using Epoche.Autodiff;

namespace Epoche.Tensors;

public static partial class Ops
{
    /// <summary>
    /// −Σ label·log softmax(logits): one number an example; take its mean for the usual loss. A class of probability 0
    /// costs nothing, even at the logit −∞.
    /// </summary>
    /// <param name="logits">[..., classes], unnormalised.</param>
    /// <param name="labels">Class indices [...] as whole numbers, or probabilities [..., classes].</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A label is no class, or not the only one where there is a single logit an example.
    /// </exception>
    public static Tensor SoftmaxCrossEntropy(Tensor logits, Tensor labels) => OpTable.Apply(OpTable.SoftmaxCrossEntropy, logits, labels);

    /// <summary>
    /// −(t·log σ(x) + (1 − t)·log(1 − σ(x))) of each element, computed from the logit x without overflow; 0 for
    /// a certain and right one, x = ±∞.
    /// </summary>
    /// <param name="logits">Unnormalised, any shape.</param>
    /// <param name="targets">Probabilities in [0, 1], one for each logit, or a single number for all.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is no probability.</exception>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor targets)
    {
        RequirePairs("Binary cross-entropy", "logits", logits.Shape, targets.Shape);
        ReadOnlySpan<float> values = targets.Values;
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0 && values[i] <= 1))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(targets), "A target of binary cross-entropy is a probability from 0 to 1, such as 0 or 1 for no or yes; "
                        + $"element {i} of {targets.Shape} is {values[i]}.");
            }
        }

        return CrossEntropyOfBits(logits, targets);
    }

    /// <summary><see cref="BinaryCrossEntropy"/> of whatever shapes broadcast, unchecked.</summary>
    internal static Tensor CrossEntropyOfBits(Tensor logits, Tensor targets) =>
        Weigh(targets, Softplus(-logits)) + Weigh(1 - targets, Softplus(logits)); // smooth at 0 and exact in both tails

    /// <summary>weight·value, where a weight of 0 gives 0 even for an infinite value or NaN; shapes broadcast.</summary>
    internal static Tensor Weigh(Tensor weight, Tensor value) => OpTable.Apply(OpTable.Weigh, weight, value);

    /// <summary>Huber's loss of each error: ½e² for |e| ≤ δ, δ·(|e| − ½δ) beyond.</summary>
    /// <param name="errors">Prediction minus target.</param>
    /// <param name="delta">δ &gt; 0; 1 in DQN.</param>
    /// <exception cref="ArgumentOutOfRangeException">δ is not positive.</exception>
    public static Tensor Huber(Tensor errors, float delta = 1)
    {
        if (!(delta > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(delta), $"Huber's δ must be positive; received {delta}.");
        }

        return OpTable.Apply(OpTable.Huber, errors, new HuberArguments(delta));
    }

    /// <summary>The mean of (prediction − target)² over all elements.</summary>
    /// <param name="predictions">Any shape.</param>
    /// <param name="targets">One for each prediction, or a single number for all.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor MeanSquaredError(Tensor predictions, Tensor targets)
    {
        RequirePairs("The mean squared error", "predictions", predictions.Shape, targets.Shape);
        return Square(predictions - targets).Mean();
    }

    /// <summary>
    /// Refuses what would broadcast: of predictions [batch, 1] and targets [batch] every prediction would meet every
    /// target, and nothing would be learned.
    /// </summary>
    private static void RequirePairs(string loss, string what, Shape predictions, Shape targets)
    {
        if (predictions != targets && targets.Rank != 0) // not by the count: a batch of one example is a batch
        {
            string likely = predictions.ElementCount == targets.ElementCount
                ? $"; targets.Reshape({predictions.ToString()[1..^1]}) gives them that shape"
                : "";
            throw new ArgumentException(
                $"{loss} takes {what} and targets of one shape; received {what} {predictions} and targets {targets}{likely}.",
                nameof(targets));
        }
    }
}
