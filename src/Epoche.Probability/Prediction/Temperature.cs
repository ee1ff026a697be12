using Epoche.Kernels;

namespace Epoche;

/// <summary>Temperature scaling: one number that makes the probabilities of a classifier as sure as they are right (Guo et al. 2017, arXiv:1706.04599).</summary>
public static class Temperature
{
    private const double Lowest = 0.05, Highest = 20;
    private const int GridSteps = 24, SearchSteps = 30;

    /// <summary>
    /// The temperature T in [0.05, 20] with the smallest negative log-likelihood of the labels under the mean over draws of softmax(logits/T): what is averaged is what is calibrated
    /// (Rahaman and Thiery 2021, arXiv:2007.08792). Found on a grid and refined to 5 digits.
    /// </summary>
    /// <param name="logits">[examples, classes], or [draws, examples, classes].</param>
    /// <param name="labels">Classes, [examples], of examples that nothing was trained on.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, there is no example, or a label is no class.</exception>
    public static float Fit(Tensor logits, Tensor labels)
    {
        Shape shape = logits.Shape;
        if (shape.Rank is not (2 or 3) || labels.Shape != [shape[-2]] || shape.ElementCount == 0)
        {
            throw new ArgumentException($"A temperature is fitted to logits [examples, classes], or [draws, examples, classes], and labels [examples]; received {shape} and {labels.Shape}.", nameof(logits));
        }

        int classes = shape[-1];
        foreach (float label in labels.Values)
        {
            if (!(label >= 0 && label < classes && label == MathF.Floor(label)))
            {
                throw new ArgumentException($"A label is a class from 0 to {classes - 1}; received {label}.", nameof(labels));
            }
        }

        Likelihood likelihood = new(logits.ToArray(), labels.ToArray(), classes);
        double low = ScalarMath.Log(Lowest), high = ScalarMath.Log(Highest), step = (high - low) / GridSteps;
        int best = 0;
        double least = double.PositiveInfinity;
        for (int i = 0; i <= GridSteps; i++)
        {
            double loss = likelihood.Loss(low + (i * step));
            (best, least) = loss < least ? (i, loss) : (best, least);
        }

        return (float)ScalarMath.Exp(Narrow(likelihood, low + (Math.Max(0, best - 1) * step), low + (Math.Min(GridSteps, best + 1) * step)));
    }

    /// <summary>Golden-section search.</summary>
    private static double Narrow(Likelihood likelihood, double low, double high)
    {
        const double golden = 0.6180339887498949;
        double left = high - (golden * (high - low)), right = low + (golden * (high - low));
        double leftLoss = likelihood.Loss(left), rightLoss = likelihood.Loss(right);
        for (int i = 0; i < SearchSteps; i++)
        {
            if (leftLoss <= rightLoss)
            {
                (high, right, rightLoss) = (right, left, leftLoss);
                left = high - (golden * (high - low));
                leftLoss = likelihood.Loss(left);
            }
            else
            {
                (low, left, leftLoss) = (left, right, rightLoss);
                right = low + (golden * (high - low));
                rightLoss = likelihood.Loss(right);
            }
        }

        return 0.5 * (low + high);
    }

    /// <summary>In double precision: near its smallest value the loss is flat.</summary>
    private sealed class Likelihood(float[] logits, float[] labels, int classes)
    {
        private const int ExamplesOfAPart = 64;

        private readonly double[] _losses = new double[labels.Length];

        /// <summary>The mean over examples of −ln of the label's mean probability.</summary>
        internal double Loss(double logTemperature)
        {
            Workers.For((labels.Length + ExamplesOfAPart - 1) / ExamplesOfAPart, new Part(this, 1 / ScalarMath.Exp(logTemperature)));
            double sum = 0;
            foreach (double loss in _losses)
            {
                sum += loss;
            }

            return sum / labels.Length;
        }

        private void Examples(int first, double scale)
        {
            int draws = logits.Length / (labels.Length * classes);
            for (int example = first; example < Math.Min(first + ExamplesOfAPart, labels.Length); example++)
            {
                double mean = 0;
                for (int draw = 0; draw < draws; draw++)
                {
                    mean += Probability(logits.AsSpan(((draw * labels.Length) + example) * classes, classes), (int)labels[example], scale);
                }

                _losses[example] = -ScalarMath.Log(Math.Max(mean / draws, 1e-300));
            }
        }

        private static double Probability(ReadOnlySpan<float> logits, int label, double scale)
        {
            double sum = 0;
            foreach (float logit in logits)
            {
                sum += ScalarMath.Exp(((double)logit - logits[label]) * scale);
            }

            return 1 / sum;
        }

        private readonly struct Part(Likelihood likelihood, double scale) : IParallelBody
        {
            public void Run(int part) => likelihood.Examples(part * ExamplesOfAPart, scale);
        }
    }
}
