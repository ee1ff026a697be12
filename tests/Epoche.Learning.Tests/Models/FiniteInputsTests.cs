using Epoche.Autodiff;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Models;

/// <summary>
/// A model answers numbers: every way to ask one outside of training refuses NaN and infinities, and says where they are.
/// </summary>
public sealed class FiniteInputsTests
{
    private const string Rest =
        "; it is expected to be a finite number: an answer to anything else says nothing. Check where it comes from: a sensor, "
        + "a division by zero, a number too large for float32.";

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void A_sequence_refuses_it(float odd, string text)
    {
        Sequential net = Net();
        Tensor x = Tensor.Of([1, 2, 3, 4, odd, 6], [2, 3]);

        Refuses(() => net.Call(x), $"Number 1 of example 1 is {text}{Rest} (Parameter 'x')");
        Refuses(() => net.Call([x]), $"Number 1 of example 1 is {text}{Rest} (Parameter 'x')");
        Refuses(() => net.Predict(x, batchSize: 1), $"Number 1 of example 1 is {text}{Rest} (Parameter 'inputs')");
        Refuses(() => net.Predict([x], batchSize: 1), $"Number 1 of example 1 of the input 'input' is {text}{Rest} (Parameter 'inputs')");
    }

    [Fact]
    public void A_graph_names_the_input_that_holds_it()
    {
        Symbol left = Model.Input([2], "left"), right = Model.Input([1], "right");
        GraphModel model = new GraphModel([left, right], Symbol.Concat(left, right).Then(new Dense(2))).Build();
        Tensor good = Tensor.Of([1, 2, 3, 4], [2, 2]), bad = Tensor.Of([5, float.NaN], [2, 1]);

        Refuses(() => model.Call(good, bad), $"Number 0 of example 1 of the input 'right' is NaN{Rest} (Parameter 'inputs')");
        Refuses(
            () => model.Predict([good, bad], batchSize: 1),
            $"Number 0 of example 1 of the input 'right' is NaN{Rest} (Parameter 'inputs')");
    }

    [Fact]
    public void An_evaluation_counts_examples_over_all_batches()
    {
        float[] inputs = [1, 2, 3, 4, 5, 6, 7, 8, float.NaN];
        Dataset data = new(inputs, [3], [0, 1, 0], []);

        Refuses(() => Net().Evaluate(data, SoftmaxCrossEntropy, batchSize: 2), $"Number 2 of example 2 is NaN{Rest} (Parameter 'data')");
    }

    [Fact]
    public void Training_finds_it_by_its_loss_as_before()
    {
        Sequential net = Net();
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f), Epochs = 1 }, net.Parameters);
        Dataset data = new([1, 2, float.NaN], [3], [0], []);

        NonFiniteException refusal = Assert.Throws<NonFiniteException>(
            () => trainer.Fit(net, data, SoftmaxCrossEntropy, new() { BatchSize = 1 }));
        Assert.StartsWith("Step 1: NaN in ", refusal.Message);
    }

    [Fact]
    public void Looking_allocates_nothing()
    {
        Sequential net = Net();
        StepArena arena = new();
        Tensor x = Tensor.Of([1, 2, 3], [1, 3]);
        Assert.Equal(0, Conformance.Allocations.InRound(Answer));

        void Answer()
        {
            using (arena.Step())
            using (Tape.Pause())
            {
                net.Call(x);
            }
        }
    }

    private static Sequential Net() => new Sequential { new Dense(4, Relu), new Dense(2) }.Build([3], seed: 1);

    private static void Refuses(Func<object> ask, string message) => Assert.Equal(message, Assert.Throws<ArgumentException>(ask).Message);
}
