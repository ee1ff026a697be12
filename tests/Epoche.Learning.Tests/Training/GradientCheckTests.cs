using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

public sealed class GradientCheckTests
{
    [Fact]
    public void A_network_with_kinks_statistics_and_dropout_passes_and_is_left_as_it_was()
    {
        Sequential net = new Sequential { new Dense(16, Relu), new BatchNorm(), new Dropout(0.3f), new Dense(3) }.Build([3], seed: 1);
        Tensor inputs = Tensor.Of([.. Enumerable.Range(0, 24).Select(i => (i * 7 % 11 / 5f) - 1)], [8, 3]);
        Tensor targets = Tensor.Of([0, 1, 2, 0, 1, 2, 0, 1], [8]);
        float[] before = net.Parameters.Values.ToArray();

        GradientCheckReport report = GradientCheck.Run(
            () => SoftmaxCrossEntropy(net.Call(inputs), targets).Mean(), [net.Parameters], new() { Elements = 20 });

        Assert.True(report.Passes, report.ToString());
        Assert.Equal(["dense/kernel", "dense/bias", "batch-norm/scale", "batch-norm/shift", "dense_2/kernel", "dense_2/bias"],
            report.Parameters.Select(parameter => parameter.Name));
        Assert.Equal([20, 16, 16, 16, 20, 3], report.Parameters.Select(parameter => parameter.Checked));
        Assert.StartsWith("The gradients of all 6 parameters agree with slopes.\n  dense/kernel: 20 checked, the worst is number ",
            report.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, net.Parameters.Values.ToArray());
        Assert.All(net.Parameters.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
    }

    [Fact]
    public void A_gradient_that_is_not_that_of_the_loss_is_named()
    {
        // What is stopped is missing in the gradient: 2x instead of 2x + 3x².
        GradientCheckReport report = GradientCheck.Run(
            x => (Square(x[0]) + (x[0] * Square(x[0])).StopGradient()).Sum() + (2 * x[1]).Sum(),
            [Tensor.Of([1, -2], [2]), Tensor.Of([3], [1])]);

        Assert.False(report.Passes);
        Assert.Equal(["input_0", "input_1"], report.Parameters.Select(input => input.Name));
        Assert.Equal((2, 1, -4.0), (report.Parameters[0].Checked, report.Parameters[0].Element, report.Parameters[0].Gradient));
        Assert.Equal(8, report.Parameters[0].Slope, 2e-3);
        Assert.Equal(1.5, report.Parameters[0].Error, 1e-3);
        Assert.InRange(report.Parameters[1].Error, 0, 1e-4);
        Assert.StartsWith("The gradients of 1 of 2 parameters are wrong.\n! input_0: 2 checked, the worst is number 1: gradient -4, slope ",
            report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_that_cannot_be_checked_are_refused()
    {
        int calls = 0;
        Tensor[] one = [Tensor.Of([1, 2], [2])];

        Assert.Equal("A gradient check needs a loss of one element, such as a mean. (Parameter 'loss')",
            Assert.Throws<ArgumentException>(() => GradientCheck.Run(x => x[0], one)).Message);
        Assert.Equal(
            "The loss is 3, and 6 when it is computed again with the same parameters. Random numbers come from the step (dropout does so), "
            + "batches from outside. (Parameter 'loss')",
            Assert.Throws<ArgumentException>(() => GradientCheck.Run(x => x[0].Sum() * ++calls, one)).Message);
        Assert.Equal("The tolerance lies between 0 and 1; received 1. (Parameter 'Tolerance')",
            Assert.Throws<ArgumentException>(() => GradientCheck.Run(x => x[0].Sum(), one, new() { Tolerance = 1 })).Message);
        Assert.Throws<NonFiniteException>(() => GradientCheck.Run(x => Log(x[0] - 2).Sum(), one));
        Sequential frozen = new Sequential { new Dense(1) }.Build([2]);
        frozen.Parameters.Trainable = false;
        Assert.Throws<ArgumentException>(() => GradientCheck.Run(() => frozen.Call(one[0].Reshape(1, 2)).Sum(), [frozen.Parameters]));
    }
}
