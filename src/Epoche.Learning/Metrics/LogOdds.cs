using Epoche.Kernels;

namespace Epoche;

/// <summary>Numbers that are ordered as the exact probabilities of a classifier's outputs are.</summary>
internal static class LogOdds
{
    /// <summary>
    /// Of logits ln(p/(1 − p)) = x − ln Σ exp of the others, which tells apart what is 1 or 0 in any precision. Two rows give a class equal
    /// probabilities exactly when the differences of the other logits to its own are the same numbers, in whatever order; so the sums run
    /// in rising order, and rows whose numbers are swapped give the same bits.
    /// </summary>
    /// <param name="scores">[classes], two or more; logits are below ∞, and one is above −∞.</param>
    /// <param name="outputs">What they are; probabilities are ordered as they stand.</param>
    /// <param name="order">[classes].</param>
    public static void Order(ReadOnlySpan<float> scores, ClassOutputs outputs, Span<double> order)
    {
        if (outputs == ClassOutputs.Probabilities)
        {
            for (int i = 0; i < order.Length; i++)
            {
                order[i] = scores[i];
            }

            return;
        }

        float[] sorted = scores.ToArray();
        Array.Sort(sorted);
        int last = sorted.Length - 1;
        double largest = sorted[last], second = sorted[last - 1];
        // Sums of exp(x − largest) below a place, and from it on.
        double[] upTo = new double[sorted.Length], from = new double[sorted.Length];
        for (int i = 1; i <= last; i++)
        {
            upTo[i] = upTo[i - 1] + ScalarMath.Exp(sorted[i - 1] - largest);
        }

        for (int i = last; i > 0; i--)
        {
            from[i] = ScalarMath.Exp(sorted[i] - largest) + (i < last ? from[i + 1] : 0);
        }

        for (int i = 0; i < order.Length; i++)
        {
            if (scores[i] == sorted[last])
            {
                order[i] = double.IsNegativeInfinity(second)
                    ? double.PositiveInfinity
                    : largest - second - ScalarMath.Log(OthersOfTheLargest(sorted));
                continue;
            }

            int place = Array.BinarySearch(sorted, scores[i]);
            while (place > 0 && sorted[place - 1] == scores[i])
            {
                place--; // the first of equals, so that it does not matter which of them this one is
            }

            order[i] = scores[i] - largest - ScalarMath.Log(upTo[place] + from[place + 1]);
        }
    }

    /// <summary>Relative to the largest of the others, for beside the largest of all they may be too small for a number.</summary>
    private static double OthersOfTheLargest(ReadOnlySpan<float> sorted)
    {
        double sum = 0;
        foreach (float logit in sorted[..^1])
        {
            sum += ScalarMath.Exp((double)logit - sorted[^2]);
        }

        return sum;
    }
}
