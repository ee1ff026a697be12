using Epoche.Tuning.Tests.Support;

namespace Epoche.Tuning.Tests.Samplers;

public sealed class GpTests
{
    private static readonly SearchSpace s_square = SearchSpace.Empty.Float("x", 0, 1).Float("y", 0, 1);

    [Theory]
    [InlineData(0, -0.9189385332046727)] // ln φ(0)
    [InlineData(-1.5, -3.52993592080570988)] // the others: 60 digits of the continued fraction of erfcx, in Python's decimal
    [InlineData(-5, -16.7443011626609901)]
    [InlineData(-24.9, -317.3584857426673791)]
    [InlineData(-25.1, -322.3744098724640307)]
    [InlineData(-1000, -500014.7344520911584)]
    [InlineData(-1e6, -500000000028.54995965)]
    public void The_logarithm_of_the_expected_improvement_is_right_far_into_the_tail(double z, double expected) =>
        Assert.Equal(expected, ImprovementCurve.Log(z), Math.Abs(expected) * 1e-14);

    [Fact]
    public void The_kernel_is_that_of_the_formula()
    {
        // Squared distance 1/5, so r = 1: (1 + 1 + 1/3)/e, and −5/6·2/e.
        Assert.Equal(7.0 / 3 / Math.E, Matern.Unit(0.2, out double slope), 1e-15);
        Assert.Equal(-5.0 / 3 / Math.E, slope, 1e-15);
    }

    [Fact]
    public void Mean_and_variance_after_one_observation_are_those_of_the_formula()
    {
        // k = 2·u between both places, K = 2 + 0.5: mean k/K·y, variance 2 − k²/K.
        double k = 2 * Matern.Unit(4 * 0.25, out _);
        GaussianProcess process = new(new([4], 2, 0.5), [[0.1]], [[3.0]], [false]);
        process.Predict([0.6]);
        Assert.Equal(k / 2.5 * 3, process.Means[0], 1e-14);
        Assert.Equal(2 - (k * k / 2.5), process.Variance, 1e-11);
    }

    [Fact]
    public void The_gradient_of_the_marginal_likelihood_is_that_of_differences()
    {
        Rng random = new(3);
        double[][] rows = [.. Enumerable.Range(0, 12).Select(i => new[] { random.NextDouble(), random.NextDouble(), i % 3 })];
        double[] targets = [.. rows.Select(row => Math.Sin(5 * row[0]) + (row[2] == 1 ? 1 : 0))];
        bool[] choices = [false, false, true];
        double[] raw = [0.5, -0.7, 0.2, 0.3, -4], gradient = new double[5], ignored = new double[5];
        GpFit.Loss(rows, targets, choices, raw, gradient);
        AssertIsGradient(x => GpFit.Loss(rows, targets, choices, x, ignored), raw, gradient);
    }

