namespace Epoche.Tuning.Tests.Samplers;

/// <summary>
/// What the samplers reach on test functions; the minimum of Branin's is 0.397887, of Hartmann's with six variables −3.32237.
/// </summary>
public sealed class SamplerBarTests
{
    private static readonly SearchSpace s_branin = SearchSpace.Empty.Float("x", -5, 10).Float("y", 0, 15);

    private static readonly SearchSpace s_hartmann =
        Enumerable.Range(0, 6).Aggregate(SearchSpace.Empty, (space, i) => space.Float($"x{i}", 0, 1));

    [Fact]
    public void A_gaussian_process_finds_the_minimum_of_Branins_function_in_50_trials() =>
        Assert.All((ulong[])[0, 1, 2], seed => Assert.InRange(Best(s_branin, new GpSampler(), Branin, 50, seed), 0.397, 0.41));

    [Fact]
    public void Cma_es_and_nsga2_come_closer_than_random_search_does()
    {
        double random = Mean(new RandomSampler()), cma = Mean(new CmaEsSampler()), nsga2 = Mean(new Nsga2Sampler { Population = 20 });
        Assert.True(cma < random && nsga2 < random, $"random {random}, cmaes {cma}, nsga2 {nsga2}");

        static double Mean(Sampler sampler) =>
            Enumerable.Range(0, 4).Average(seed => Best(s_hartmann, sampler, Hartmann, 200, (ulong)seed));
    }

    [Theory]
    [Trait("category", "soak")]
    [InlineData(30)]
    public void A_gaussian_process_reaches_the_bars_of_30_seeds(int seeds)
    {
        double[] branin = [.. Enumerable.Range(0, seeds).Select(seed => Best(s_branin, new GpSampler(), Branin, 50, (ulong)seed)).Order()];
        double[] hartmann = [.. Enumerable.Range(0, seeds).Select(seed => Best(s_hartmann, new GpSampler(), Hartmann, 100, (ulong)seed))];
        Assert.True((branin[(seeds - 1) / 2] + branin[seeds / 2]) / 2 <= 0.3985, string.Join(" ", branin));
        Assert.True(hartmann.Average() <= -3.25, string.Join(" ", hartmann));
    }

    private static double Best(SearchSpace space, Sampler sampler, Func<double[], double> function, int trials, ulong seed)
    {
        Study study = new(new() { Space = space, Sampler = sampler, Seed = seed });
        study.Run(trial => function([.. space.Parameters.Select(parameter => trial.Float(parameter.Name))]), trials);
        return study.Best!.Value!.Value;
    }

    private static double Branin(double[] x)
    {
        double inner = x[1] - (5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0]) + (5 / Math.PI * x[0]) - 6;
        return (inner * inner) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x[0])) + 10;
    }

    private static double Hartmann(double[] x)
    {
        double[] scales = [1.0, 1.2, 3.0, 3.2];
        double[][] a = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];
        double[][] p =
        [
            [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
            [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
        ];
        return -Enumerable.Range(0, 4).Sum(i =>
            scales[i] * Math.Exp(-Enumerable.Range(0, 6).Sum(j => a[i][j] * (x[j] - p[i][j]) * (x[j] - p[i][j]))));
    }
}
