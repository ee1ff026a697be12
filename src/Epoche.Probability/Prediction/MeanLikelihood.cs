using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// How likely labels are under the mean over draws of softmax(logits/T). In double precision: near its smallest value the loss is flat.
/// </summary>
/// <param name="logits">[draws, examples, classes].</param>
/// <param name="labels">[examples], classes.</param>
/// <param name="classes">How many classes.</param>
internal sealed class MeanLikelihood(float[] logits, float[] labels, int classes)
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

    private readonly struct Part(MeanLikelihood likelihood, double scale) : IParallelBody
    {
        public void Run(int part) => likelihood.Examples(part * ExamplesOfAPart, scale);
    }
}
