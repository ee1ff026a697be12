using Epoche;

namespace Epoche.Reinforcement.Tests.Agents;

/// <summary>
/// Linear networks of one feature s and three actions, by hand: online Q(s) = (s, −s, 0), target Q⁻(s) = (2s + 1, 3s − 1, 4s). In s_t = 4
/// the online network prefers action 0, the target network action 2 (16), and action 1 was taken in s_tm1 = 1: three different targets.
/// </summary>
public sealed class DqnObjectiveTests
{
    private readonly Sequential _online = Linear([1, -1, 0], [0, 0, 0]), _target = Linear([2, 3, 4], [1, -1, 0]);

    [Theory]
    [InlineData(false, 0.5f, -1f, 10f)] // y = 1 + ½·max(9, 11, 16) = 9, error −1 − 9 = −10
    // y = 1 + ½·9, the target's value of the online network's choice; the well-known bug takes 11, of the action that was taken.
    [InlineData(true, 0.5f, -1f, 6.5f)]
    [InlineData(true, 0f, -1f, 2f)] // terminated: y = 1
    public void The_target_is_that_of_the_papers(bool doubleQ, float discount, float q, float error)
    {
        Assert.Equal(-1, q); // Q(s_tm1 = 1, a_tm1 = 1)
        Assert.Equal(error - 0.5f, Loss(doubleQ, discount, huberDelta: 1)); // |e| − ½ beyond δ = 1
        Assert.Equal(error * error, Loss(doubleQ, discount, huberDelta: null));
    }

    [Fact]
    public void Within_delta_hubers_loss_is_half_the_square()
    {
        Assert.Equal(0.5f * 2 * 2, Loss(doubleQ: true, discount: 0, huberDelta: 10));
    }

    [Fact]
    public void Only_the_value_of_the_action_taken_gets_a_gradient()
    {
        StepArena arena = new();
        _online.Parameters.ZeroGradients();
        _target.Parameters.ZeroGradients();
        using (arena.Step())
        {
            Tape.Backward(DqnObjective.Loss(_online, _target, One(0.5f), doubleQ: true, huberDelta: null));
        }

        // d(e²)/dQ = 2e = −13 for action 1, times s_tm1 = 1 for its weight.
        Assert.Equal([0f, -13, 0, 0, -13, 0], _online.Parameters.Gradients.ToArray());
        Assert.All(_target.Parameters.Gradients.ToArray(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void The_loss_is_the_mean_over_the_batch()
    {
        StepArena arena = new();
        using (arena.Step())
        {
            Transitions two = new(
                Tensor.Of([1, 1], [2, 1]), Tensor.Of([1, 1], [2]), Tensor.Of([1, 1], [2]), Tensor.Of([0.5f, 0], [2]),
                Tensor.Of([4, 4], [2, 1]));
            Assert.Equal((6 + 1.5f) / 2, DqnObjective.Loss(_online, _target, two, doubleQ: true, huberDelta: 1).Item());
        }
    }

    private float Loss(bool doubleQ, float discount, float? huberDelta)
    {
        StepArena arena = new();
        using (arena.Step())
        {
            return DqnObjective.Loss(_online, _target, One(discount), doubleQ, huberDelta).Item();
        }
    }

    private static Transitions One(float discount) =>
        new(Tensor.Of([1], [1, 1]), Tensor.Of([1], [1]), Tensor.Of([1], [1]), Tensor.Of([discount], [1]), Tensor.Of([4], [1, 1]));

    private static Sequential Linear(ReadOnlySpan<float> kernel, ReadOnlySpan<float> bias)
    {
        Sequential net = [new Dense(3)];
        net.Build([1]);
        kernel.CopyTo(net.Parameters.Values);
        bias.CopyTo(net.Parameters.Values[3..]);
        return net;
    }
}