    [Fact]
    public void The_gradients_of_acquisitions_are_those_of_differences()
    {
        Rng random = new(4);
        double[][] rows = [.. Enumerable.Range(0, 8).Select(_ => new[] { random.NextDouble(), random.NextDouble() })];
        double[][] sets = [.. Enumerable.Range(0, 3).Select(k => rows.Select(row => Math.Sin(3 * row[0]) + (k * row[1])).ToArray())];
        Matern kernel = new([3, 1], 1.2, 1e-3);
        GaussianProcess three = new(kernel, rows, sets, [false, false]);
        GaussianProcess one = new(kernel, rows, [sets[0]], [false, false]), other = new(kernel, rows, [sets[2]], [false, false]);
        Feasibility constraint = new(new(kernel, rows, [sets[1]], [false, false]), 0.3);
        List<double[]> boxes = Boxes.Above([[0.9, 0.2], [0.5, 0.6], [0.4, 0.1]], [-1, -1]);
        Acquisition[] acquisitions =
        [
            new ExpectedImprovement(three, [1.0, 1.1, 3], [constraint]), new ExpectedHypervolume([one, other], boxes, [constraint]),
        ];
        foreach (Acquisition acquisition in acquisitions)
        {
            double[] at = [0.37, 0.81], gradient = new double[2];
            acquisition.Value(at, gradient);
            AssertIsGradient(x => acquisition.Value(x, default), at, gradient);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Boxes_fill_what_the_front_does_not_dominate(int objectives)
    {
        Rng random = new((ulong)objectives);
        int[] axes = [.. Enumerable.Range(0, objectives)];
        double[][] points = [.. Enumerable.Range(0, 9).Select(_ => axes.Select(_ => random.NextDouble()).ToArray())];
        double volume = 0;
        foreach (double[] box in Boxes.Above(points, new double[objectives]))
        {
            volume += Enumerable.Range(0, objectives).Aggregate(1.0, (v, m) => v * (Math.Min(1, box[objectives + m]) - box[m]));
        }

        // As losses: larger is better here, so 1 − value, in front of the point of ones.
        double[] ones = [.. Enumerable.Repeat(1.0, objectives)];
        double dominated = Hypervolume.Of([.. points.Select(point => point.Select(value => 1 - value).ToArray())], ones);
        Assert.Equal(1 - dominated, volume, 1e-12);
    }

    [Fact]
    public void A_surely_known_function_has_the_expected_hypervolume_of_its_point()
    {
        // Two processes without variance at an observed place, value (2, 3); the front is (1, 1), the reference (0, 0): 2·3 − 1.
        Matern kernel = new([1], 1, 1e-9);
        GaussianProcess one = new(kernel, [[0.5]], [[2.0]], [false]), other = new(kernel, [[0.5]], [[3.0]], [false]);
        double value = new ExpectedHypervolume([one, other], Boxes.Above([[1, 1]], [0, 0]), []).Value([0.5], default);
        Assert.Equal(Math.Log(5), value, 1e-3);
    }

    [Fact]
    public void Workers_that_run_at_once_look_in_different_places()
    {
        TrialRecord[] results = [.. Enumerable.Range(0, 12).Select(i => At(i, i / 11.0, i * 7 % 12 / 11.0))];
        List<TrialRecord> pending = [];
        GpSampler sampler = new();
        for (int n = 12; n < 16; n++)
        {
            double[] numbers = new double[2];
            sampler.Suggest(new(s_square, new([Direction.Minimize], results, [.. pending]), 1, n), numbers);
            Assert.All(pending, other => Assert.True(
                Math.Abs(other.Parameters[0].Number - numbers[0]) + Math.Abs(other.Parameters[1].Number - numbers[1]) > 0.02));
            pending.Add(Records.Of(n, TrialState.Running).At(s_square, numbers));
        }

        static TrialRecord At(int number, double x, double y) =>
            Records.Complete(number, Math.Sin(9 * x) + Math.Cos(8 * y)).At(s_square, x, y);
    }

    [Fact]
    public void Constraints_and_several_objectives_are_respected()
    {
        // Both x and 1 − x − y/2 small, while y stays below 0.5.
        Study study = new(new()
        {
            Space = s_square, Directions = [Direction.Minimize, Direction.Minimize], Sampler = new GpSampler(), Seed = 2,
        });
        study.Run(
            (trial, _) =>
            {
                double x = trial.Float("x"), y = trial.Float("y");
                trial.SetConstraints(y - 0.5);
                return [x, 1 - x - (y / 2)];
            },
            trials: 24);
        IReadOnlyList<TrialRecord> late = [.. study.Trials.Skip(14)];
        Assert.True(late.Count(trial => trial.Violation == 0) >= 7, string.Join("\n", late));
        Assert.Contains(study.Front, trial => trial.Find("y")!.Number > 0.45);
    }

    [Fact]
    public void A_small_discrete_space_is_searched_without_repetition_and_five_objectives_are_refused()
    {
        SearchSpace space = SearchSpace.Empty.Int("n", 1, 4).Choice("c", "a", "b").When("c", ["b"], b => b.Int("m", 1, 3));
        Study study = new(new() { Space = space, Sampler = new GpSampler { StartupTrials = 4 }, Seed = 1 });
        study.Run(trial => trial.Int("n") + (trial.Has("m") ? trial.Int("m") : 3), trials: 16);
        Assert.Equal(16, study.Trials.Select(trial => string.Join(", ", trial.Parameters)).Distinct().Count());

        StudyHistory many = new([.. Enumerable.Repeat(Direction.Minimize, 5)], []);
        ArgumentException refused =
            Assert.Throws<ArgumentException>(() => new GpSampler().Suggest(new(s_square, many, 1, 0), new double[2]));
        Assert.StartsWith(
            "The Gaussian process searches for at most 4 objectives; this study has 5. Take nsga2.", refused.Message,
            StringComparison.Ordinal);
    }

    private static void AssertIsGradient(Func<double[], double> function, double[] at, double[] gradient)
    {
        for (int i = 0; i < at.Length; i++)
        {
            double[] above = [.. at], below = [.. at];
            (above[i], below[i]) = (at[i] + 1e-5, at[i] - 1e-5);
            double slope = (function(above) - function(below)) / 2e-5;
            Assert.Equal(slope, gradient[i], 1e-6 * Math.Max(1, Math.Abs(slope)));
        }
    }
}
