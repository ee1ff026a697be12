namespace Epoche.Reinforcement.Tests.Simulation.Wrappers;

public sealed class TimeLimitTests
{
    [Fact]
    public void An_environment_stepped_by_hand_is_truncated_at_the_limit()
    {
        TimeLimit<WindyWalk> environment = new(new WindyWalk(), 4);
        Rng rng = new(0);
        float[] observation = new float[2];
        Assert.Equal(4, environment.Spec.TimeLimit);
        for (int episode = 0; episode < 3; episode++)
        {
            environment.Reset(ref rng, observation);
            for (int step = 1; step <= 4; step++)
            {
                Assert.Equal(step == 4, environment.Step(1, ref rng, observation).Truncated);
            }
        }
    }

    [Fact]
    public void A_longer_limit_replaces_the_environments_own()
    {
        using IBatchEnvironment environment = Environments.Of(() => new TimeLimit<CartPole>(new CartPole(CartPoleOptions.V0), 300), 1);
        TransitionBuffers buffers = new(environment);
        environment.Reset(0, buffers.Observations);
        for (int step = 1; step <= 300; step++)
        {
            float[] o = buffers.Observations;
            environment.Step((int[])[o[2] + (0.3f * o[3]) + (0.02f * o[0]) + (0.05f * o[1]) > 0 ? 1 : 0], buffers.View);
            Assert.Equal(step == 300, buffers.Truncated[0]);
        }
    }

    [Fact]
    public void A_limit_that_is_not_positive_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeLimit<WindyWalk>(new WindyWalk(), 0));
}
