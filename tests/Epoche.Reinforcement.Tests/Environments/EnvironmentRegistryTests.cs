namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class EnvironmentRegistryTests
{
    [Fact]
    public void Names_are_found_in_any_case() => Assert.Equal("CartPole-v1", EnvironmentRegistry.Find("cartpole-V1").Name);

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest_and_all()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => EnvironmentRegistry.Find("CartPol-v1"));
        Assert.Equal(
            "There is no environment 'CartPol-v1'. Did you mean 'CartPole-v1'? The environments are: "
            + $"{string.Join(", ", EnvironmentRegistry.All.Select(entry => entry.Name))}. (Parameter 'name')",
            error.Message);
    }

    [Fact]
    public void Entries_are_called_what_their_environments_are_called()
    {
        Assert.All(EnvironmentRegistry.All, entry => Assert.Equal(entry.Name, entry.Spec.Name));
        Assert.Distinct(EnvironmentRegistry.All.Select(entry => entry.Name));
        Assert.All(EnvironmentRegistry.All, entry => Assert.EndsWith(".", entry.Summary, StringComparison.Ordinal));
    }

    /// <summary>Gymnasium's registry: limit and reward threshold.</summary>
    [Theory]
    [InlineData("CartPole-v0", 200, 195f)]
    [InlineData("CartPole-v1", 500, 475f)]
    [InlineData("Pendulum-v1", 200, null)]
    [InlineData("MountainCar-v0", 200, -110f)]
    [InlineData("MountainCarContinuous-v0", 999, 90f)]
    [InlineData("Acrobot-v1", 500, -100f)]
    [InlineData("FrozenLake-v1", 100, 0.7f)]
    [InlineData("FrozenLake8x8-v1", 200, 0.85f)]
    [InlineData("CliffWalking-v1", 1000, null)] // the limit is ours: there is none in Gymnasium
    [InlineData("Taxi-v3", 200, null)] // Gymnasium says 8, which no policy reaches
    public void Limits_and_thresholds_are_the_published_ones(string name, int limit, float? solvedAt)
    {
        EnvironmentSpec spec = EnvironmentRegistry.Find(name).Spec;
        Assert.Equal((limit, solvedAt), (spec.TimeLimit, (float?)spec.SolvedAt));
    }

    [Fact]
    public void Throughput_is_counted_in_environment_steps()
    {
        using IBatchEnvironment environment = EnvironmentRegistry.Find("CartPole-v1").CreateBatch(32);
        EnvironmentThroughput measured = EnvironmentBenchmark.Run(environment, TimeSpan.FromMilliseconds(20));
        Assert.Equal(("CartPole-v1", 32), (measured.Environment, measured.Count));
        Assert.Equal(0, measured.Steps % 32);
        Assert.True(measured.Seconds >= 0.02 && measured.StepsPerSecond > 10_000);
    }
}
