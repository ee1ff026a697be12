using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

public sealed class TrainerTests
{
    [Fact]
    public void A_small_network_learns_the_exclusive_or()
    {
        Sequential net = [new Dense(8, Tanh), new Dense(1)];
        net.Build([2], seed: 3);
        Tensor x = Tensor.Of(new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }), y = Tensor.Of([0, 1, 1, 0], [4, 1]);
        Trainer trainer = new(new() { Optimizer = new Adam(0.05f) }, net.Parameters);
        Objective<int> objective = _ => BinaryCrossEntropy(net.Call(x), y).Mean();
        StepReport report = default;
        for (int i = 0; i < 300; i++)
        {
            report = trainer.Step(objective, 0);
        }

        Assert.True(report.Loss < 0.05f, $"loss {report.Loss}");
    }

    [Fact]
    public void A_steady_step_allocates_nothing()
    {
        Sequential net = [new Normalization(), new Dense(32, Relu), new Dropout(0.1f), new Dense(16, Tanh), new Dense(4)];
        net.Build([8], seed: 1);
        float[] inputs = new float[16 * 8], labels = new float[16];
        Rng random = Rng.Stream(1, "data");
        random.FillUniform(inputs, -1, 1);
        Trainer trainer = new(new() { Optimizer = new AdamW(1e-3f), ClipNorm = 1, ClipValue = 0.5f }, net.Parameters);
        Objective<(float[] X, float[] Y)> objective =
            b => SoftmaxCrossEntropy(net.Call(Tensor.Wrap(b.X, [16, 8])), Tensor.Wrap(b.Y, [16])).Mean();
        Run(200);
        Assert.Equal(0, Conformance.Allocations.InRound(() => Run(1_000)));

        void Run(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                trainer.Step(objective, (inputs, labels));
            }
        }
    }

    [Fact]
    public void An_infinite_bound_of_a_clip_is_not_taken_for_what_became_NaN()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([2], seed: 1);
        Trainer trainer = new(new() { Optimizer = new Adam(1e-3f), Seed = 1 }, net.Parameters);
        NonFiniteException error = Assert.Throws<NonFiniteException>(
            () => trainer.Step(x => Log(Clip(net.Call(x) - 100, -200, float.PositiveInfinity)).Mean(), Tensor.Of([1, 1], [1, 2])));
        Assert.Contains("the output of 'log'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_number_stops_before_it_reaches_the_parameters_and_names_its_source()
    {
        Sequential net = [new Dense(4, Relu), new Dense(1)];
        net.Build([2]);
        float[] start = net.Parameters.Values.ToArray();
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);
        NonFiniteException error = Assert.Throws<NonFiniteException>(
            () => trainer.Step(x => net.Call(x).Mean(), Tensor.Of([1, float.NaN], [1, 2])));
        Assert.Equal(1, error.Step);
        Assert.Contains("linear-relu", error.Tensor, StringComparison.Ordinal);
        Assert.Equal(start, net.Parameters.Values.ToArray());
    }

    [Fact]
    public void The_parameter_that_holds_the_bad_number_is_named()
    {
        Sequential net = [new Dense(4, Relu), new Dense(1)];
        net.Build([2]);
        net.Parameters.Values[1] = float.PositiveInfinity;
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);
        NonFiniteException error = Assert.Throws<NonFiniteException>(
            () => trainer.Step(x => (net.Call(x) - net.Call(x)).Mean(), Tensor.Of([1, 1], [1, 2])));
        Assert.Contains("dense/kernel", error.Tensor, StringComparison.Ordinal);
    }

    [Fact]
    public void Clipping_by_norm_scales_the_whole_gradient()
    {
        Sequential net = [new Dense(1, kernel: Initializer.Zeros)];
        net.Build([2]);
        Trainer trainer = new(new() { Optimizer = new Sgd(1), ClipNorm = 1 }, net.Parameters);
        StepReport report = trainer.Step(x => net.Call(x).Sum(), Tensor.Of([2, 2], [1, 2]));
        Assert.Equal(3, report.GradientNorm, 6); // gradient (2, 2) of the kernel and 1 of the bias
        Assert.Equal([-2f / 3, -2f / 3, -1f / 3], net.Parameters.Values.ToArray().Select(v => v), (a, b) => MathF.Abs(a - b) < 1e-6f);
    }
}
