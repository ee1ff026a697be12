namespace Epoche.Learning.Tests.Optimizers;

/// <summary>
/// Corrections of averages that start at zero count the updates of a parameter, as PyTorch's <c>step</c> of each parameter does.
/// </summary>
public sealed class UpdateCountTests
{
    private static readonly float[] s_gradients = [2, -1, 3, 0.5f, -2, 1];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_layer_that_was_frozen_for_1000_updates_begins_with_a_step_of_the_rate(bool wholeModel)
    {
        Weights other = new(1), late = new(1);
        Trainer trainer = new(new() { Optimizer = new Adam(0.01f) }, other.Parameters, late.Parameters);
        SetFrozen(true);
        for (int i = 0; i < 1000; i++)
        {
            Step(3);
        }

        Assert.Equal(0, late.Values[0]);
        SetFrozen(false);
        Step(3);
        Assert.Equal(-0.01f, late.Values[0], 1e-6f); // lr·m̂/√v̂ = lr in a first step

        void Step(float gradient) => trainer.Step<int>(
            _ => (other.Model.Call(Tensor.Ones([1, 1])) * gradient).Sum() + (late.Model.Call(Tensor.Ones([1, 1])) * gradient).Sum(), 0);

        void SetFrozen(bool frozen)
        {
            if (wholeModel)
            {
                late.Parameters.Trainable = !frozen;
            }
            else if (frozen)
            {
                late.Parameters.Freeze("weights");
            }
            else
            {
                late.Parameters.Unfreeze("weights");
            }
        }
    }

    // torch 1.13: a, b = Parameter(1.), Parameter(1., requires_grad=False); b.requires_grad_() before the fourth of
    // six steps with the gradients above;
    // Adam([a, b], lr=.01) and AdamW([a, b], lr=.01, weight_decay=.1).
    [Theory]
    [InlineData(false, new[] { 0.9900000f, 0.9873366f, 0.9809834f, 0.9750549f, 0.9731846f, 0.9704235f },
        new[] { 1, 1, 1, 0.9900000f, 0.9955950f, 0.9966968f })]
    [InlineData(true, new[] { 0.9890000f, 0.9853477f, 0.9780092f, 0.9711026f, 0.9682613f, 0.9645318f },
        new[] { 1, 1, 1, 0.9890000f, 0.9936061f, 0.9937142f })]
    public void A_parameter_thawed_later_follows_PyTorch(bool decays, float[] first, float[] second)
    {
        Sequential net = new Sequential { new Dense(1, kernel: Initializer.Ones), new Dense(1, kernel: Initializer.Ones) }.Build([1]);
        foreach (string name in (string[])["dense/bias", "dense_2/bias", "dense_2"])
        {
            net.Parameters.Freeze(name);
        }

        Trainer trainer = new(new() { Optimizer = decays ? new AdamW(0.01f, weightDecay: 0.1f) : new Adam(0.01f) }, net.Parameters);
        for (int i = 0; i < s_gradients.Length; i++)
        {
            if (i == 3)
            {
                net.Parameters.Unfreeze("dense_2/kernel");
            }

            trainer.Step(g => ((net.Parameters["dense/kernel"] + net.Parameters["dense_2/kernel"]) * g).Sum(), s_gradients[i]);
            Assert.Equal(first[i], net.Parameters["dense/kernel"].Item(), 1e-6f);
            Assert.Equal(second[i], net.Parameters["dense_2/kernel"].Item(), 1e-6f);
        }
    }

    [Fact]
    public void The_counts_are_saved()
    {
        Sequential whole = Network(), before = Network(), after = Network();
        Trainer expected = Run(whole, null, 6), first = Run(before, null, 4), second = Make(after);
        StateCopy.Move(first, second);
        Run(after, second, 2);
        Assert.Equal(whole.Parameters.Values.ToArray(), after.Parameters.Values.ToArray());
        Assert.Equal(expected.StepCount, second.StepCount);

        static Sequential Network() => new Sequential { new Dense(3), new Dense(1) }.Build([2], seed: 1);

        static Trainer Make(Sequential net) => new(new() { Optimizer = new Adam(0.01f) }, net.Parameters);

        static Trainer Run(Sequential net, Trainer? trainer, int steps)
        {
            trainer ??= Make(net);
            for (int i = 0; i < steps; i++)
            {
                if (trainer.StepCount == 0)
                {
                    net.Parameters.Freeze("dense");
                }
                else if (trainer.StepCount == 3)
                {
                    net.Parameters.Unfreeze("dense");
                }

                trainer.Step(x => net.Call(x).Sum(), Tensor.Of([1, 2], [1, 2]));
            }

            return trainer;
        }
    }
}
