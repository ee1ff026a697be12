namespace Epoche.Tensors;

public static partial class Ops
{
    /// <summary>The mean of |prediction − target| over all elements.</summary>
    /// <param name="predictions">Any shape.</param>
    /// <param name="targets">One for each prediction, or a single number for all.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor MeanAbsoluteError(Tensor predictions, Tensor targets)
    {
        RequirePairs("The mean absolute error", "predictions", predictions.Shape, targets.Shape);
        return Abs(predictions - targets).Mean();
    }

    /// <summary>
    /// Labels that are less sure of themselves (Szegedy et al. 2016, arXiv:1512.00567, section 7): a share of each goes evenly to all
    /// classes. What comes out are probabilities, which <see cref="SoftmaxCrossEntropy"/> takes.
    /// </summary>
    /// <param name="labels">Classes [...] as whole numbers.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="smoothing">The share, from 0 to 1.</param>
    /// <returns>[..., classes].</returns>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class, or the share is outside of its range.</exception>
    public static Tensor SmoothLabels(Tensor labels, int classes, float smoothing) => smoothing is >= 0 and <= 1
        ? (labels.OneHot(classes) * (1 - smoothing)) + (smoothing / classes)
        : throw new ArgumentOutOfRangeException(
            nameof(smoothing), $"The share of a label that is smoothed lies between 0 and 1; received {smoothing}.");

    /// <summary>
    /// Binary cross-entropy in which examples that are right already count less (Lin et al. 2017, arXiv:1708.02002, eq. 5):
    /// (1 − p)^γ·−ln p of each element, p the probability of what is true.
    /// </summary>
    /// <param name="logits">Unnormalised, any shape.</param>
    /// <param name="targets">0 or 1, one for each logit.</param>
    /// <param name="gamma">γ, 0 or more; 0 is binary cross-entropy.</param>
    /// <param name="positiveWeight">α, what ones count, from 0 to 1; zeros count 1 − α. Null: all count 1.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Tensor FocalLoss(Tensor logits, Tensor targets, float gamma = 2, float? positiveWeight = null)
    {
        if (!(gamma >= 0) || positiveWeight is < 0 or > 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(gamma), $"A focal loss takes γ of 0 or more and α from 0 to 1; received {gamma} and {positiveWeight}.");
        }

        Tensor loss = BinaryCrossEntropy(logits, targets);
        Tensor wrong = targets + ((1 - (targets * 2)) * Sigmoid(logits)); // the probability of what is not true
        Tensor focal = gamma == 0 ? loss : Pow(wrong, gamma) * loss;
        return positiveWeight is { } alpha ? ((targets * ((2 * alpha) - 1)) + (1 - alpha)) * focal : focal;
    }

    /// <summary>
    /// The pinball loss of each element, whose minimum is a quantile (Koenker and Bassett 1978): q·e for an error e = target − prediction
    /// above 0, (q − 1)·e below.
    /// </summary>
    /// <param name="predictions">Any shape.</param>
    /// <param name="targets">One for each prediction, or a single number for all.</param>
    /// <param name="quantile">q, between 0 and 1: 0.5 is half the absolute error, and its minimum the median.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The quantile is not between 0 and 1.</exception>
    public static Tensor QuantileLoss(Tensor predictions, Tensor targets, float quantile)
    {
        if (!(quantile > 0 && quantile < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(quantile), $"A quantile lies between 0 and 1; received {quantile}.");
        }

        RequirePairs("The loss of a quantile", "predictions", predictions.Shape, targets.Shape);
        Tensor errors = targets - predictions;
        return Maximum(errors * quantile, errors * (quantile - 1));
    }

    /// <summary>The pinball losses of several quantiles of one number, added up: one for each example.</summary>
    /// <param name="predictions">[batch, quantiles].</param>
    /// <param name="targets">[batch] or [batch, 1].</param>
    /// <param name="quantiles">Between 0 and 1, such as 0.05 and 0.95 for an interval of 90%.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A quantile is not between 0 and 1.</exception>
    public static Tensor QuantileLoss(Tensor predictions, Tensor targets, params ReadOnlySpan<float> quantiles)
    {
        if (predictions.Rank != 2 || predictions.Length(1) != quantiles.Length || targets.Count != predictions.Length(0)
            || targets.Shape is not ([_] or [_, 1]))
        {
            throw new ArgumentException(
                $"The loss of {quantiles.Length} quantiles takes predictions [batch, {quantiles.Length}] and targets [batch]; received "
                + $"{predictions.Shape} and {targets.Shape}.");
        }

        int count = targets.Count;
        Tensor target = targets.Reshape(count), sum = default;
        for (int i = 0; i < quantiles.Length; i++)
        {
            Tensor loss = QuantileLoss(predictions.Slice(1, i, 1).Reshape(count), target, quantiles[i]);
            sum = i == 0 ? loss : sum + loss;
        }

        return sum;
    }

    /// <summary>
    /// The negative log-likelihood of counts by Poisson distributions, of each element and without what depends on the count alone:
    /// eˣ − count·x.
    /// </summary>
    /// <param name="logRates">x, the logarithms of the rates, any shape.</param>
    /// <param name="counts">One for each rate, 0 or more.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor PoissonLoss(Tensor logRates, Tensor counts)
    {
        RequirePairs("The loss of counts", "logarithms of rates", logRates.Shape, counts.Shape);
        return Exp(logRates) - (counts * logRates);
    }

    /// <summary>1 − the cosine of the angle between vectors, over the last axis: 0 for one direction, 2 for opposite ones.</summary>
    /// <param name="left">[..., features].</param>
    /// <param name="right">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor CosineLoss(Tensor left, Tensor right)
    {
        RequirePairs("The loss of directions", "vectors", left.Shape, right.Shape);
        const float least = 1e-8f; // PyTorch's
        Tensor lengths = Maximum(left.Norm(-1), least) * Maximum(right.Norm(-1), least);
        return 1 - ((left * right).Sum(-1) / lengths);
    }

    /// <summary>
    /// How much nearer than a negative example, by a margin, a positive one is not: max(|a − p| − |a − n| + margin, 0) over the last axis
    /// (Schroff et al. 2015, arXiv:1503.03832, with distances instead of their squares, as in PyTorch).
    /// </summary>
    /// <param name="anchor">[..., features].</param>
    /// <param name="positive">What is to be near; the same shape.</param>
    /// <param name="negative">What is to be far; the same shape.</param>
    /// <param name="margin">Above 0.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The margin is not positive.</exception>
    public static Tensor TripletLoss(Tensor anchor, Tensor positive, Tensor negative, float margin = 1)
    {
        CountChecks.Positive(margin);
        RequirePairs("The triplet loss", "anchors", anchor.Shape, positive.Shape);
        RequirePairs("The triplet loss", "anchors", anchor.Shape, negative.Shape);
        const float apart = 1e-6f; // PyTorch's: no distance is 0, where it has no gradient
        return Relu((anchor - positive + apart).Norm(-1) - (anchor - negative + apart).Norm(-1) + margin);
    }
}
