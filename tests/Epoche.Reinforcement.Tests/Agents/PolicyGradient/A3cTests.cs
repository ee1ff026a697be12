using Epoche.Reinforcement.Tests.Simulation;

namespace Epoche.Reinforcement.Tests.Agents.PolicyGradient;

public sealed class A3cTests
{
    /// <summary>Episodes of Lamps last 12 steps: rollouts of 5 end after 5, 10 and 12 of them.</summary>
    [Fact]
    public void Rollouts_end_with_their_episodes()
    {
        using IBatchEnvironment lamps = BatchEnvironment.Of(() => new Lamps(), 4);
        A3cAgent agent = new(lamps.Spec, new());
        agent.Train(lamps, 4 * 12).Last();
        Assert.Equal(4 * 3, agent.Updates);
    }

    /// <summary>
    /// By plain steps along the gradient a round of workers that all began with the same weights moves them by the sum of their gradients,
    /// in whatever order: each is taken at the weights that it copied, not at those that the others have changed. With gradients at the
    /// changed weights the second half of the distance would differ from the first by a share of the step.
    /// </summary>
    [Fact]
    public void A_gradient_is_that_of_the_weights_which_were_copied()
    {
        static float[] After(float rate)
        {
            using IBatchEnvironment lamps = BatchEnvironment.Of(() => new Lamps(), 3);
            A3cAgent agent = new(lamps.Spec, new()
            {
                Network = spec => PolicyNetwork.Create(spec, new() { Hidden = [8] }), Optimizer = new Sgd(rate), Steps = 4, ClipNorm = null,
            });
            float[] before = [.. agent.Model.Parameters.Values];
            agent.Train(lamps, 12).Last();
            Assert.Equal(3, agent.Updates);
            return [.. agent.Model.Parameters.Values.ToArray().Select((after, i) => (after - before[i]) / rate)];
        }

        float[] small = After(0.25f), large = After(4); // the same actions, drawn before the first update
        for (int i = 0; i < small.Length; i++)
        {
            Assert.Equal(small[i], large[i], 1e-5f * (1 + MathF.Abs(small[i])));
        }
    }
}
