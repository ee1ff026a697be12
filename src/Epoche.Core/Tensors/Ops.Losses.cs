using Epoche.Autodiff;

namespace Epoche.Tensors;

public static partial class Ops
{
    /// <summary>−Σ label·log softmax(logits): one number an example; take its mean for the usual loss.</summary>
    /// <param name="logits">[..., classes], unnormalised.</param>
    /// <param name="labels">Class indices [...] as whole numbers, or probabilities [..., classes].</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class.</exception>
    public static Tensor SoftmaxCrossEntropy(Tensor logits, Tensor labels) => OpTable.Apply(OpTable.SoftmaxCrossEntropy, logits, labels);

    /// <summary>−(t·log σ(x) + (1 − t)·log(1 − σ(x))) of each element, computed from the logit x without overflow.</summary>
    /// <param name="logits">Unnormalised, any shape.</param>
    /// <param name="targets">Probabilities in [0, 1], of a shape that broadcasts.</param>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor targets) =>
        (targets * Softplus(-logits)) + ((1 - targets) * Softplus(logits)); // smooth at 0 and exact in both tails

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

        return OpTable.Apply(OpTable.Huber, errors, Tensor.Scalar(delta));
    }

    /// <summary>The mean of (prediction − target)² over all elements.</summary>
    public static Tensor MeanSquaredError(Tensor predictions, Tensor targets) => Square(predictions - targets).Mean();
}
