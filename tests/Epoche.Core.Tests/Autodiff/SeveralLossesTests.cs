using static Epoche.Tensors.Ops;

namespace Epoche.Core.Tests.Autodiff;

/// <summary>
/// Several backward passes in one step. Numbers named so are those of PyTorch 1.13 in double precision, from the same program
/// with backward(retain_graph=True).
/// </summary>
public sealed class SeveralLossesTests
{
    private readonly StepArena _arena = new();

    [Fact]
    public void Two_losses_give_what_their_sum_gives()
    {
        Tensor w = Tensor.Variable([2], [1]);
        using (_arena.Step())
        {
            Tape.Backward(Square(w).Sum());
            Tape.Backward((3 * Square(w)).Sum());
            Assert.Equal([16], w.Gradient.ToArray()); // 2w + 6w
        }
    }

    [Fact]
    public void One_loss_twice_counts_twice()
    {
        Tensor v = Tensor.Variable([3], [1]);
        using (_arena.Step())
        {
            Tensor loss = (v * 2).Sum();
            Tape.Backward(loss);
            Tape.Backward(loss);
            Tape.Backward(v.Reshape([]));
            Assert.Equal([5], v.Gradient.ToArray());
        }
    }

    [Fact]
    public void A_variable_may_be_the_loss_itself()
    {
        Tensor v = Tensor.Variable([3], [1]);
        using (_arena.Step())
        {
            Tape.Backward(v);
            Tape.Backward(Square(v).Sum());
        }

        Assert.Equal([7], v.Gradient.ToArray()); // 1 + 2v, and still there after the step
    }

    [Fact]
    public void Tensors_in_between_have_the_gradient_of_the_last_pass_and_variables_that_of_all()
    {
        Tensor w = Tensor.Variable([2], [1]);
        using (_arena.Step())
        {
            Tensor h = w * w;
            Tape.Backward((3 * h).Sum());
            (Tensor h1, Tensor w1) = (h.Gradient, w.Gradient);
            Assert.Equal([3, 12], [h.Gradient.Item(), w.Gradient.Item()]); // PyTorch
            Tape.Backward((5 * h).Sum());
            Assert.Equal([5, 32], [h.Gradient.Item(), w.Gradient.Item()]); // PyTorch
            Assert.Equal([3, 12], [h1.Item(), w1.Item()]); // what was taken stays
            Tape.Backward(w);
            Assert.Throws<InvalidOperationException>(() => h.Gradient); // nothing of this loss reached it
            w.ClearGradient();
            Tape.Backward((5 * h).Sum());
            Assert.Equal(20, w.Gradient.Item());
        }
    }

