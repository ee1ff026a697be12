namespace Epoche.Tuning.Tests.Numerics;

public sealed class SobolTests
{
    // PyTorch 1.13: torch.quasirandom.SobolEngine(5).draw(6).
    [Fact]
    public void The_sequence_is_that_of_Joe_and_Kuo()
    {
        double[][] expected =
        [
            [0.0, 0.0, 0.0, 0.0, 0.0], [0.5, 0.5, 0.5, 0.5, 0.5], [0.75, 0.25, 0.25, 0.25, 0.75], [0.25, 0.75, 0.75, 0.75, 0.25],
            [0.375, 0.375, 0.625, 0.875, 0.375], [0.875, 0.875, 0.125, 0.375, 0.875],
        ];
        SobolSequence sequence = new(5);
        double[] point = new double[5];
        for (uint i = 0; i < expected.Length; i++)
        {
            sequence.Fill(i, point);
            Assert.Equal(expected[i], point);
        }
    }

    [Fact]
    public void Scrambled_points_keep_one_in_each_part_of_every_dimension()
    {
        Rng random = new(1);
        SobolSequence sequence = new(SobolSequence.MostDimensions, ref random);
        double[][] points = [.. Enumerable.Range(0, 256).Select(_ => new double[SobolSequence.MostDimensions])];
        for (uint i = 0; i < points.Length; i++)
        {
            sequence.Fill(i, points[i]);
        }

        for (int dimension = 0; dimension < SobolSequence.MostDimensions; dimension++)
        {
            Assert.Equal(256, points.Select(point => (int)(point[dimension] * 256)).Distinct().Count());
        }

        // And one in each of 16 × 16 squares of the first two, which random points never have.
        Assert.Equal(256, points.Select(point => ((int)(point[0] * 16), (int)(point[1] * 16))).Distinct().Count());
    }

    [Fact]
    public void The_mean_of_scrambled_points_is_more_exact_than_that_of_random_ones()
    {
        double Error(Sampler sampler) => Enumerable.Range(0, 8).Sum(seed =>
        {
            Study study = new(new() { Space = SearchSpace.Empty.Float("x", 0, 1).Float("y", 0, 1), Sampler = sampler, Seed = (ulong)seed });
            study.Run(trial => trial.Float("x") * trial.Float("y"), trials: 128);
            return Math.Abs(study.Trials.Average(trial => trial.Value!.Value) - 0.25);
        });
        Assert.True(Error(new SobolSampler()) < 0.2 * Error(new RandomSampler()));
    }
}
