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
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new TimeLimit<CartPole>(new CartPole(CartPoleOptions.V0), 300), 1);
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
    public void A_limit_that_is_not_positive_is_refused() => Assert.Equal(
        "steps is 0; expected at least 1 (steps). (Parameter 'steps')",
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeLimit<WindyWalk>(new WindyWalk(), 0)).Message);

    [Theory]
    [InlineData(5)]
    [InlineData(900)]
    public void The_best_and_the_solving_return_of_another_limit_become_unknown(int steps)
    {
        EnvironmentSpec spec = new TimeLimit<CartPole>(new CartPole(), steps).Spec;
        Assert.Equal((steps, null, null), (spec.TimeLimit, spec.BestReturn, spec.SolvedAt));
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new TimeLimit<CartPole>(new CartPole(), steps), 2),
            stacked = new FrameStack(environment.WithCount(2), 3);
        Assert.Equal((steps, null, null), (stacked.Spec.TimeLimit, stacked.Spec.BestReturn, stacked.Spec.SolvedAt));
    }

    [Fact]
    public void With_the_limit_of_the_environment_itself_they_stay_and_others_can_be_stated()
    {
        EnvironmentSpec same = new TimeLimit<CartPole>(new CartPole(), 500).Spec,
            stated = new TimeLimit<CartPole>(new CartPole(), 900, bestReturn: 900, solvedAt: 850).Spec;
        Assert.Equal(new CartPole().Spec, same);
        Assert.Equal((900.0, 850.0), (stated.BestReturn, stated.SolvedAt));
    }

    [Fact]
    public void Cart_poles_with_another_limit_are_not_solved_at_the_return_of_the_old_one()
    {
        Assert.Equal(
            (900.0, null),
            (new CartPole(new() { TimeLimit = 900 }).Spec.BestReturn, new CartPole(new() { TimeLimit = 900 }).Spec.SolvedAt));
        Assert.Null(new CartPole(new() { TimeLimit = 200 }).Spec.SolvedAt); // 475 of 200 could not be
        Assert.Equal((475.0, 195.0, 850.0), (new CartPole().Spec.SolvedAt, new CartPole(CartPoleOptions.V0).Spec.SolvedAt,
            new CartPole(new() { TimeLimit = 900, SolvedAt = 850 }).Spec.SolvedAt));
    }
}
