using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

/// <summary>Models and parameters that took no part in an update.</summary>
public sealed class UnreachedParameterTests
{
    private static readonly float[] s_numbers = [1, -2, 0.5f, 3];

    /// <summary>Made where it is used: a tensor that is first used inside a step would end with it.</summary>
    private static Tensor X => Tensor.Of(s_numbers, [2, 2]);

    public static TheoryData<string> Optimizers => [.. OptimizerRegistry.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_model_that_took_no_part_is_left_as_it_is_with_what_the_optimizer_keeps_of_it(string name)
    {
        OptimizerRegistry.Entry entry = OptimizerRegistry.Find(name);
        float[] settings =
            [.. entry.Settings.Select(setting => setting.Name switch { "weight_decay" => 0.1f, "momentum" => 0.9f, _ => setting.Default })];
        (Sequential a, Sequential b) = (Made(1), Made(2));
        Trainer trainer = new(new() { Optimizer = entry.Create(0.01f, settings) }, a.Parameters, b.Parameters);
        Step(both: true);
        float[] weights = b.Parameters.Values.ToArray(), state = State();
        for (int i = 0; i < 3; i++)
        {
            float[] before = a.Parameters.Values.ToArray();
            Step(both: false);
            Assert.NotEqual(before, a.Parameters.Values.ToArray());
            Assert.All(b.Parameters.Gradients.ToArray(), gradient => Assert.Equal(0, gradient)); // looked at, and still none
        }

        Assert.Equal(weights, b.Parameters.Values.ToArray());
        Assert.Equal(state, State());
        Step(both: true);
        Assert.NotEqual(weights, b.Parameters.Values.ToArray());

        void Step(bool both) =>
            trainer.Step(x => both ? Square(a.Call(x)).Mean() + Square(b.Call(x)).Mean() : Square(a.Call(x)).Mean(), X);

        float[] State() => [.. trainer.Optimizer.StateOf(b.Parameters).Slots.SelectMany(slot => slot.Span.ToArray())];
    }

    [Fact]
    public void Looking_at_gradients_between_batch_and_update_changes_nothing()
    {
        float[] looked = Trained(looks: true), alone = Trained(looks: false);
        Assert.Equal(alone, looked);

        static float[] Trained(bool looks)
        {
            (Sequential a, Sequential b) = (Made(1), Made(2));
            Trainer trainer = new(new() { Optimizer = new AdamW(0.01f, weightDecay: 0.5f) }, a.Parameters, b.Parameters);
            for (int i = 0; i < 4; i++)
            {
                bool both = i % 2 == 0;
                trainer.Accumulate(x => both ? Square(a.Call(x)).Mean() + Square(b.Call(x)).Mean() : Square(a.Call(x)).Mean(), X);
                _ = looks ? b.Parameters.Gradients[0] : 0;
                trainer.Update();
            }

            return [.. a.Parameters.Values, .. b.Parameters.Values];
        }
    }

    [Fact]
    public void A_model_that_one_of_the_gathered_batches_reached_takes_part_in_the_update()
    {
        (Sequential a, Sequential b) = (Made(1), Made(2));
        float[] before = b.Parameters.Values.ToArray();
        Trainer trainer = new(new() { Optimizer = new Sgd(0.5f) }, a.Parameters, b.Parameters);
        trainer.Accumulate(x => a.Call(x).Sum() + b.Call(x).Sum(), X);
        trainer.Accumulate(x => a.Call(x).Sum(), X);
        trainer.Update();
        Assert.Equal(
            [before[0] - (0.25f * 1.5f), before[1] - (0.25f * 1), before[2] - (0.25f * 2)], b.Parameters.Values.ToArray(),
            (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void A_slope_of_zero_is_a_gradient()
    {
        Sequential a = Made(1);
        float[] before = a.Parameters.Values.ToArray();
        Trainer trainer = new(new() { Optimizer = new AdamW(0.1f, weightDecay: 0.5f) }, a.Parameters);
        trainer.Step(x => (a.Call(x) * 0).Sum(), X);
        Assert.Equal([before[0] * 0.95f, before[1] * 0.95f, before[2]], a.Parameters.Values.ToArray());
    }

    [Fact]
    public void Taking_turns_allocates_nothing()
    {
        (Sequential a, Sequential b) = (new Sequential { new Dense(4, Tanh), new Dense(1) }.Build([2], seed: 1), Made(2));
        Trainer trainer = new(new() { Optimizer = new AdamW(1e-3f) }, a.Parameters, b.Parameters);
        Objective<int> objective = turn => turn == 0
            ? Square(b.Call(X)).Mean()
            : Square(((Dense)a.Layers[turn - 1]).Call(turn == 1 ? X : Tensor.Ones([1, 4]))).Mean();
        Run(300);
        Assert.Equal(0, Conformance.Allocations.InRound(() => Run(900)));

        void Run(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                trainer.Step(objective, i % 3);
            }
        }
    }

    private static Sequential Made(ulong seed) => new Sequential { new Dense(1) }.Build([2], seed);
}
