using System.Globalization;

namespace Epoche.Probability.Tests.Refusal;

/// <summary>
/// Each promise over 1,000 random splits of one made-up population of 40,000 examples into calibration and test. What holds on average may
/// miss by three standard errors of the mean over the splits; what holds with confidence 1 − δ may fail in at most 1,000·δ splits and
/// three deviations of a binomial more.
/// </summary>
public sealed class GuaranteeSimulationTests
{
    private const int Population = 40_000, Calibration = 2_000, Splits = 1_000;
    private const ulong Seed = 20;

    /// <summary>
    /// Where wrong answers are: the more doubt the likelier, everywhere alike, or most of all where there is least doubt.
    /// </summary>
    public enum World
    {
        Honest,
        Blind,
        Perverse,
    }

    [Theory]
    [InlineData(World.Honest, 0.95)]
    [InlineData(World.Honest, 0.5)]
    [InlineData(World.Honest, 0.999)]
    public void Coverage_holds_on_average(World world, double coverage)
    {
        Made made = new(world, levels: 0);
        double[] shares = made.Split((doubts, _) => Threshold.ForCoverage(doubts, coverage).Value, made.Coverage);
        AssertMean(shares, least: coverage, most: coverage + (1.0 / (Calibration + 1)));
    }

    [Theory]
    [InlineData(0.95, 0.9)]
    [InlineData(0.99, 0.95)]
    public void Coverage_holds_with_confidence(double coverage, double confidence)
    {
        Made made = new(World.Honest, levels: 0);
        AssertFails(
            made.Split((doubts, _) => Threshold.ForCoverage(doubts, coverage, confidence).Value, made.Coverage),
            share => share < coverage, 1 - confidence);
    }

    /// <summary>Doubts of few levels: the share may be larger by a whole level, never smaller.</summary>
    [Fact]
    public void Coverage_holds_for_equal_doubts()
    {
        Made made = new(World.Honest, levels: 20);
        AssertMean(made.Split((doubts, _) => Threshold.ForCoverage(doubts, 0.9).Value, made.Coverage), least: 0.9, most: 1);
    }

    [Theory]
    [InlineData(World.Honest, 0.02, 0.95, 0)]
    [InlineData(World.Honest, 0.01, 0.9, 0)]
    [InlineData(World.Honest, 0.03, 0.9, 50)]
    [InlineData(World.Blind, 0.05, 0.9, 0)] // the error is 0.05 at every threshold: each answer at all is a gamble
    [InlineData(World.Perverse, 0.05, 0.9, 0)] // the error falls from 0.08 to 0.049
    public void Error_holds_with_confidence(World world, double error, double confidence, int levels)
    {
        Made made = new(world, levels);
        double[] errors = made.Split(
            (doubts, isWrong) => Attempt(() => Threshold.ForError(doubts, isWrong, error, confidence)), made.Error);
        AssertFails(errors, e => e > error, 1 - confidence);
        if (world == World.Honest)
        {
            Assert.True(
                errors.Average() > error / 2,
                string.Create(CultureInfo.InvariantCulture, $"a mean error of {errors.Average():F4} wastes answers"));
        }
    }

    [Theory]
    [InlineData(World.Honest, 0.01)]
    [InlineData(World.Blind, 0.01)]
    [InlineData(World.Perverse, 0.02)]
    public void Risk_holds_on_average(World world, double risk)
    {
        Made made = new(world, levels: 0);
        double[] risks = made.Split((doubts, isWrong) => Threshold.ForRisk(doubts, isWrong, risk).Value, made.Risk);
        AssertMean(risks, least: risk - (1.0 / (Calibration + 1)), most: risk);
    }

    /// <summary>
    /// Classes drawn from predictions that are too sure of themselves: the sets still hold the right class as often as promised.
    /// </summary>
    [Theory]
    [InlineData("least_ambiguous", 0.9)]
    [InlineData("adaptive", 0.95)]
    [InlineData("regularized_adaptive", 0.9)]
    public void Prediction_sets_hold_the_right_class(string name, double coverage)
    {
        SetScore score = name == "least_ambiguous" ? new LeastAmbiguousSet() : new AdaptiveSet(name == "adaptive" ? 0 : 0.05f);
        Rng random = Rng.Stream(Seed, "sets");
        Tensor logits = 2 * Tensor.Normal([Population, 6], ref random);
        Prediction all = new(Epoche.Tensors.Ops.Softmax(2 * logits).Reshape([1, Population, 6]));
        float[] right = Categorical.OfLogits(logits).Sample(ref random).ToArray(),
            strangeness = new float[Population], scores = new float[6];
        for (int i = 0; i < Population; i++)
        {
            score.Score(all.Mean.Values.Slice(i * 6, 6), scores);
            strangeness[i] = scores[(int)right[i]];
        }

        int[] some = [.. Enumerable.Range(0, Calibration)];
        PredictionSetRule rule = PredictionSetRule.ForCoverage(
            score, all.Select(some), Tensor.Of(right.AsSpan(0, Calibration)), coverage, mostClasses: 6);
        Assert.Equal(Threshold.ForCoverage(strangeness.AsSpan(0, Calibration), coverage).Value, rule.Threshold);
        Verdict[] verdicts = rule.Decide(all);
        Assert.All(Enumerable.Range(0, 2000), i => Assert.Equal(strangeness[i] <= rule.Threshold, verdicts[i].Contains((int)right[i])));
        Assert.Equal(GuaranteeKind.Set, rule.Guarantee!.Kind);

        Made made = new(strangeness);
        AssertMean(made.Split((values, _) => Threshold.ForCoverage(values, coverage).Value, made.Coverage), least: coverage, most: 1);
    }

