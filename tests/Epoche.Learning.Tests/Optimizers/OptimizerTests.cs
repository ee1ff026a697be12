using Epoche.Conformance.Optimizers;
using Epoche.Kernels;

namespace Epoche.Learning.Tests.Optimizers;

public sealed class OptimizerTests
{
    public static TheoryData<string> Names => [.. OptimizerRegistry.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_optimizer_of_the_registry_passes_the_kit(string name)
    {
        OptimizerRegistry.Entry entry = OptimizerRegistry.Find(name);
        OptimizerKit.Check(rate => entry.Create(rate, [.. entry.Settings.Select(s => s.Default)]));
    }

    // Two steps by hand from w = 1 with the gradients 2 and −1.
    [Fact]
    public void Plain_descent_takes_the_hand_computed_steps() =>
        Assert.Equal([0.8f, 0.9f], Path(new Sgd(0.1f)), Near); // 1 − 0.1·2; + 0.1

    [Fact]
    public void Momentum_takes_the_hand_computed_steps() =>
        Assert.Equal([0.8f, 0.72f], Path(new Sgd(0.1f, momentum: 0.9f)), Near); // m = 2; m = 1.8 − 1 = 0.8

    [Fact]
    public void Nesterov_takes_the_hand_computed_steps() =>
        Assert.Equal([0.62f, 0.648f], Path(new Sgd(0.1f, momentum: 0.9f, nesterov: true)), Near); // 0.1·(2 + 0.9·2); 0.1·(−1 + 0.9·0.8)

    [Fact]
    public void Decay_is_added_to_the_gradient_of_descent() =>
        Assert.Equal([0.75f, 0.8125f], Path(new Sgd(0.1f, weightDecay: 0.5f)), Near); // 0.1·(2 + 0.5); 0.1·(−1 + 0.375)

    [Fact]
    public void RmsProp_takes_the_hand_computed_steps() =>
        // v = 0.1·4 = 0.4, w = 1 − 0.1·2/√0.5; v = 0.36 + 0.1 = 0.46, w += 0.1/√0.56 (ε = 0.1)
        Assert.Equal([0.717157f, 0.850788f], Path(new RmsProp(0.1f, decay: 0.9f, epsilon: 0.1f)), Near);

    [Fact]
    public void RmsProp_of_Graves_takes_the_hand_computed_steps() =>
        // n = 2, m = 1, Δ = −0.1·2/√(2 − 1 + 1) = −0.141421; n = 1.5, m = 0, Δ = 0.5·Δ + 0.1/√2.5 = −0.0707107 + 0.0632456
        Assert.Equal([0.858579f, 0.851114f], Path(new RmsPropGraves(0.1f, decay: 0.5f, momentum: 0.5f, epsilon: 1f)), Near);

    [Fact]
    public void Adam_takes_the_hand_computed_steps() =>
        // m̂ = 2, v̂ = 4: w = 1 − 0.1·2/2; m = 0.5·1 − 0.5 = 0, so the second step is none (β₁ = 0.5, β₂ = 0.5)
        Assert.Equal([0.9f, 0.9f], Path(new Adam(0.1f, beta1: 0.5f, beta2: 0.5f)), Near);

    [Fact]
    public void AdamW_shrinks_the_weight_before_the_step() =>
        Assert.Equal([0.85f, 0.8075f], Path(new AdamW(0.1f, weightDecay: 0.5f, beta1: 0.5f, beta2: 0.5f)), Near); // 0.95·1 − 0.1; 0.95·0.85

    [Theory]
    [InlineData(-1e-3f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_learning_rate_by_which_weights_climb_or_are_lost_is_refused(float rate)
    {
        foreach (Func<Schedule, Optimizer> make in (Func<Schedule, Optimizer>[])[
            r => new Sgd(r), r => new Adam(r), r => new AdamW(r), r => new RmsProp(r), r => new RmsPropGraves(r)])
        {
            Assert.Contains(
                $"that of update 1 is {rate}", Assert.Throws<ArgumentOutOfRangeException>(() => make(rate)).Message,
                StringComparison.Ordinal);
            Sequential net = new Sequential { new Dense(1) }.Build([1], seed: 1);
            Trainer trainer = new(new() { Optimizer = make(Schedule.Linear(1, -1, steps: 2)), Seed = 1 }, net.Parameters);
            Step();
            Step();
            float[] before = net.Parameters.Values.ToArray();
            Assert.Contains("that of update 3 is -1", Assert.Throws<ArgumentOutOfRangeException>(Step).Message, StringComparison.Ordinal);
            Assert.Equal(before, net.Parameters.Values.ToArray());

            void Step() => trainer.Step<int>(_ => net.Call(Tensor.Ones([1, 1])).Mean(), 0);
        }
    }

    [Fact]
    public void An_average_without_gradients_ends_at_zero_and_not_at_a_denormal()
    {
        float[] weights = [1], gradients = [1], momentum = [0];
        AdamUpdate update = new(CorrectedRate: 0.1f, Shrinking: 1, Beta1: 0.9f, Beta2: 0.9f, RootCorrection: 1, Epsilon: 1e-8f);
        float[] squares = [0];
        for (int step = 0; step < 2000; step++)
        {
            OptimizerKernels.Run(in update, weights, gradients, momentum, squares);
            Assert.False(float.IsSubnormal(momentum[0]) || float.IsSubnormal(squares[0]), $"step {step}");
            gradients[0] = 0;
        }

        Assert.Equal([0, 0], [momentum[0], squares[0]]);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1f)]
    [InlineData(float.NaN)]
    public void A_momentum_outside_its_range_is_refused(float momentum) =>
        Assert.Contains(
            "momentum", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(0.1f, momentum)).Message, StringComparison.Ordinal);

    private static bool Near(float a, float b) => MathF.Abs(a - b) < 1e-5f;

    private static float[] Path(Optimizer optimizer)
    {
        Sequential net = [new Dense(1, kernel: Initializer.Ones)];
        net.Build([1]);
        Trainer trainer = new(new() { Optimizer = optimizer }, net.Parameters);
        float[] gradients = [2, -1], path = new float[2];
        for (int i = 0; i < 2; i++)
        {
            trainer.Step(x => net.Call(x).Sum(), Tensor.Of([gradients[i]], [1, 1]));
            path[i] = net.Parameters.Values[0];
        }

        return path;
    }
}
