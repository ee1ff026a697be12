namespace Epoche.Tuning;

/// <summary>The share of a forest's variance over the whole space that each parameter explains by itself.</summary>
internal static class Fanova
{
    /// <summary>The importance of each parameter, the average over the trees; 0 of those that some trials do not have.</summary>
    public static double[] Of(ImportanceData data, ulong seed, int trees)
    {
        double[] amounts = new double[data.Parameters.Count];
        int[] used = [.. Enumerable.Range(0, amounts.Length).Where(i => !data.Numbers[i].Any(double.IsNaN))];
        if (!data.Varies || used.Length == 0)
        {
            return amounts;
        }

        int[] choices = [.. used.Select(i => data.Parameters[i].Value.IsCategorical ? (int)data.Parameters[i].Value.Count! : 0)];
        double[][] columns =
        [
            .. used.Select((i, k) => choices[k] > 0
                ? data.Numbers[i]
                : [.. data.Numbers[i].Select(data.Parameters[i].Value.ToUnit)]),
        ];
        for (int tree = 0; tree < trees; tree++)
        {
            Rng random = Rng.Stream(seed, "fanova", tree);
            int[] sample = new int[data.Losses.Length];
            for (int i = 0; i < sample.Length; i++)
            {
                sample[i] = random.NextInt(sample.Length); // with replacement
            }

            double[] shares = Shares(RegressionTree.Fit(columns, choices, data.Losses, sample), choices);
            for (int k = 0; k < used.Length; k++)
            {
                amounts[used[k]] += shares[k] / trees;
            }
        }

        return amounts;
    }

    /// <summary>The variance of the mean over all other parameters, divided by the whole variance.</summary>
    public static double[] Shares(IReadOnlyList<TreeLeaf> leaves, int[] choices)
    {
        double mean = 0, variance = 0;
        double[] volumes = [.. leaves.Select(leaf => Enumerable.Range(0, choices.Length).Aggregate(1.0, (v, k) => v * leaf.Extent(k)))];
        for (int i = 0; i < volumes.Length; i++)
        {
            mean += volumes[i] * leaves[i].Value;
        }

        for (int i = 0; i < volumes.Length; i++)
        {
            variance += volumes[i] * (leaves[i].Value - mean) * (leaves[i].Value - mean);
        }

        double[] shares = new double[choices.Length];
        for (int k = 0; k < choices.Length && variance > 0; k++)
        {
            shares[k] = (choices[k] > 0 ? OfChoices(leaves, volumes, k, choices[k], mean) : OfNumbers(leaves, volumes, k, mean)) / variance;
        }

        return shares;
    }

    private static double OfChoices(IReadOnlyList<TreeLeaf> leaves, double[] volumes, int parameter, int choices, double mean)
    {
        double variance = 0;
        for (int choice = 0; choice < choices; choice++)
        {
            double marginal = 0;
            for (int i = 0; i < volumes.Length; i++)
            {
                marginal += leaves[i].Has(parameter, choice) ? volumes[i] / leaves[i].Extent(parameter) * leaves[i].Value : 0;
            }

            variance += (marginal - mean) * (marginal - mean) / choices;
        }

        return variance;
    }

    /// <summary>
    /// Between neighbouring bounds of leaves the mean is constant: one pass along them, adding what begins and taking what ends.
    /// </summary>
    private static double OfNumbers(IReadOnlyList<TreeLeaf> leaves, double[] volumes, int parameter, double mean)
    {
        List<(double At, double Change)> bounds = new(2 * volumes.Length);
        for (int i = 0; i < volumes.Length; i++)
        {
            double part = volumes[i] / leaves[i].Extent(parameter) * (leaves[i].Value - mean);
            bounds.Add((leaves[i].Low[parameter], part));
            bounds.Add((leaves[i].High[parameter], -part));
        }

        double variance = 0, marginal = 0, from = 0;
        foreach ((double at, double change) in bounds.OrderBy(bound => bound.At))
        {
            variance += (at - from) * marginal * marginal;
            (from, marginal) = (at, marginal + change);
        }

        return variance;
    }
}
