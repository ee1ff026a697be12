using Epoche.Tensors;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

/// <summary>Shapes and labels that would train silently on something else than what was meant.</summary>
public sealed class LossShapeTests
{
    private static readonly Dataset s_column = new([1, 2, 3, 4, 5, 6], [2], [1, 0, 1], []); // targets [batch]; the network gives [batch, 1]

    [Fact]
    public void Outputs_in_a_column_and_targets_in_a_row_are_refused_in_training_and_judging()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([2], seed: 1);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);

        Fails("predictions [3, 1] and targets [3]; targets.Reshape(3, 1)", () => trainer.Fit(net, s_column, MeanSquaredError));
        Fails("logits [3, 1] and targets [3]; targets.Reshape(3, 1)", () => trainer.Fit(net, s_column, BinaryCrossEntropy));
        Fails("makes [3, 3] of outputs [3, 1] and targets [3]", () => trainer.Fit(net, s_column, (x, y) => Abs(x - y)));
        Fails("targetShape: [1]", () => net.Evaluate(s_column, (x, y) => Abs(x - y)));

        Dataset right = new([1, 2, 3, 4, 5, 6], [2], [1, 0, 1], [1]);
        Assert.Equal(net.Evaluate(right, MeanSquaredError).Loss, net.Evaluate(s_column, (x, y) => Square(x.Reshape(-1) - y)).Loss, 6);
        Assert.Equal(MeanSquaredError(Tensor.Of([1, 3]), Tensor.Of([2, 2])).Item(), MeanSquaredError(Tensor.Of([1, 3]), 2).Item());
    }

    [Theory]
    [InlineData(2f)]
    [InlineData(-0.5f)]
    [InlineData(float.NaN)]
    public void Targets_of_binary_cross_entropy_are_probabilities(float target)
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => BinaryCrossEntropy(Tensor.Of([1, 2]), Tensor.Of([0.5f, target]))).Message;
        Assert.Contains($"element 1 of [2] is {target}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_share_leaves_an_example_on_either_side()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([2], seed: 1);
        Dataset data = new([1, 2, 3, 4, 5, 6], [2], [1, 0, 1], [1]);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);

        Assert.Equal(1, trainer.Fit(net, data, MeanSquaredError, new() { ValidationShare = 0.95f, BatchSize = 1 }).Last.Steps);
        Assert.Equal(2, trainer.Fit(net, data, MeanSquaredError, new() { ValidationShare = 0.01f, BatchSize = 1 }).Last.Steps);
        Fails("One example cannot be both", () => trainer.Fit(net, data.Take(1), MeanSquaredError, new() { ValidationShare = 0.2f }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Small_batches_make_exactly_the_large_one_whatever_their_sizes(bool weighted)
    {
        (Sequential large, Sequential small) = (Network(), Network());
        Rng random = Rng.Stream(3, "points");
        Dataset data = new([.. Enumerable.Range(0, 200).Select(_ => random.NextSingle(-1, 1))], [2], [.. Enumerable.Range(0, 100).Select(i => i % 7 == 0 ? 1f : 0f)], []);
        TrainerOptions options = new() { Optimizer = new Sgd(0.5f), Epochs = 4 };
        ClassWeights? weights = weighted ? new(1, 6) : null;

        new Trainer(options, large.Parameters).Fit(large, data, SoftmaxCrossEntropy, new() { BatchSize = 64, ClassWeights = weights });
        new Trainer(options, small.Parameters).Fit(small, data, SoftmaxCrossEntropy, new() { BatchSize = 16, BatchesPerUpdate = 4, ClassWeights = weights }); // 100 = 64 + 36

        Assert.All(large.Parameters.Values.ToArray().Zip(small.Parameters.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));

        static Sequential Network() => new Sequential { new Dense(8, Tanh), new Dense(2) }.Build([2], seed: 1);
    }

    [Fact]
    public void A_rate_that_no_optimizer_asks_for_is_not_lowered_in_silence()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([2], seed: 1);
        ReduceOnPlateau plateau = new(0.1f, "train/loss", patience: 1, leastChange: 1e9f);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f), Epochs = 5 }, net.Parameters);
        Dataset data = new([1, 2], [2], [1], [1]);

        string message = Assert.Throws<InvalidOperationException>(() => trainer.Fit(net, data, MeanSquaredError, new() { Callbacks = [plateau] })).Message;
        Assert.Contains("new Adam(plateau.Rate)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_no_file_can_hold_is_refused_before_an_epoch_is_spent()
    {
        Sequential net = new Sequential { new Dense(1), new Lambda(x => x) }.Build([2], seed: 1);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);
        Dataset data = new([1, 2], [2], [1], [1]);
        SupervisedOptions options = new() { Callbacks = [new ModelCheckpoint(net, "nowhere", "train/loss")] };

        Assert.Throws<NotSupportedException>(() => trainer.Fit(net, data, MeanSquaredError, options));
        Assert.Equal(0, trainer.StepCount);
        Assert.False(Directory.Exists("nowhere"));
    }

    private static void Fails(string part, Action action) => Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