    /// <summary>Losses of the false negative rate's kind, 20 settings: the mean loss of the setting chosen keeps to the risk.</summary>
    [Fact]
    public void Risk_control_holds_on_average()
    {
        const int Settings = 20;
        Rng random = Rng.Stream(Seed, "losses");
        float[] need = new float[Population];
        random.FillUniform(need);
        Made made = new(need);
        double[] risks = made.Split(
            (needs, _) =>
            {
                float[] losses = new float[needs.Length * Settings];
                for (int i = 0; i < losses.Length; i++)
                {
                    losses[i] = Math.Max(0, needs[i / Settings] - ((i % Settings) / (float)Settings));
                }

                return ConformalRisk.Choose(Tensor.Wrap(losses, [needs.Length, Settings]), 0.05) / (float)Settings;
            },
            (test, setting) => test.Average(i => Math.Max(0, need[i] - setting)));
        AssertMean(risks, least: 0, most: 0.05);
    }

    private static float Attempt(Func<Threshold> choose)
    {
        try
        {
            return choose().Value;
        }
        catch (ArgumentException)
        {
            return float.NegativeInfinity; // nothing is answered, and nothing wrong
        }
    }

    private static void AssertMean(double[] values, double least, double most)
    {
        double mean = values.Average(), deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) / values.Length);
        Assert.InRange(mean, least - (3 * deviation), most + (3 * deviation));
    }

    private static void AssertFails(double[] values, Func<double, bool> fails, double level)
    {
        int failures = values.Count(fails);
        double most = (Splits * level) + (3 * Math.Sqrt(Splits * level * (1 - level)));
        Assert.True(failures <= most, $"{failures} of {Splits} splits fail; at most {most:F0} may");
    }

    /// <summary>A population, and what a threshold does to the part that it was not calibrated on.</summary>
    private sealed class Made
    {
        private readonly float[] _doubts;
        private readonly bool[] _isWrong = new bool[Population];

        public Made(float[] doubts) => _doubts = doubts;

        public Made(World world, int levels)
            : this(new float[Population])
        {
            Rng random = Rng.Stream(Seed, "population");
            for (int i = 0; i < Population; i++)
            {
                float u = random.NextSingle();
                _doubts[i] = levels > 0 ? MathF.Floor(u * levels) : u;
                double error = world switch
                {
                    World.Honest => 0.5 * u * u * u * u * u * u * u * u * u, // up to u: 0.05·u⁹
                    World.Blind => 0.05,
                    _ => 0.08 - (0.062 * u), // up to u: 0.08 − 0.031·u
                };
                _isWrong[i] = random.NextDouble() < error;
            }
        }

        public double Coverage(int[] test, float threshold) => test.Count(i => _doubts[i] <= threshold) / (double)test.Length;

        public double Risk(int[] test, float threshold) => test.Count(i => _isWrong[i] && _doubts[i] <= threshold) / (double)test.Length;

        public double Error(int[] test, float threshold) =>
            Coverage(test, threshold) is > 0 and double answered ? Risk(test, threshold) / answered : 0;

        public double[] Split(Func<float[], bool[], float> choose, Func<int[], float, double> measure)
        {
            int[] order = [.. Enumerable.Range(0, Population)];
            double[] results = new double[Splits];
            for (int split = 0; split < Splits; split++)
            {
                Rng random = Rng.Stream(Seed, "split", split);
                random.Shuffle(order.AsSpan());
                int[] calibration = order[..Calibration];
                float threshold = choose([.. calibration.Select(i => _doubts[i])], [.. calibration.Select(i => _isWrong[i])]);
                results[split] = measure(order[Calibration..], threshold);
            }

            return results;
        }
    }
}
