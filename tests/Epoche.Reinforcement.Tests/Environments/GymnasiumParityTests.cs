using Epoche.Kernels;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class GymnasiumParityTests
{
    public static TheoryData<int> CartPoles => [.. Enumerable.Range(0, 9)];

    public static TheoryData<int> Swings => [.. Enumerable.Range(0, 8)];

    [Theory]
    [MemberData(nameof(CartPoles))]
    public void CartPole_follows_Gymnasium_step_by_step(int index)
    {
        Fixture.Trajectory expected = Fixture.Trajectories("cartpole.csv").ElementAt(index); // printed by cartpole.py
        IEnvironment environment = new CartPole(expected.Limit == 200 ? CartPoleOptions.V0 : CartPoleOptions.V1);
        Follow(expected, EnvironmentTrace.Run(environment, expected.Seed, expected.Actions, gymnasiumSeeding: true), 1e-6f);
    }

    [Fact]
    public void The_recorded_trajectories_hold_falls_and_truncations_and_what_follows_them()
    {
        float[][] rows = [.. Fixture.Trajectories("cartpole.csv").SelectMany(trajectory => trajectory.Rows)];
        Assert.Equal(5, rows.Count(row => row[6] == 1));
        Assert.True(rows.Count(row => row[5] == 1) >= 20);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Pendulum_follows_Gymnasium_step_by_step(int index)
    {
        Fixture.Trajectory expected = Fixture.Trajectories("pendulum.csv").ElementAt(index); // printed by pendulum.py
        Follow(expected, EnvironmentTrace.Run(new Pendulum(), expected.Seed, expected.Actions, gymnasiumSeeding: true), 2e-6f);
    }

    /// <summary>Whole episodes and the start of the next: truncated ones, and such as reach the goal.</summary>
    [Theory]
    [MemberData(nameof(Swings))]
    public void Cars_and_Acrobot_follow_Gymnasium_step_by_step(int index)
    {
        Fixture.Trajectory expected = Fixture.Trajectories("swings.csv").ElementAt(index); // printed by swings.py
        IEnvironment environment = expected.Name switch
        {
            "car" => new MountainCar(),
            "free" => new MountainCarContinuous(),
            _ => new Acrobot(),
        };
        Assert.Equal(expected.Limit, environment.Spec.TimeLimit);
        Follow(expected, EnvironmentTrace.Run(environment, expected.Seed, expected.Actions, gymnasiumSeeding: true), 1e-6f);
    }

    /// <summary>What the parity over 500 steps rests on: see the summary of the function.</summary>
    [Fact]
    public void Sine_and_cosine_round_as_mathematics_does()
    {
        int angles = 0, wrong = 0, wrongSmall = 0;
        foreach (string[] row in Fixture.Rows("trigonometry.csv")) // printed by trigonometry.py
        {
            double angle = Fixture.Double(row[0]);
            (double sin, double cos) = ScalarMath.SinCos(angle);
            int misses = (sin.Equals(Fixture.Double(row[1])) ? 0 : 1) + (cos.Equals(Fixture.Double(row[2])) ? 0 : 1);
            wrong += misses;
            wrongSmall += Math.Abs(angle) <= 0.25 ? misses : 0;
            Assert.InRange(sin, Math.BitDecrement(Fixture.Double(row[1])), Math.BitIncrement(Fixture.Double(row[1])));
            Assert.InRange(cos, Math.BitDecrement(Fixture.Double(row[2])), Math.BitIncrement(Fixture.Double(row[2])));
            angles++;
        }

        Assert.True(wrongSmall <= 1, $"{wrongSmall} wrong last bits at small angles");
        Assert.True(wrong <= angles / 50, $"{wrong} wrong last bits in {2 * angles} values");
    }

    private static void Follow(Fixture.Trajectory expected, IReadOnlyList<TraceRow> trace, float tolerance)
    {
        Assert.Equal(expected.Rows.Count, trace.Count);
        for (int i = 0; i < trace.Count; i++)
        {
            float[] row = expected.Rows[i];
            for (int k = 0; k < trace[i].Observation.Count; k++)
            {
                Assert.Equal(row[k], trace[i].Observation[k], tolerance);
            }

            Assert.Equal(row[^3], trace[i].Reward, tolerance);
            Assert.Equal((row[^2] == 1, row[^1] == 1), (trace[i].Terminated, trace[i].Truncated));
        }
    }
}
