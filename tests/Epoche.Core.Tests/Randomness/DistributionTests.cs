namespace Epoche.Core.Tests.Randomness;

/// <summary>
/// Statistics of large samples. Seeds are fixed, so a test that passes once passes always; tolerances are five standard errors.
/// </summary>
public sealed class DistributionTests
{
    private const int Count = 1 << 20;

    [Fact]
    public void Uniform_numbers_have_the_moments_and_the_distribution_of_a_uniform()
    {
        float[] x = new float[Count];
        new Rng(11).FillUniform(x);
        double mean = x.Average(v => (double)v), variance = x.Average(v => (v - 0.5) * (v - 0.5));
        Assert.Equal(0.5, mean, 5 * Math.Sqrt(1 / 12.0 / Count));
        Assert.Equal(1 / 12.0, variance, 5 * Math.Sqrt(1 / 180.0 / Count));
        Assert.InRange(KolmogorovSmirnov(x, v => v), 0, 2 / Math.Sqrt(Count));
    }

    [Fact]
    public void Normal_numbers_have_the_moments_and_the_distribution_of_a_normal()
    {
        float[] x = new float[Count];
        new Rng(12).FillNormal(x);
        Assert.Equal(0, x.Average(v => (double)v), 5 / Math.Sqrt(Count));
        Assert.Equal(1, x.Average(v => (double)v * v), 5 * Math.Sqrt(2.0 / Count));
        Assert.Equal(0, x.Average(v => (double)v * v * v), 5 * Math.Sqrt(15.0 / Count));
        Assert.Equal(3, x.Average(v => (double)v * v * v * v), 5 * Math.Sqrt(96.0 / Count));
        Assert.InRange(KolmogorovSmirnov(x, Reference.NormalCdf), 0, 2 / Math.Sqrt(Count));

        double neighbours = 0;
        for (int i = 1; i < Count; i++)
        {
            neighbours += (double)x[i] * x[i - 1];
        }

        Assert.Equal(0, neighbours / Count, 5 / Math.Sqrt(Count));
        Assert.InRange(x.Max(), 4.5, 6.8); // the farthest of a million, and no infinity
    }

    [Fact]
    public void Integers_are_equally_likely_and_permutations_are_too()
    {
        int[] x = new int[Count], hits = new int[7];
        new Rng(13).FillIntegers(x, 7);
        Array.ForEach(x, v => hits[v]++);
        Assert.InRange(ChiSquare(hits, Count / 7.0), 0, 30); // 6 degrees of freedom: exceeded with probability 4e-5

        int[] orders = new int[24];
        Rng rng = new(14);
        Span<int> order = stackalloc int[4];
        for (int i = 0; i < 240_000; i++)
        {
            rng.Permutation(order);
            orders[Rank(order)]++;
        }

        Assert.InRange(ChiSquare(orders, 10_000), 0, 62); // 23 degrees of freedom: 2e-5
    }

    [Theory]
    [InlineData(3, 5)] // Floyd
    [InlineData(90, 91)] // selection sampling
    public void A_choice_takes_each_number_equally_often_at_each_place(int k, int n)
    {
        Rng rng = new(15);
        int[] chosen = new int[k], first = new int[n], any = new int[n];
        int rounds = 20_000;
        for (int i = 0; i < rounds; i++)
        {
            rng.Choice(chosen, n);
            Assert.Equal(k, chosen.Distinct().Count());
            first[chosen[0]]++;
            Array.ForEach(chosen, v => any[v]++);
        }

        Assert.InRange(ChiSquare(first, rounds / (double)n), 0, n - 1 + (5 * Math.Sqrt(2.0 * (n - 1))) + 8);
        Assert.All(
            any, hits => Assert.InRange(
                hits, (rounds * (double)k / n) - (5 * Math.Sqrt(rounds / 4.0)), (rounds * (double)k / n) + (5 * Math.Sqrt(rounds / 4.0))));
    }

    [Fact]
    public void Weighted_choices_follow_their_weights_with_and_without_replacement()
    {
        float[] weights = [1, 0, 2, 5, 0.5f];
        int[] single = new int[5], first = new int[5], second = new int[5], pair = new int[2];
        Rng rng = new(16);
        const int rounds = 100_000;
        for (int i = 0; i < rounds; i++)
        {
            single[rng.Choice(weights)]++;
            rng.Choice(pair, weights);
            first[pair[0]]++;
            second[pair[1]]++;
        }

        double sum = weights.Sum();
        for (int i = 0; i < weights.Length; i++)
        {
            double p = weights[i] / sum, q = 0;
            for (int j = 0; j < weights.Length; j++)
            {
                q += j == i ? 0 : weights[j] / sum * weights[i] / (sum - weights[j]);
            }

            double tolerance = 5 * Math.Sqrt(0.25 / rounds);
            Assert.Equal(p, single[i] / (double)rounds, tolerance);
            Assert.Equal(p, first[i] / (double)rounds, tolerance);
            Assert.Equal(q, second[i] / (double)rounds, tolerance);
        }

        Assert.Equal(0, single[1] + first[1] + second[1]);
    }

    private static double KolmogorovSmirnov(float[] x, Func<double, double> cdf)
    {
        float[] sorted = [.. x.Order()];
        double worst = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double p = cdf(sorted[i]);
            worst = Math.Max(worst, Math.Max(p - (i / (double)sorted.Length), ((i + 1) / (double)sorted.Length) - p));
        }

        return worst;
    }

    private static double ChiSquare(int[] hits, double expected) => hits.Sum(h => (h - expected) * (h - expected) / expected);

    private static int Rank(ReadOnlySpan<int> order)
    {
        int rank = 0;
        for (int i = 0; i < order.Length; i++)
        {
            int smaller = 0;
            for (int j = i + 1; j < order.Length; j++)
            {
                smaller += order[j] < order[i] ? 1 : 0;
            }

            rank = (rank * (order.Length - i)) + smaller;
        }

        return rank;
    }
}
