using Epoche.Conformance;
using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche.Probability.Tests.Predictives;

public sealed class DropoutPredictiveTests
{
    [Fact]
    public void A_draw_is_one_thinned_network()
    {
        Sequential network = Ones(6, 0.25f);
        DropoutPredictive predictive = new(network, seed: 3);
        Tensor draws = predictive.Predict(Tensor.Ones([5, 6]), 20);

        for (int i = 0; i < 20; i++)
        {
            float[] outputs = draws.Slice(0, i, 1).ToArray();
            Assert.Single(outputs.Distinct()); // the same inputs, the same network
            Assert.Contains(outputs[0], Enumerable.Range(0, 7).Select(kept => 6 * kept / 0.75f));
        }

        Assert.True(draws.ToArray().Distinct().Count() > 1);
    }

    [Fact]
    public void A_draw_does_not_depend_on_the_batch()
    {
        DropoutPredictive predictive = new(Ones(6, 0.25f), seed: 3);
        Tensor x = Inputs(7), whole = predictive.Predict(x, 4);

        Assert.Equal(whole.Slice(1, 2, 3).ToArray(), predictive.Predict(x.Slice(0, 2, 3), 4).ToArray());
        Assert.Equal(whole.Slice(0, 0, 2).ToArray(), predictive.Predict(x, 2).ToArray());
        Assert.NotEqual(whole.ToArray(), new DropoutPredictive(Ones(6, 0.25f), seed: 4).Predict(x, 4).ToArray());
    }

    /// <summary>
    /// A sum of 6 ones, each kept with probability 0.75 and then 1/0.75: mean 6, variance 6·(1/0.75 − 1) = 2 of the hidden sum; 4,000
    /// draws, seed 3, within 4 standard errors.
    /// </summary>
    [Fact]
    public void The_draws_have_the_mean_and_the_variance_of_the_masks()
    {
        float[] draws = new DropoutPredictive(Ones(6, 0.25f), seed: 3).Predict(Tensor.Ones([1, 6]), 4000).ToArray();
        double mean = draws.Average(), variance = draws.Average(d => (d - mean) * (d - mean));

        Assert.InRange(mean, 36 - (4 * 8.49 / Math.Sqrt(4000)), 36 + (4 * 8.49 / Math.Sqrt(4000)));
        Assert.InRange(variance, 72 * 0.9, 72 * 1.1);
    }

    [Fact]
    public void Features_drop_nothing_and_pictures_are_thinned()
    {
        Sequential network = [new Conv2D(2, 3, Relu), new Dropout(0.5f), new BatchNorm(), new Flatten(), new Dense(3)];
        network.Build([6, 6, 1], seed: 1);
        DropoutPredictive predictive = new(network, Softmax);
        Rng random = new(1);
        Tensor x = Tensor.Uniform([2, 6, 6, 1], ref random);

        Assert.Equal<Shape>([2, 32], predictive.Features(x).Shape);
        Assert.Equal<Shape>([3, 2, 3], predictive.Predict(x, 3).Shape);
        Assert.Equal(predictive.Features(x).ToArray(), predictive.Features(x).ToArray());
    }

    [Fact]
    public void A_network_without_dropout_is_refused()
    {
        Sequential network = [new Dense(2)];
        Assert.Throws<InvalidOperationException>(() => new DropoutPredictive(network));
        network.Build([3]);
        Assert.Contains("no Dropout layer", Assert.Throws<ArgumentException>(() => new DropoutPredictive(network)).Message);
        Assert.Contains(
            "[batch, 6]; received [1, 5]",
            Assert.Throws<ArgumentException>(() => new DropoutPredictive(Ones(6, 0.25f)).Predict(Tensor.Ones([1, 5]), 1)).Message);
    }

    [Fact]
    public void Any_vector_width_gives_the_same_bits() =>
        FeatureSwitch.AssertSame<DropoutPredictiveTests>(() => Fingerprint.Of<float>(Drawn()));

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            float[] one = Drawn();
            Workers.Count = 3;
            Assert.Equal(one, Drawn());
        }
        finally
        {
            Workers.Count = before;
        }
    }

    private static float[] Drawn() => Examples.All["dropout"]().Predict(DeepEnsembleTests.Inputs(50), 5).ToArray();

    /// <summary>x → x dropped → sums of all: without dropout the sum of the inputs, times 6.</summary>
    private static Sequential Ones(int width, float rate)
    {
        Sequential network = [new Dense(width, kernel: Initializer.Ones), new Dropout(rate), new Dense(1, kernel: Initializer.Ones)];
        return network.Build([width]);
    }

    private static Tensor Inputs(int count)
    {
        Rng random = new(5);
        return Tensor.Normal([count, 6], ref random);
    }
}
