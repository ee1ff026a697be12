namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class PendulumTests
{
    /// <summary>
    /// θ = π/2, θ̇ = 1, torque 5 (clipped to 2): cost = (π/2)² + 0.1 + 0.001·4; θ̇' = 1 + (15 + 3·2)·0.05 = 2.05; θ' = π/2 + 0.1025.
    /// </summary>
    [Fact]
    public void A_step_is_the_one_worked_out_by_hand()
    {
        float[] observation = new float[3];
        Rng rng = new(0);
        StepResult result = At(Math.PI / 2, 1).Step((float[])[5], ref rng, observation);
        Assert.Equal(-(float)((Math.PI * Math.PI / 4) + 0.104), result.Reward, 1e-6f);
        Assert.Equal(-(float)Math.Sin(0.1025), observation[0], 1e-6f);
        Assert.Equal((float)Math.Cos(0.1025), observation[1], 1e-6f);
        Assert.Equal(2.05f, observation[2], 1e-6f);
        Assert.False(result.Terminated || result.Truncated);
    }

    [Fact]
    public void The_speed_is_clipped()
    {
        float[] observation = new float[3];
        Rng rng = new(0);
        At(Math.PI / 2, 7.9).Step((float[])[2], ref rng, observation);
        Assert.Equal(8, observation[2]);
    }

    /// <summary>An angle counts from −π to π however often the pendulum has turned: 7 rad cost as 7 − 2π do, −7 as 2π − 7.</summary>
    [Theory]
    [InlineData(7.0)]
    [InlineData(-7.0)]
    [InlineData(7.0 + (20 * Math.PI))]
    public void The_cost_knows_no_turns(double angle)
    {
        Rng rng = new(0);
        double within = 7 - (2 * Math.PI);
        Assert.Equal(-(float)(within * within), At(angle, 0).Step((float[])[0], ref rng, new float[3]).Reward, 1e-6f);
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        Assert.Contains(
            "MaxTorque must be above 0", Assert.Throws<ArgumentOutOfRangeException>(() => new Pendulum(new() { MaxTorque = 0 })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pendulum(new() { TimeLimit = 0 }));
        Assert.Equal("Pendulum-custom", new Pendulum(new() { Mass = 2 }).Spec.Name);
    }

    private static Pendulum At(double angle, double velocity)
    {
        Pendulum environment = new();
        environment.RestoreState([.. BitConverter.GetBytes(angle), .. BitConverter.GetBytes(velocity)]);
        return environment;
    }
}
