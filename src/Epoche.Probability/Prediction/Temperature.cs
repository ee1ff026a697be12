using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Temperature scaling: one number that makes the probabilities of a classifier as sure as they are right
/// (Guo et al. 2017, arXiv:1706.04599).
/// </summary>
public static class Temperature
{
    private const double Lowest = 0.05, Highest = 20;

    /// <summary>
    /// The temperature T in [0.05, 20] with the smallest negative log-likelihood of the labels under the mean over draws of
    /// softmax(logits/T): what is averaged is what is calibrated (Rahaman and Thiery 2021, arXiv:2007.08792). Found
    /// on a grid and refined to 5 digits.
    /// </summary>
    /// <param name="logits">
    /// [examples, classes], or [draws, examples, classes]; all finite. A single logit an example is that of class 1 against class 0, whose
    /// probability is sigmoid(logit/T).
    /// </param>
    /// <param name="labels">Classes, [examples], of examples that nothing was trained on.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit, there is no example, a logit is NaN or infinite, or a label is no class.
    /// </exception>
    public static float Fit(Tensor logits, Tensor labels)
    {
        Shape shape = logits.Shape;
        if (shape.Rank is not (2 or 3) || labels.Shape != [shape[-2]] || shape.ElementCount == 0)
        {
            throw new ArgumentException("A temperature is fitted to logits [examples, classes], or [draws, examples, classes], "
                + $"and labels [examples]; received {shape} and {labels.Shape}.", nameof(logits));
        }

        if (shape[-1] == 1)
        {
            logits = OfTwo(logits);
            shape = logits.Shape;
        }

        RequireFinite(logits);
        RequireClasses(labels, shape[-1]);
        MeanLikelihood likelihood = new(logits.ToArray(), labels.ToArray(), shape[-1]);
        return (float)ScalarMath.Exp(LineSearch.Minimise(likelihood.Loss, ScalarMath.Log(Lowest), ScalarMath.Log(Highest)));
    }

    /// <summary>[…, 1] → […, 2]: one logit x is the two logits 0 and x, for softmax of two is sigmoid of their difference.</summary>
    private static Tensor OfTwo(Tensor logits)
    {
        float[] both = new float[2 * logits.Count];
        for (int i = 0; i < logits.Count; i++)
        {
            both[(2 * i) + 1] = logits.Values[i];
        }

        return Tensor.Wrap(both, logits.Rank == 2 ? [logits.Length(0), 2] : [logits.Length(0), logits.Length(1), 2]);
    }

    private static void RequireFinite(Tensor logits)
    {
        int place = logits.Values.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        if (place >= 0)
        {
            int examples = logits.Length(-2), classes = logits.Length(-1);
            throw new ArgumentException(
                $"A temperature is fitted to finite logits; that of class {place % classes} of example "
                + $"{place / classes % examples} is {logits.Values[place]}. What predicts has diverged, or its inputs hold such numbers.",
                nameof(logits));
        }
    }

    /// <exception cref="ArgumentException">A label is no class.</exception>
    internal static void RequireClasses(Tensor labels, int classes)
    {
        foreach (float label in labels.Values)
        {
            if (!(label >= 0 && label < classes && label == MathF.Floor(label)))
            {
                throw new ArgumentException($"A label is a class from 0 to {classes - 1}; received {label}.", nameof(labels));
            }
        }
    }
}
