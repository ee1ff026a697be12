using Epoche.Tensors;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

/// <summary>Shapes and labels that would train silently on something else than what was meant.</summary>
public sealed class LossShapeTests
{
    private static readonly Dataset s_column = new([1, 2, 3, 4, 5, 6], [2], [1, 0, 1], []); // targets [batch]; the network gives [batch, 1]

    [Fact]
    public void Outputs_in_a_column_and_targets_in_a_row_are_refused_in_training_and_evaluation()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([2], seed: 1);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);

        Fails("predictions [3, 1] and targets [3]; targets.Reshape(3, 1)", () => trainer.Fit(net, s_column, MeanSquaredError));
        Fails("logits [3, 1] and targets [3]; targets.Reshape(3, 1)", () => trainer.Fit(net, s_column, BinaryCrossEntropy));
        Fails("makes [3, 3] of outputs [3, 1] and targets [3]", () => trainer.Fit(net, s_column, (x, y) => Abs(x - y)));
        Fails("targetShape: [1]", () => net.Evaluate(s_column, (x, y) => Abs(x - y)));

        Dataset right = new([1, 2, 3, 4, 5, 6], [2], [1, 0, 1], [1]);
        Assert.Equal(net.Evaluate(right, MeanSquaredError).Loss, net.Evaluate(s_column, (x, y) => Square(x.Reshape(-1) - y)).Loss, 4);
        Assert.Equal(MeanSquaredError(Tensor.Of([1, 3]), Tensor.Of([2, 2])).Item(), MeanSquaredError(Tensor.Of([1, 3]), 2).Item());
    }

    /// <summary>The operation is looked at, so that no mean behind it hides what met what.</summary>
    [Fact]
    public void A_custom_loss_in_which_every_output_meets_every_target_is_refused_whatever_it_makes_of_the_result()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([2], seed: 1);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);
        const string message = "The loss makes [3, 3] of outputs [3, 1] and targets [3]: every output meets every target. "
            + "Give both one shape, the targets by the data set (targetShape: [1]) or either of them by Reshape in the loss. "
            + "(Parameter 'outputs')";
        foreach (Func<Tensor, Tensor, Tensor> loss in (Func<Tensor, Tensor, Tensor>[])[
            (o, t) => Square(o - t).Mean(), (o, t) => Abs(t - o).Sum(), (o, t) => (o * t).Mean(0), (o, t) => Maximum(o, t).Max(),
            (o, t) => Where(t, o, 0).Mean(), (o, t) => LogSumExp(o - t)])
        {
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => trainer.Fit(net, s_column, loss)).Message);
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => net.Evaluate(s_column, loss)).Message);
        }

        Fails(
            "makes [3, 1, 3] of outputs [3, 1] and targets [3], by an operation on [3, 1, 1] and [3]: every output",
            () => trainer.Fit(net, s_column, (o, t) => Square(o.Reshape(3, 1, 1) - Exp(t)).Mean()));
        // A batch of one is a batch.
        Fails("makes [1, 1] of outputs [1, 1] and targets [1]", () => trainer.Fit(net, s_column.Take(1), (o, t) => Square(o - t).Mean()));
        Sequential wide = new Sequential { new Dense(3) }.Build([2], seed: 1);
        Trainer wideTrainer = new(new() { Optimizer = new Sgd(0.1f) }, wide.Parameters);
        // With as many outputs as examples.
        Fails("makes [3, 3] of outputs [3, 3] and targets [3]", () => wideTrainer.Fit(wide, s_column, (o, t) => Square(o - t).Mean()));
    }

    /// <summary>An objective makes its outputs itself, so that of its shapes those of the targets alone are known.</summary>
    [Fact]
    public void An_objective_in_which_every_output_meets_every_target_of_its_batch_is_refused()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([2], seed: 1);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);
        Batches batches = new(s_column, new() { Size = 3, Shuffle = false });
        const string message = "The objective makes [3, 3] of [3, 1] and the batch's targets [3]: every output meets every target. "
            + "Give both one shape, the targets by the data set (targetShape: [1]) or either of them by Reshape in the objective. "
            + "(Parameter 'objective')";
        Objective<Batch>[] objectives =
        [
            b => Square(net.Call(b.Inputs) - b.Targets).Mean(), b => Huber(b.Targets - net.Call(b.Inputs)).Sum(),
            b => (net.Call(b.Inputs) * b.Targets).Max(),
        ];
        foreach (Objective<Batch> objective in objectives)
        {
            Action[] uses =
            [
                () => trainer.Step(objective, batches.At(0)), () => trainer.Accumulate(objective, batches.At(0)),
                () => trainer.Fit(batches, objective), () => trainer.Run(batches, objective).Last(),
                () => ModelEvaluation.Evaluate(batches, objective),
                () => LearningRateTest.Run(rate => new Sgd(rate), batches, objective, [net.Parameters]),
            ];
            Assert.All(uses, use => Assert.Equal(message, Assert.Throws<ArgumentException>(use).Message));
        }

        trainer.Step(b => Square(net.Call(b.Inputs) - b.Targets.Reshape(-1, 1)).Mean(), batches.At(0));
        trainer.Step(b => Square(net.Call(b.Inputs) - Tensor.Of([0, 1, 2])).Mean(), batches.At(0)); // centres, not targets
        Tensor[] own = [batches.At(0).Inputs, batches.At(0).Targets]; // of such a batch nobody knows the targets
        trainer.Step(b => Square(net.Call(b[0]) - b[1]).Mean(), own);
    }

    [Fact]
    public void Pairs_that_are_meant_are_written_out_and_pass()
    {
        Sequential net = new Sequential { new Dense(3) }.Build([2], seed: 1);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);

        trainer.Fit(
            net, s_column, (o, t) => (Equal(t.Reshape(-1, 1), t.Reshape(1, -1)) * Square(o.MatMul(o, transposeRight: true))).Mean());
        trainer.Fit(net, s_column, (o, t) => SoftmaxCrossEntropy(o * Tensor.Of([1, 2, 3]), t).Mean());
        trainer.Fit(net, s_column, (o, t) => Square(o.Sum(1) - (2 * t)).Mean());
        Assert.Equal([3, 3], (Tensor.Zeros([3, 1]) - Tensor.Zeros([3])).Shape); // outside of such a loss shapes broadcast as ever
    }

    /// <summary>Predictions [1, 5] and targets [1] are a batch of one example with one target, not a target for all predictions.</summary>
    [Fact]
    public void A_batch_of_one_is_held_to_the_shapes_of_larger_ones()
    {
        Fails("predictions [1, 5] and targets [1]", () => MeanSquaredError(Tensor.Zeros([1, 5]), Tensor.Zeros([1])));
        Fails("logits [1, 1] and targets [1]; targets.Reshape(1, 1)", () => BinaryCrossEntropy(Tensor.Zeros([1, 1]), Tensor.Zeros([1])));
        Assert.Equal(4, MeanSquaredError(Tensor.Zeros([1, 5]), 2).Item());
    }

    [Fact]
    public void A_single_logit_an_example_knows_one_class()
    {
        Tensor logits = Tensor.Of([0.5f, 2, -1], [3, 1]);

        Assert.Equal(
            "Cross-entropy of a single logit an example knows one class, whose label is 0; example 0 of the batch has the label 1. "
            + "For two classes give two logits, or take BinaryCrossEntropy of the one. (Parameter 'label')",
            Assert.Throws<ArgumentOutOfRangeException>(() => SoftmaxCrossEntropy(logits, Tensor.Of([1, 0, 1]))).Message);
        string column = Assert.Throws<ArgumentOutOfRangeException>(() => SoftmaxCrossEntropy(logits, Tensor.Of([1, 0, 1], [3, 1]))).Message;
        Assert.Contains("whose probability is 1; example 1 of the batch has the probability 0.", column, StringComparison.Ordinal);
        Assert.Equal([0, 0, 0], SoftmaxCrossEntropy(logits, Tensor.Of([0, 0, 0])).ToArray());
        Assert.Equal([0, 0, 0], SoftmaxCrossEntropy(logits, Tensor.Ones([3, 1])).ToArray());
        Assert.Equal(0, SoftmaxCrossEntropy(Tensor.Zeros([0, 1]), Tensor.Zeros([0])).Count);

        Sequential net = new Sequential { new Dense(1) }.Build([2], seed: 1);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);
        Fails("knows one class", () => trainer.Fit(net, s_column, SoftmaxCrossEntropy));
        Fails("knows one class", () => net.Evaluate(s_column, SoftmaxCrossEntropy));
    }

    /// <summary>0·∞ = 0 where a probability or a weight is 0. Values: 1.3132616 = ln(1 + e); others by hand.</summary>
    [Fact]
    public void What_counts_nothing_costs_nothing_even_where_it_is_infinite()
    {
        const float infinity = float.PositiveInfinity;
        (Tensor loss, float[] gradient) = WithGradient(
            Tensor.Of([-infinity, 0, 1], [1, 3]), x => SoftmaxCrossEntropy(x, Tensor.Of([0, 1, 0], [1, 3])));
        Assert.Equal(1.3132616f, loss.Item(), 1e-6f);
        Assert.Equal(0, gradient[0]);
        Assert.Equal(-0.7310586f, gradient[1], 1e-6f);
        Assert.Equal(0.7310586f, gradient[2], 1e-6f);

        Assert.Equal(infinity, SoftmaxCrossEntropy(Tensor.Of([-infinity, 0, 1], [1, 3]), Tensor.Of([0.5f, 0.5f, 0], [1, 3])).Item());
        Assert.Equal(
            [0, 0, infinity, infinity],
            BinaryCrossEntropy(Tensor.Of([infinity, -infinity, infinity, -infinity]), Tensor.Of([1, 0, 0, 1])).ToArray());
        Assert.Equal([0, 0], WithGradient(Tensor.Of([infinity, -infinity]), x => BinaryCrossEntropy(x, Tensor.Of([1, 0]))).Gradient);

        Tensor labels = Tensor.Of([0, 1]);
        (Tensor weighted, float[] moved) = WithGradient(
            Tensor.Of([-infinity, 1, 0, 0], [2, 2]), x => new ClassWeights(0, 1).Mean(SoftmaxCrossEntropy(x, labels), labels));
        Assert.Equal(MathF.Log(2), weighted.Item(), 1e-6f);
        Assert.Equal([0, 0, 0.5f, -0.5f], moved);

        LossTerms terms = new();
        Assert.Equal(3, (terms.Add("off", infinity, weight: 0) + terms.Add("on", 3)).Item());
        Assert.Equal([0, 2], WithGradient(Tensor.Of([5, 1]), x => Clip(x, 0, 2) * Tensor.Of([infinity, 2])).Gradient);
        Assert.Equal([0, infinity], WithGradient(Tensor.Of([5, 1]), x => Minimum(x, 3) * Tensor.Of([infinity, infinity])).Gradient);
    }

    [Theory]
    [InlineData(2f)]
    [InlineData(-0.5f)]
    [InlineData(float.NaN)]
    public void Targets_of_binary_cross_entropy_are_probabilities(float target)
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(
            () => BinaryCrossEntropy(Tensor.Of([1, 2]), Tensor.Of([0.5f, target]))).Message;
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
        Dataset data = new(
            [.. Enumerable.Range(0, 200).Select(_ => random.NextSingle(-1, 1))], [2],
            [.. Enumerable.Range(0, 100).Select(i => i % 7 == 0 ? 1f : 0f)], []);
        TrainerOptions options = new() { Optimizer = new Sgd(0.5f), Epochs = 4 };
        ClassWeights? weights = weighted ? new(1, 6) : null;

        new Trainer(options, large.Parameters).Fit(large, data, SoftmaxCrossEntropy, new() { BatchSize = 64, ClassWeights = weights });
        // 100 examples: an update of 64 and one of 36.
        new Trainer(options, small.Parameters)
            .Fit(small, data, SoftmaxCrossEntropy, new() { BatchSize = 16, BatchesPerUpdate = 4, ClassWeights = weights });

        Assert.All(
            large.Parameters.Values.ToArray().Zip(small.Parameters.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));

        static Sequential Network() => new Sequential { new Dense(8, Tanh), new Dense(2) }.Build([2], seed: 1);
    }

    [Fact]
    public void A_rate_that_no_optimizer_asks_for_is_not_lowered_in_silence()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([2], seed: 1);
        ReduceOnPlateau plateau = new(0.1f, "train/loss", patience: 1, leastChange: 1e9f);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f), Epochs = 5 }, net.Parameters);
        Dataset data = new([1, 2], [2], [1], [1]);

        string message = Assert.Throws<InvalidOperationException>(
            () => trainer.Fit(net, data, MeanSquaredError, new() { Callbacks = [plateau] })).Message;
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

    private static (Tensor Value, float[] Gradient) WithGradient(Tensor x, Func<Tensor, Tensor> function)
    {
        StepArena arena = new();
        using (arena.Step())
        {
            Tensor variable = Tensor.Variable(x.Values, x.Shape), value = function(variable);
            Tape.Backward(value.Sum());
            return (value.Keep(), variable.Gradient.ToArray());
        }
    }

    private static void Fails(string part, Action action) =>
        Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