    [Fact]
    public void A_gradient_inside_a_loss_is_a_constant_that_the_next_pass_does_not_move()
    {
        Tensor w = Tensor.Variable([3], [1]);
        using (_arena.Step())
        {
            Tape.Backward(Square(w).Sum());
            Tensor slope = w.Gradient; // 6
            Assert.False(slope.NeedsGradient);
            w.ClearGradient();
            Tape.Backward((slope * w * w * w).Sum());
            Assert.Equal(6 * 27, w.Gradient.Item());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Actor_critic_with_a_shared_trunk_agrees_with_PyTorch(bool inPasses)
    {
        Tensor trunk = Tensor.Variable([0.5f, -0.3f, 0.8f, 0.2f], [2, 2]), actor = Tensor.Variable([0.4f, -0.6f, 0.1f, 0.9f], [2, 2]),
            critic = Tensor.Variable([0.7f, -0.2f], [2, 1]);
        using (_arena.Step())
        {
            Tensor x = Tensor.Of(new float[,] { { 1, 2 }, { -0.5f, 1.5f }, { 0.3f, -0.7f } }), actions = Tensor.Of(0, 1, 1),
                returns = Tensor.Of(1, 0.5f, -0.2f);
            Tensor hidden = Tanh(x.MatMul(trunk)), logits = hidden.MatMul(actor), values = hidden.MatMul(critic).Reshape(3);
            Tensor policy = -(LogSoftmax(logits).Gather(1, actions) * (returns - values).StopGradient()).Mean();
            Tensor value = 0.5f * Square(returns - values).Mean(),
                entropy = 0.01f * (Softmax(logits) * LogSoftmax(logits)).Sum(axis: 1).Mean();
            if (inPasses)
            {
                Tape.Backward(policy);
                Tape.Backward(value);
                Tape.Backward(entropy);
            }
            else
            {
                Tape.Backward(policy + value + entropy);
            }

            Near([-0.006697035, 0.050452150, -0.012894676, 0.089216293], trunk.Gradient);
            Near([-0.022880380, 0.022880380, 0.0016471326, -0.0016471326], actor.Gradient);
            Near([-0.12312988, -0.018659209], critic.Gradient);
        }
    }

    [Fact]
    public void The_losses_of_adversaries_agree_with_PyTorch()
    {
        Tensor generator = Tensor.Variable([0.6f, -0.2f], [1, 2]), critic = Tensor.Variable([0.3f, 0.9f], [2, 1]);
        using (_arena.Step())
        {
            Tensor fake = Tensor.Of([1, -2], [2, 1]).MatMul(generator), real = Tensor.Of(new float[,] { { 1, 0.5f }, { 0.2f, -0.3f } });
            Tape.Backward(
                BinaryCrossEntropy(real.MatMul(critic), 1).Mean() + BinaryCrossEntropy(fake.StopGradient().MatMul(critic), 0).Mean());
            Near([-0.36564144, 0.052640861], critic.Gradient);
            Tape.Backward(BinaryCrossEntropy(fake.MatMul(critic), 1).Mean());
            Near([0.075, 0.225], generator.Gradient);
            Near([-0.21564144, 0.0026408612], critic.Gradient);
        }
    }

    [Fact]
    public void Operations_that_keep_something_for_their_gradient_give_it_twice()
    {
        Tensor w = Tensor.Variable([0.1f, 0.2f, 0.3f, -0.1f, 0.4f, -0.2f, 0.5f, 0.6f, -0.7f], [3, 3]);
        using (_arena.Step())
        {
            Tensor z = LayerNorm(Tensor.Of([0.2f, -1, 0.5f], [1, 3]).MatMul(w), Tensor.Ones([3]), Tensor.Zeros([3]));
            Tensor loss = SoftmaxCrossEntropy(z, Tensor.Of(2)).Mean();
            Tape.Backward(loss);
            Tape.Backward(loss);
            // By PyTorch.
            Near([-0.059255778, 0.913957, -0.85470122, 0.29627889, -4.5697850, 4.2735061, -0.14813945, 2.2848925, -2.1367531], w.Gradient);
        }
    }

    [Fact]
    public void Labels_that_are_learned_get_their_gradient()
    {
        Tensor a = Tensor.Variable([0.3f, -0.2f, 0.8f], [1, 3]), s = Tensor.Variable([0.1f, 0.5f, -0.4f], [1, 3]);
        using (_arena.Step())
        {
            Tape.Backward(SoftmaxCrossEntropy(s, Softmax(a)).Mean());
            Near([-0.054899194, -0.10782753, 0.16272671], a.Gradient); // PyTorch
            Near([0.015555989, 0.29516549, -0.31072148], s.Gradient);
            a.ClearGradient();
            Tape.Backward(SoftmaxCrossEntropy(s.StopGradient(), Softmax(a)).Mean());
            Near([-0.054899194, -0.10782753, 0.16272671], a.Gradient);
        }
    }

    private static void Near(double[] expected, Tensor actual) =>
        Assert.All(expected.Zip(actual.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 2e-6 * Math.Max(1, Math.Abs(pair.First))));
}
