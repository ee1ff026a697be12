using Epoche.Conformance;
using Epoche.Conformance.Loop;
using Epoche.Learning.Tests.Optimizers;
using Epoche.Learning.Tests.Training.Loop;

namespace Epoche.Learning.Tests.Training.Averaging;

/// <summary>Averages of weights whose every value is known: plain descent by given gradients.</summary>
public sealed class WeightAveragingTests
{
    // PyTorch 2: swa_utils.AveragedModel copies the first weights, then get_ema_multi_avg_fn(0.9) is lerp(average, w, 0.1).
    [Fact]
    public void An_exponential_average_is_the_first_weights_and_moves_a_tenth_towards_each_later_ones()
    {
        Weights weights = new(2);
        Trainer trainer = Make(weights, WeightAveraging.Exponential(0.9f));

        Step(trainer, weights, [-1, 2]); // w = 1, −2
        AssertAverage(trainer, weights, 1, -2);
        Step(trainer, weights, [-2, 1]); // w = 3, −3: 1 + 0.1·2, −2 − 0.1·1
        AssertAverage(trainer, weights, 1.2, -2.1);
        Step(trainer, weights, [3, -1]); // w = 0, −2: 1.2 − 0.12, −2.1 + 0.01
        AssertAverage(trainer, weights, 1.08, -2.09);
        Assert.Equal([0, -2], weights.Values); // those that learn are as without an average
    }

    // The decay is min(0.5, (1 + t)/(10 + t)), so 2/11, 3/12, 4/13 for the second, third and fourth weights.
    [Fact]
    public void A_warm_up_lets_the_first_weights_be_forgotten_soon()
    {
        Weights weights = new(1);
        Trainer trainer = Make(weights, WeightAveraging.Exponential(0.3f, warmUp: true));
        double expected = -1, w = -1;
        Step(trainer, weights, [1]);
        foreach (double decay in (double[])[2 / 11d, 3 / 12d, 0.3])
        {
            w -= 1;
            expected = (decay * expected) + ((1 - decay) * w);
            Step(trainer, weights, [1]);
            AssertAverage(trainer, weights, expected);
        }
    }

    [Fact]
    public void An_equal_average_is_the_mean_of_the_weights_that_were_taken()
    {
        Weights weights = new(1);
        Trainer trainer = Make(weights, WeightAveraging.Equal(from: 3, every: 2));
        foreach ((float gradient, double average) in (ReadOnlySpan<(float, double)>)
            [(-1, 1), (-1, 2), (-1, 3), (-1, 4), (-7, 4), (-3, 9), (-50, 9), (64, 6)]) // w = 4, 14 and 0 are taken
        {
            Step(trainer, weights, [gradient]);
            AssertAverage(trainer, weights, average);
        }
    }

    [Fact]
    public void Kept_it_is_where_training_goes_on_and_begins_anew()
    {
        Weights weights = new(1);
        Trainer trainer = Make(weights, WeightAveraging.Exponential(0.5f));
        Step(trainer, weights, [-1]);
        Step(trainer, weights, [-2]); // w = 3, average 2
        trainer.KeepAverage();
        Assert.Equal([2], weights.Values);
        Step(trainer, weights, [-4]);
        AssertAverage(trainer, weights, 6); // of the only weights since
        Assert.Equal([6], weights.Values);
    }

    [Fact]
    public void Without_averaging_nothing_is_exchanged()
    {
        Weights weights = new(1);
        Trainer trainer = Make(weights, null);
        Step(trainer, weights, [-1]);
        trainer.SwapAverage();
        Step(trainer, weights, [-2]);
        trainer.KeepAverage();
        Assert.Equal([3], weights.Values);
    }

