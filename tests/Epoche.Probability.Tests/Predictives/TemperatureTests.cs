using static Epoche.Tensors.Ops;

namespace Epoche.Probability.Tests.Predictives;

public sealed class TemperatureTests
{
    /// <summary>Labels drawn from softmax(logits/2.5), 20,000 of 4 classes, seed 1: the temperature is found within 3%.</summary>
    [Fact]
    public void The_temperature_of_the_labels_is_found()
    {
        Rng random = new(1);
        Tensor logits = Tensor.Normal([20_000, 4], ref random, 0, 4), probabilities = Softmax(logits / 2.5f);
        float[] labels = new float[20_000];
        for (int i = 0; i < labels.Length; i++)
        {
            float u = random.NextSingle();
            for (int c = 0; c < 3 && (u -= probabilities[i, c]) >= 0; c++)
            {
                labels[i] = c + 1;
            }
        }

        Assert.InRange(Temperature.Fit(logits, Tensor.Of(labels)), 2.5f * 0.97f, 2.5f * 1.03f);
    }

    /// <summary>What is fitted is the mean over draws; its loss is smaller than at temperatures 2% away.</summary>
    [Fact]
    public void The_mean_over_draws_is_what_is_fitted()
    {
        Rng random = new(2);
        Tensor logits = Tensor.Normal([3, 500, 4], ref random, 0, 3);
        float[] labels = [.. Enumerable.Range(0, 500).Select(i => (float)(random.NextBoolean(0.5) ? Best(logits, i) : random.NextInt(4)))];
        float fitted = Temperature.Fit(logits, Tensor.Of(labels));

        Assert.True(Loss(fitted) < Loss(fitted * 1.02f) && Loss(fitted) < Loss(fitted / 1.02f), $"{fitted}");

        double Loss(float temperature)
        {
            Tensor mean = Softmax(logits / temperature).Mean(axis: 0);
            return labels.Select((label, i) => -Math.Log(mean[i, (int)label])).Average();
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Logits_that_are_not_finite_are_refused_with_their_place(float bad)
    {
        string message = Assert.Throws<ArgumentException>(
            () => Temperature.Fit(Tensor.Of([1, 2, 3, 4, 5, bad, 0, 1], [2, 2, 2]), Tensor.Of([0, 1]))).Message;
        Assert.StartsWith(
            $"A temperature is fitted to finite logits; that of class 1 of example 0 is {bad}. What predicts has diverged", message);
    }

    /// <summary>Three times in four class 1 at the logit 4: T = 4/ln 3.</summary>
    [Fact]
    public void A_single_logit_an_example_is_that_of_class_1()
    {
        Tensor logits = Tensor.Of([4, 4, 4, 4], [4, 1]), labels = Tensor.Of(1, 1, 0, 1);
        float temperature = Temperature.Fit(logits, labels);
        Assert.Equal(4 / Math.Log(3), temperature, 1e-3);
        Assert.Equal(temperature, Temperature.Fit(Concat(1, Tensor.Zeros([4, 1]), logits), labels));
        Assert.Equal(temperature, Temperature.Fit(logits.Reshape(1, 4, 1), labels));
        Assert.Contains(
            "from 0 to 1; received 2", Assert.Throws<ArgumentException>(() => Temperature.Fit(logits, Tensor.Of(1, 2, 0, 1))).Message,
            StringComparison.Ordinal);
    }

    /// <summary>An ensemble of networks with one output, saved and loaded, refuses as one with two outputs would.</summary>
    [Fact]
    public void A_classifier_with_one_output_is_calibrated_and_refuses()
    {
        Rng random = new(5);
        float[] x = new float[400], y = new float[400];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = random.NextSingle(-2, 2);
            y[i] = x[i] + random.NextNormal(0, 0.7f) > 0 ? 1 : 0;
        }

        Dataset data = new(x, [1], y, [1]);
        DeepEnsemble ensemble = new([new Dense(8, Tanh), new Dense(1)], [1], members: 2, seed: 1, output: Sigmoid);
        new EnsembleTrainer(
            ensemble, data, new() { Optimizer = new Adam(0.05f), Epochs = 5, Seed = 1 }, new() { Size = 50, Seed = 1 },
            BinaryCrossEntropy).Run().Count();
        Assert.InRange(ensemble.Calibrate(data, samples: 2), 0.3f, 3);
        Prediction prediction = Prediction.Of(ensemble, data.Inputs(), samples: 2);
        Assert.Equal(2, prediction.Classes);
        Assert.InRange(prediction.IsWrong(data.Targets()).Count(wrong => wrong), 20, 100);
        RefusalRule rule = ThresholdRule.ForCoverage(new PredictiveEntropy(), prediction, 0.8);
        Assert.InRange(rule.Decide(prediction).Count(verdict => verdict.IsRefused), 60, 100);
    }

    [Fact]
    public void Answers_that_are_always_right_want_the_lowest_temperature() =>
        Assert.InRange(Temperature.Fit(Tensor.Of(new float[,] { { 1, 0 }, { 0, 1 } }), Tensor.Of(0, 1)), 0.05f, 0.0501f);

    [Fact]
    public void An_ensemble_is_calibrated()
    {
        Rng random = new(3);
        float[] labels = [.. DeepEnsembleTests.Clouds() is var clouds
            ? Enumerable.Range(0, 200).Select(i => random.NextBoolean(0.2) ? 1 - clouds.Target(i)[0] : clouds.Target(i)[0])
            : []];
        Dataset noisy = Dataset.Of(Tensor.Of([.. Enumerable.Range(0, 200).SelectMany(clouds.Input)], [200, 2]), Tensor.Of(labels));
        DeepEnsemble ensemble = new([new Dense(16, Relu), new Dense(2)], [2], members: 2, seed: 1, output: Softmax);
        _ = new EnsembleTrainer(ensemble, clouds, new() { Optimizer = new Adam(0.02f), Epochs = 20 }, new() { Size = 32 }).Run().Last();

        float fitted = ensemble.Calibrate(noisy, samples: 2);

        Assert.Equal(fitted, ensemble.Temperature);
        Assert.True(fitted > 2, $"{fitted}"); // it was sure, and is wrong a fifth of the time
        float sure = ensemble.Predict(Tensor.Of(new float[,] { { 1, 0 } }), 1)[0, 0, 0];
        Assert.InRange(sure, 0.7f, 0.9f);
        Assert.Throws<InvalidOperationException>(() => new DeepEnsemble([new Dense(2)], [2], members: 1).Calibrate(noisy, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ensemble.Temperature = 0);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(0.5f)]
    [InlineData(float.NaN)]
    public void A_label_that_is_no_class_is_named(float label) =>
        Assert.Contains(
            $"0 to 1; received {label}",
            Assert.Throws<ArgumentException>(() => Temperature.Fit(Tensor.Ones([1, 2]), Tensor.Of(label))).Message);

    [Fact]
    public void Shapes_that_do_not_fit_are_named() =>
        Assert.Contains(
            "received [2, 3] and [3]",
            Assert.Throws<ArgumentException>(() => Temperature.Fit(Tensor.Ones([2, 3]), Tensor.Ones([3]))).Message);

    private static int Best(Tensor logits, int example) =>
        Enumerable.Range(0, 4).MaxBy(c => logits[0, example, c] + logits[1, example, c] + logits[2, example, c]);
}
