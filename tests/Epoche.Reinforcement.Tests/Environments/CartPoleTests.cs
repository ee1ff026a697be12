namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class CartPoleTests
{
    /// <summary>
    /// From rest: temp = 10/1.1, θ″ = −temp/(0.5·(4/3 − 0.1/1.1)) = −600/41, x″ = temp + 0.05·(600/41)/1.1 = 400/41; positions
    /// advance with the old velocities.
    /// </summary>
    [Fact]
    public void A_push_from_rest_gives_the_velocities_worked_out_by_hand()
    {
        CartPole environment = At(0, 0, 0, 0);
        float[] observation = new float[4];
        Rng rng = new(0);
        StepResult result = environment.Step(1, ref rng, observation);
        Assert.Equal([0, (float)(0.02 * 400 / 41), 0, (float)(-0.02 * 600 / 41)], observation);
        Assert.Equal(new StepResult(1, Terminated: false, Truncated: false), result);

        environment.Step(0, ref rng, observation);
        Assert.Equal((float)(0.02 * 0.02 * 400 / 41), observation[0], 1e-9f);
        Assert.Equal((float)(-0.02 * 0.02 * 600 / 41), observation[2], 1e-9f);
    }

    /// <summary>
    /// θ = 0.1, θ̇ = 0.5, push to the left: temp = (−10 + 0.05·0.25·sin)/1.1 = −9.0897746, θ″ = (9.8·sin − cos·temp)/(0.5·(4/3 −
    /// 0.1·cos²/1.1)) = 16.122395, x″ = temp − 0.05·θ″·cos/1.1 = −9.8189496, with sin 0.1 = 0.0998334 and cos 0.1 = 0.9950042.
    /// </summary>
    [Fact]
    public void A_push_of_a_leaning_pole_gives_the_velocities_worked_out_by_hand()
    {
        CartPole environment = At(0.3, -0.2, 0.1, 0.5);
        float[] observation = new float[4];
        Rng rng = new(0);
        environment.Step(0, ref rng, observation);
        Assert.Equal(0.3f - 0.004f, observation[0], 1e-6f);
        Assert.Equal(-0.2f - (0.02f * 9.8189496f), observation[1], 1e-6f);
        Assert.Equal(0.1f + 0.01f, observation[2], 1e-6f);
        Assert.Equal(0.5f + (0.02f * 16.122395f), observation[3], 1e-6f);
    }

    [Theory]
    [InlineData(2.39, 1.0, 0, true)] // 2.39 + 0.02 is beyond 2.4
    [InlineData(2.37, 1.0, 0, false)]
    [InlineData(-2.39, -1.0, 0, true)]
    [InlineData(0, 0, 0.2095, true)] // 12° are 0.20944 rad
    [InlineData(0, 0, 0.2094, false)]
    [InlineData(0, 0, -0.2095, true)]
    public void An_episode_terminates_beyond_the_limits_and_pays_for_the_last_step(double x, double xDot, double theta, bool terminated)
    {
        Rng rng = new(0);
        StepResult result = At(x, xDot, theta, 0).Step(1, ref rng, new float[4]);
        Assert.Equal(new StepResult(1, terminated, Truncated: false), result);
    }

    [Fact]
    public void First_states_are_uniform_within_their_range()
    {
        CartPole environment = new();
        float[] observation = new float[4];
        double[] sums = new double[4], squares = new double[4];
        Rng rng = new(3);
        for (int i = 0; i < 20_000; i++)
        {
            environment.Reset(ref rng, observation);
            for (int k = 0; k < 4; k++)
            {
                Assert.InRange(observation[k], -0.05f, 0.05f);
                sums[k] += observation[k];
                squares[k] += observation[k] * (double)observation[k];
            }
        }

        Assert.All(sums, sum => Assert.Equal(0, sum / 20_000, 5 * 0.0289 / Math.Sqrt(20_000)));
        Assert.All(squares, sum => Assert.Equal(0.05 * 0.05 / 3, sum / 20_000, 2e-5));
    }

    [Fact]
    public void Other_constants_make_another_environment_with_another_name()
    {
        Assert.Equal("CartPole-v1", new CartPole(new CartPoleOptions()).Spec.Name);
        Assert.Equal("CartPole-v0", new CartPole(new CartPoleOptions { TimeLimit = 200, SolvedAt = 195 }).Spec.Name);
        Assert.Equal("CartPole-custom", new CartPole(new CartPoleOptions { Gravity = 1.6 }).Spec.Name);

        CartPole moon = At(0, 0, 0.1, 0, new CartPoleOptions { Gravity = 1.6 }), earth = At(0, 0, 0.1, 0);
        float[] slow = new float[4], fast = new float[4];
        Rng rng = new(0);
        moon.Step(1, ref rng, slow);
        earth.Step(1, ref rng, fast);
        Assert.True(slow[3] < fast[3]);
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        Assert.Contains(
            "Gravity must be above 0", Assert.Throws<ArgumentOutOfRangeException>(() => new CartPole(new() { Gravity = 0 })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "AngleLimit must be above 0 and at most 0.4",
            Assert.Throws<ArgumentOutOfRangeException>(() => new CartPoleBatch(4, new() { AngleLimit = 0.5 })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "TimeStep", Assert.Throws<ArgumentOutOfRangeException>(() => new CartPole(new() { TimeStep = double.NaN })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CartPole(new() { TimeLimit = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CartPole(new() { StartRange = 0.3 }));
    }

    private static CartPole At(double x, double xDot, double theta, double thetaDot, CartPoleOptions? options = null)
    {
        CartPole environment = new(options);
        environment.RestoreState([.. BitConverter.GetBytes(x), .. BitConverter.GetBytes(xDot), .. BitConverter.GetBytes(theta),
            .. BitConverter.GetBytes(thetaDot)]);
        return environment;
    }
}