    [Fact]
    public void Steps_need_the_weights_that_learn()
    {
        const string Expected =
            "The average lies in the place of the weights that learn; call SwapAverage once more before the next batch.";
        Weights weights = new(1);
        Trainer trainer = Make(weights, WeightAveraging.Exponential());
        Step(trainer, weights, [-1]);
        trainer.SwapAverage();

        Assert.Equal(Expected, Assert.Throws<InvalidOperationException>(() => Step(trainer, weights, [1])).Message);
        Assert.Equal(Expected, Assert.Throws<InvalidOperationException>(() => trainer.Update()).Message);
        Assert.Equal(Expected, Assert.Throws<InvalidOperationException>(
            () => StateBytes.Of(trainer).LoadInto(trainer)).Message);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.StartsWith(
            "The decay of an average of weights lies in [0, 1); received 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => WeightAveraging.Exponential(1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightAveraging.Exponential(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightAveraging.Equal(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightAveraging.Equal(1, every: 0));
    }

    [Fact]
    public void The_state_of_another_averaging_is_refused()
    {
        Trainer Trained(WeightAveraging? averaging)
        {
            Weights weights = new(1);
            Trainer trainer = Make(weights, averaging);
            Step(trainer, weights, [1]);
            return trainer;
        }

        string Refusal(WeightAveraging? saved, WeightAveraging? loading) =>
            Assert.Throws<DataFormatException>(() => StateBytes.Of(Trained(saved)).LoadInto(Trained(loading))).Message;

        WeightAveraging exponential = WeightAveraging.Exponential(), equal = WeightAveraging.Equal(1);
        Assert.Contains(
            "expected an average of the weights; found none; it was saved by a trainer with other TrainerOptions.Averaging",
            Refusal(null, exponential), StringComparison.Ordinal);
        Assert.Contains(
            "expected no average of the weights; found one; it was saved by a trainer with other TrainerOptions.Averaging",
            Refusal(equal, null), StringComparison.Ordinal);
        Assert.Contains("equal averaging", Refusal(equal, exponential), StringComparison.Ordinal);
        StateBytes.Of(Trained(exponential)).LoadInto(Trained(WeightAveraging.Exponential(0.5f))); // rates may change
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_training_that_averages_passes_the_kit(bool equal)
    {
        WeightAveraging averaging = equal ? WeightAveraging.Equal(from: 3, every: 2) : WeightAveraging.Exponential(0.7f, warmUp: true);
        TrainingKit.Check(new TrainingCase(() => TrainingCases.Supervised(Normalized(), batch: 5, averaging: averaging))
        {
            Evaluate = training =>
            {
                training.SwapAverage();
                training.SwapAverage();
            },
            Others = [() => TrainingCases.Supervised(Normalized(), batch: 5)],
        });

        static Sequential Normalized() =>
            new Sequential { new Dense(6), new BatchNorm(), new Dropout(0.2f), new Dense(3) }.Build([3], seed: 2);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            float[] one = Train();
            Workers.Count = 3;
            Assert.Equal(one, Train());
        }
        finally
        {
            Workers.Count = before;
        }

        static float[] Train()
        {
            Weights weights = new(20_011);
            Trainer trainer = Make(weights, WeightAveraging.Exponential(0.9f));
            Rng random = Rng.Stream(1, "gradients");
            float[] gradient = new float[20_011];
            for (int i = 0; i < 3; i++)
            {
                random.FillUniform(gradient, -1, 1);
                Step(trainer, weights, gradient);
            }

            trainer.KeepAverage();
            return weights.Values;
        }
    }

    private static Trainer Make(Weights weights, WeightAveraging? averaging) =>
        new(new() { Optimizer = new Sgd(1), Averaging = averaging }, weights.Parameters);

    private static void Step(Trainer trainer, Weights weights, float[] gradient) => trainer.Step(weights.Objective, gradient);

    private static void AssertAverage(Trainer trainer, Weights weights, params double[] expected)
    {
        trainer.SwapAverage();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], weights.Values[i], 1e-6);
        }

        trainer.SwapAverage();
    }
}
