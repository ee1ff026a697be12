using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// How the draws of a prediction spread over the logarithm of a class's probability: a bar for each natural logarithm from −20 to 0, with
/// all that is less in the first. A class that is sure fills the
/// last bar, one that is excluded the first; what is not known is spread between them.
/// </summary>
public static class LogHistogram
{
    /// <summary>The number of bars.</summary>
    public const int Bars = 20;

    /// <summary>Where a bar ends: e⁻¹⁹, e⁻¹⁸, …, 1.</summary>
    private static readonly float[] s_edges =
        Ops.Exp(Tensor.Of([.. Enumerable.Range(1 - Bars, Bars).Select(k => (float)k)], [Bars])).ToArray();

    /// <summary>The shares of the draws, bar by bar; they sum to 1.</summary>
    /// <param name="probabilities">[samples, batch, classes].</param>
    /// <param name="example">Which one.</param>
    /// <param name="type">Which class.</param>
    /// <exception cref="ArgumentException">The shape is another, or there is no such example or class.</exception>
    public static float[] Of(Tensor probabilities, int example, int type)
    {
        if (probabilities.Shape.Rank != 3)
        {
            throw new ArgumentException($"expected [samples, batch, classes], received {probabilities.Shape}", nameof(probabilities));
        }

        CountChecks.Below(probabilities.Shape[1], example);
        CountChecks.Below(probabilities.Shape[2], type);
        (int samples, int batch, int classes) = (probabilities.Shape[0], probabilities.Shape[1], probabilities.Shape[2]);
        ReadOnlySpan<float> values = probabilities.Values;
        float[] bars = new float[Bars];
        for (int s = 0; s < samples; s++)
        {
            float p = values[(((s * batch) + example) * classes) + type];
            int bar = 0;
            while (bar < Bars - 1 && p > s_edges[bar])
            {
                bar++;
            }

            bars[bar] += 1f / samples;
        }

        return bars;
    }
}
