namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class EnvironmentTraceTests
{
    [Fact]
    public void A_trace_is_a_line_for_the_reset_and_one_for_each_step()
    {
        IReadOnlyList<TraceRow> trace = EnvironmentTrace.Run(new CartPole(), seed: 1, "0, 1,1,0");
        Assert.Equal(5, trace.Count);
        Assert.True(trace[0].IsReset);
        Assert.Equal(0, trace[0].Reward);
        Assert.All(trace.Skip(1), row => Assert.Equal((1f, false), (row.Reward, row.IsReset)));
    }

    [Fact]
    public void Where_an_episode_ends_the_next_reset_is_a_line_of_its_own_and_continues_the_stream()
    {
        IReadOnlyList<TraceRow> trace = EnvironmentTrace.Run(new CartPole(), seed: 1, string.Join(',', Enumerable.Repeat(1, 30)));
        int end = trace.ToList().FindIndex(row => row.Terminated);
        Assert.True(trace[end + 1].IsReset);
        Assert.Equal(30 + trace.Count(row => row.IsReset), trace.Count);
        Assert.NotEqual(trace[0].Observation, trace[end + 1].Observation);
    }

    [Fact]
    public void No_reset_follows_the_last_action()
    {
        IReadOnlyList<TraceRow> trace = EnvironmentTrace.Run(new TimeLimit<WindyWalk>(new WindyWalk(), 3), seed: 1, "1,1,1");
        Assert.Equal(4, trace.Count);
        Assert.True(trace[^1].Truncated);
    }

    [Fact]
    public void A_trace_shows_the_episode_of_the_first_environment_of_a_batch()
    {
        using IBatchEnvironment batch = BatchEnvironment.Of(() => new WindyWalk(), 2);
        TransitionBuffers buffers = new(batch);
        IReadOnlyList<TraceRow> trace = EnvironmentTrace.Run(new WindyWalk(), seed: 5, (int[])[2, 0, 1]);
        batch.Reset(5, buffers.Observations);
        Assert.Equal(trace[0].Observation, buffers.Observations[..2]);
        foreach ((int action, int row) in new[] { (2, 1), (0, 2), (1, 3) })
        {
            batch.Step((int[])[action, 0], buffers.View);
            Assert.Equal(trace[row].Observation, buffers.Observations[..2]);
            Assert.Equal(trace[row].Reward, buffers.Rewards[0]);
        }
    }

    [Fact]
    public void Lines_are_numbers_that_read_back()
    {
        TraceRow row = new([0.1f, -1.5e-7f], Reward: 1, Terminated: true, Truncated: false, IsReset: false);
        Assert.Equal("0.1,-1.5E-07,1,1,0", row.ToCsv());
    }

    [Theory]
    [InlineData("0,1,x", "Number 3 of the actions is 'x'; expected a whole number, such as in 0,1,1,0. (Parameter 'words')")]
    [InlineData("0,1.5", "Number 2 of the actions is '1.5'; expected a whole number, such as in 0,1,1,0. (Parameter 'words')")]
    [InlineData("0,1,2", "CartPole-v1: the action for step 2 is 2; expected 0 to 1. (Parameter 'actions')")]
    public void Wrong_actions_are_named_with_their_place(string actions, string message)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => EnvironmentTrace.Run(new CartPole(), 0, actions));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void An_environment_without_Gymnasiums_draws_says_so()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => EnvironmentTrace.Run(new ManagedWalk(), 0, "0", gymnasiumSeeding: true));
        Assert.Equal(
            "ManagedWalk cannot draw its first states as Gymnasium does: it does not implement IGymnasiumSeeding. (Parameter "
            + "'environment')",
            error.Message);
    }
}
