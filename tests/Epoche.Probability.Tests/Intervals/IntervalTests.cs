using static Epoche.Tensors.Ops;

namespace Epoche.Probability.Tests.Intervals;

public sealed class IntervalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("epoche-intervals-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Nine residuals 1 … 9: of ⌈10 · 0.8⌉ = 8 the eighth.</summary>
    [Fact]
    public void The_margin_of_residuals_is_the_rank_of_n_plus_one()
    {
        Tensor targets = Tensor.Of([1, -2, 3, -4, 5, -6, 7, -8, 9]);
        IntervalRule rule = IntervalRule.ForCoverage(NumberPrediction.Of(Tensor.Zeros([9, 1])), targets, 0.8);
        Assert.Equal(8, rule.Margin);
        Assert.Equal(new Interval(2, 18), rule.Intervals(NumberPrediction.Of(Tensor.Of([10])))[0]);
        Assert.Equal("From 8 below the number to 8 above it.", rule.Meaning);
        Assert.Equal(
            "Of examples like the 9 of the validation set, at least 80 % of new targets lie in their intervals; this holds on average over "
            + "validation sets.", rule.Guarantee!.Sentence);
    }

    /// <summary>Residuals 2, 2, 3 over deviations 1, 2, 0.5: 2, 1, 6; of ⌈4 · 0.5⌉ = 2 the second.</summary>
    [Fact]
    public void Scaled_residuals_follow_the_deviations()
    {
        IntervalRule rule = IntervalRule.ForCoverage(
            NumberPrediction.Of(Tensor.Zeros([3]), Tensor.Of([1, 2, 0.5f])), Tensor.Of([2, -2, 3]), 0.5);
        Assert.Equal(2, rule.Margin);
        Assert.Equal(
            [new(-6, 6), new(9, 11)], rule.Intervals(NumberPrediction.Of(Tensor.Of([0, 10]), Tensor.Of([3, 0.5f]))));
    }

    /// <summary>Targets lie 1 inside, 2 inside and 3 outside of [−4, 4]: of ⌈4 · 0.5⌉ = 2 the second is −1.</summary>
    [Fact]
    public void Quantiles_are_narrowed_where_they_were_too_careful()
    {
        Tensor quantiles = Tensor.Of([-4, 4, 4, -4, -4, 4], [3, 2]); // the second crossed
        IntervalRule rule = IntervalRule.ForCoverage(NumberPrediction.OfQuantiles(quantiles), Tensor.Of([3, -2, 7]), 0.5);
        Assert.Equal(-1, rule.Margin);
        Interval[] intervals = rule.Intervals(NumberPrediction.OfQuantiles(Tensor.Of([0, 10, 0, 1], [2, 2])));
        Assert.Equal([new(1, 9), new(1, 0)], intervals);
        Assert.Equal((8, 0), (intervals[0].Width, intervals[1].Width));
        Assert.Equal(0.5, Interval.Coverage(intervals, Tensor.Of([9, 0.5f])));
        Assert.Equal(4, Interval.MeanWidth(intervals));
    }

    /// <summary>Draws 1 and 3: mean 2, deviation √2.</summary>
    [Fact]
    public void An_ensemble_gives_its_mean_and_how_far_its_members_are_apart()
    {
        NumberPrediction prediction = NumberPrediction.Of(new Draws(Tensor.Of([1, 5, 3, 5], [2, 2, 1])), Tensor.Zeros([2, 1]), samples: 2);
        Assert.Equal([2, 5], prediction.Low.ToArray());
        Assert.Equal([MathF.Sqrt(2), 1e-6f], prediction.Scale.ToArray());
    }

    [Theory]
    [InlineData(IntervalKind.Residual, 1.25f)]
    [InlineData(IntervalKind.Scaled, 0)]
    [InlineData(IntervalKind.Quantiles, -3.5f)]
    public void A_rule_is_the_same_after_loading(IntervalKind kind, float margin)
    {
        Assert.False(IntervalFile.Exists(_folder));
        IntervalFile.Save(new(kind, margin), _folder);
        IntervalRule loaded = IntervalFile.Load(_folder);
        Assert.Equal((kind, margin, null), (loaded.Kind, loaded.Margin, loaded.Guarantee));
        IntervalRule rule = IntervalRule.ForCoverage(NumberPrediction.Of(Tensor.Zeros([9])), Tensor.Ones([9]), 0.5, confidence: 0.9);
        IntervalFile.Save(rule, _folder);
        Assert.Equal((rule.Margin, rule.Guarantee), (IntervalFile.Load(_folder).Margin, IntervalFile.Load(_folder).Guarantee));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal(
            "A coverage of 0.9 cannot be promised by 8 validation examples: it takes at least 9. "
            + "Give more, or wish for less. (Parameter 'doubts')",
            Assert.Throws<ArgumentException>(
                () => IntervalRule.ForCoverage(NumberPrediction.Of(Tensor.Zeros([8])), Tensor.Zeros([8]), 0.9)).Message);
        Assert.Equal(
            "Intervals are for one number an example, [examples] or [examples, 1]; received [3, 2]. (Parameter 'numbers')",
            Assert.Throws<ArgumentException>(() => NumberPrediction.Of(Tensor.Zeros([3, 2]))).Message);
        Assert.Equal(
            "The prediction of example 1 is NaN; a prediction is a finite number. Do its inputs hold NaN, or has training diverged?",
            Assert.Throws<ArgumentException>(() => NumberPrediction.Of(Tensor.Of([0, float.NaN]))).Message);
        Assert.Equal(
            "The rule was calibrated on predictions of the kind Scaled; received Residual. "
            + "Predict as for the validation data. (Parameter 'prediction')",
            Assert.Throws<ArgumentException>(
                () => new IntervalRule(IntervalKind.Scaled, 1).Intervals(NumberPrediction.Of(Tensor.Zeros([1])))).Message);
        Assert.Throws<ArgumentException>(() => new IntervalRule(IntervalKind.Residual, -1));
        Assert.Throws<FileNotFoundException>(() => IntervalFile.Load(_folder));
        File.WriteAllText(Path.Combine(_folder, IntervalFile.FileName), """{"format": 1, "rule": {"kind": "residual", "margin": -2}}""");
        Assert.Contains(
            "intervals.rule.margin: expected a number from 0 to",
            Assert.Throws<DataFormatException>(() => IntervalFile.Load(_folder)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>
    /// 90% intervals of one network over 200 random splits of 2,000 examples into 200 for calibration and the others: the mean coverage is
    /// between 0.9 and 0.9 + 1/201, three standard errors aside, whatever the network is worth.
    /// </summary>
    [Theory]
    [InlineData(IntervalKind.Residual)]
    [InlineData(IntervalKind.Scaled)]
    [InlineData(IntervalKind.Quantiles)]
    public void Coverage_is_within_the_promise_over_200_resplits(IntervalKind kind)
    {
        (Dataset training, Dataset pool) = Waves(2_200).Split(2_000, seed: 1);
        float[][] predicted = Predict(kind, training, pool);
        float[] targets = pool.Targets().ToArray();
        double[] coverage = new double[200];
        int[] order = [.. Enumerable.Range(0, 2_000)];
        Rng random = new(9);
        for (int split = 0; split < coverage.Length; split++)
        {
            for (int i = order.Length - 1; i > 0; i--)
            {
                int j = random.NextInt(i + 1);
                (order[i], order[j]) = (order[j], order[i]);
            }

            IntervalRule rule = IntervalRule.ForCoverage(Some(order[..200]), Targets(order[..200]), 0.9);
            coverage[split] = Interval.Coverage(rule.Intervals(Some(order[200..])), Targets(order[200..]));
        }

        double mean = coverage.Average(), error = Math.Sqrt(coverage.Sum(c => (c - mean) * (c - mean)) / 199 / 200);
        Assert.InRange(mean, 0.9 - (3 * error), 0.9 + (1 / 201.0) + (3 * error));

        NumberPrediction Some(int[] examples) => kind switch
        {
            IntervalKind.Residual => NumberPrediction.Of(Column(0, examples)),
            IntervalKind.Scaled => NumberPrediction.Of(Column(0, examples), Column(1, examples)),
            _ => NumberPrediction.OfQuantiles(
                Concat(1, Column(0, examples).Reshape(-1, 1), Column(1, examples).Reshape(-1, 1))),
        };

        Tensor Column(int column, int[] examples) => Tensor.Of([.. examples.Select(i => predicted[column][i])]);

        Tensor Targets(int[] examples) => Tensor.Of([.. examples.Select(i => targets[i])]);
    }

    private static float[][] Predict(IntervalKind kind, Dataset training, Dataset pool)
    {
        if (kind == IntervalKind.Quantiles)
        {
            Sequential net = [new Dense(16, Tanh), new Dense(2)];
            net.Build([1], seed: 1);
            new Trainer(new() { Optimizer = new Adam(1e-2f), Epochs = 30, Seed = 1 }, net.Parameters)
                .Fit(net, training, (y, target) => QuantileLoss(y, target, 0.05f, 0.95f));
            float[] both = net.Predict(pool.Inputs()).ToArray();
            return [[.. both.Where((_, i) => i % 2 == 0)], [.. both.Where((_, i) => i % 2 == 1)]];
        }

        DeepEnsemble ensemble = new([new Dense(16, Tanh), new Dense(1)], [1], members: 3, seed: 1);
        EnsembleTrainer trainer = new(
            ensemble, training, new() { Optimizer = new Adam(1e-2f), Epochs = 30, Seed = 1 }, new() { Size = 32, Seed = 1 },
            (y, target) => Huber(y - target));
        trainer.Run().Count();
        NumberPrediction prediction = NumberPrediction.Of(ensemble, pool.Inputs(), samples: 3);
        return [prediction.Low.ToArray(), prediction.Scale.ToArray()];
    }

    /// <summary>sin(3x), noisier where x is larger.</summary>
    private static Dataset Waves(int count)
    {
        Rng random = new(4);
        float[] x = new float[count], y = new float[count];
        for (int i = 0; i < count; i++)
        {
            x[i] = random.NextSingle(0, 2);
            y[i] = MathF.Sin(3 * x[i]) + random.NextNormal(0, 0.05f + (0.3f * x[i]));
        }

        return new(x, [1], y, [1]);
    }

    private sealed class Draws(Tensor draws) : IPredictive
    {
        public Tensor Predict(Tensor x, int samples) => draws;
    }
}
