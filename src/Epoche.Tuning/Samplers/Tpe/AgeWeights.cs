namespace Epoche.Tuning;

/// <summary>Weights of observations by age: the 25 newest count fully, older ones less, the oldest as one of them all.</summary>
internal static class AgeWeights
{
    private const int Newest = 25;

    /// <summary>Weights of observations, the oldest first, and behind them that of the prior; they add up to 1.</summary>
    /// <param name="count">How many observations there are.</param>
    /// <param name="byAge">Whether age counts; otherwise all count the same.</param>
    public static double[] Of(int count, bool byAge)
    {
        double[] weights = new double[count + 1];
        Array.Fill(weights, 1);
        int ramp = byAge ? Math.Max(0, count - Newest) : 0;
        for (int i = 0; i < ramp; i++)
        {
            // From 1/count to 1 in even steps, both included.
            weights[i] = ramp == 1 ? 1.0 / count : (1.0 / count) + (i * (1 - (1.0 / count)) / (ramp - 1));
        }

        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight;
        }

        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] /= sum;
        }

        return weights;
    }
}
