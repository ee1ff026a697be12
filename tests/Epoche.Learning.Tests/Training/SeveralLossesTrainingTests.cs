using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

/// <summary>Objectives that take gradients themselves, and those that leave the thread of their step.</summary>
public sealed class SeveralLossesTrainingTests
{
    private static readonly float[] s_weights = [0.5f, -0.2f, 0.8f, 0.2f, 0.1f, -0.1f, 0.7f, -0.4f, 0];

    /// <summary>
    /// The fast gradient sign method (Goodfellow et al. 2015, arXiv:1412.6572, eq. 1), ε = 0.25, SGD with rate 0.1: values of PyTorch 1.13
    /// in double precision, where grads are set to None after the first backward pass or not.
    /// </summary>
    [Theory]
    [InlineData(true, new[] { 0.4113625, -0.14935, 0.0713875, 0.61635, -0.29795, 0.1274, -0.2528625, -0.526 })]
    [InlineData(false, new[] { 0.4248375, -0.15705, 0.3809625, 0.43945, -0.1149, 0.0228, 0.1367125, -0.46755 })]
    public void An_adversarial_step_agrees_with_PyTorch(bool cleanLossCounts, double[] expected)
    {
        Sequential net = new Sequential { new Dense(2, Relu), new Dense(1) }.Build([2]);
        s_weights.CopyTo(net.Parameters.Values);
        Tensor y = Tensor.Of([0.5f, -1], [2, 1]);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);
        StepReport report = trainer.Step(
            numbers =>
            {
                Tensor x = Tensor.Variable(numbers, [2, 2]);
                net.Parameters.Trainable = cleanLossCounts; // of a model that does not learn, only the input gets a gradient
                Tape.Backward(Square(net.Call(x) - y).Mean());
                net.Parameters.Trainable = true;
                Tensor slope = x.Gradient, attacked = x.StopGradient() + (0.25f * ((slope > 0) - (slope < 0)));
                return Square(net.Call(attacked) - y).Mean();
            },
            new float[] { 1, 2, -0.5f, 1.5f });
        Assert.Equal(2.45078125, report.Loss, 1e-5);
        Assert.All(expected.Zip(net.Parameters.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
    }

    [Fact]
    public void A_batch_that_fails_after_a_gradient_was_taken_leaves_nothing_behind()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([2], seed: 1);
        float[] before = net.Parameters.Values.ToArray();
        Trainer trainer = new(new() { Optimizer = new Sgd(1) }, net.Parameters);
        Tensor x = Tensor.Of(new float[,] { { 1, 2 } });
        trainer.Accumulate(x => net.Call(x).Sum(), x);
        Assert.Throws<NonFiniteException>(() => trainer.Accumulate(
            x =>
            {
                Tape.Backward(1000 * net.Call(x).Sum());
                return net.Call(x).Sum() * float.NaN;
            },
            x));
        Assert.Throws<InvalidOperationException>(() => trainer.Update());
        trainer.Step(x => net.Call(x).Sum(), x);
        Assert.Equal([before[0] - 1, before[1] - 2, before[2] - 1], net.Parameters.Values.ToArray());

        trainer.Accumulate(x => net.Call(x).Sum(), x);
        Assert.Throws<NonFiniteException>(() => trainer.Accumulate(x => net.Call(x).Sum() * float.NaN, x)); // the batch alone is left out
        trainer.Update();
        Assert.Equal([before[0] - 2, before[1] - 4, before[2] - 2], net.Parameters.Values.ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Half_of_a_batch_on_another_thread_is_refused_and_nothing_changes(bool insideTensor)
    {
        Sequential net = new Sequential { new Dense(4, Tanh), new Dense(1) }.Build([2], seed: 1);
        float[] before = net.Parameters.Values.ToArray();
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);
        string message = Assert.Throws<InvalidOperationException>(() => trainer.Step(
            _ =>
            {
                Tensor first = Tensor.Of(new float[,] { { 1, 2 } });
                Tensor other =
                    insideTensor ? OnThread(() => net.Call(first)) : OnThread(() => net.Call(Tensor.Of(new float[,] { { 3, 4 } })));
                return Square(net.Call(first) + other).Mean();
            },
            0)).Message;
        Assert.Contains(insideTensor
            ? "This tensor [1, 2] belongs to a step that is open on another thread"
            : "An input [1, 1] of 'add' was computed from parameters or variables on another thread", message, StringComparison.Ordinal);
        Assert.Equal(before, net.Parameters.Values.ToArray());
        trainer.Step(_ => Square(net.Call(Tensor.Ones([1, 2]))).Mean(), 0);
        Assert.NotEqual(before, net.Parameters.Values.ToArray());
    }

    [Fact]
    public void A_teacher_that_does_not_learn_may_answer_on_another_thread()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([2], seed: 1), teacher = net.Clone();
        teacher.Parameters.Trainable = false;
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);
        StepReport report = trainer.Step(
            _ => Square(net.Call(Tensor.Ones([1, 2])) - OnThread(() => teacher.Call(Tensor.Ones([1, 2])))).Mean(), 0);
        Assert.Equal(0, report.Loss);
    }

    private static Tensor OnThread(Func<Tensor> work)
    {
        Tensor result = default;
        Exception? error = null;
        Thread thread = new(() => error = Record.Exception(() => result = work()));
        thread.Start();
        thread.Join();
        return error is null ? result : throw error;
    }
}
