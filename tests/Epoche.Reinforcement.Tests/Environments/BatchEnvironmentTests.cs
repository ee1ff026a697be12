namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class BatchEnvironmentTests
{
    [Fact]
    public void Where_an_episode_ends_both_observations_are_delivered()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Countdown(3), count: 2);
        TransitionBuffers buffers = new(environment);
        environment.Reset(0, buffers.Observations);
        Assert.Equal([3f, 3f], buffers.Observations);

        environment.Step((int[])[0, 1], buffers.View); // the first counts down by one, the second by two
        Assert.Equal([2f, 1f], buffers.Observations);
        environment.Step((int[])[0, 1], buffers.View);

        Assert.Equal([1f, 3f], buffers.Observations); // the second starts again
        Assert.Equal(-1f, buffers.FinalObservations[1]);
        Assert.Equal([false, true], buffers.Terminated);
        Assert.Equal([false, false], buffers.Truncated);
        Assert.False(buffers.View.Ended(0));
        Assert.True(buffers.View.Ended(1));
    }

    [Fact]
    public void A_time_limit_in_the_spec_truncates_and_both_flags_can_be_true()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Countdown(6, timeLimit: 3), count: 2);
        TransitionBuffers buffers = new(environment);
        environment.Reset(0, buffers.Observations);
        for (int step = 1; step <= 3; step++)
        {
            environment.Step((int[])[0, 1], buffers.View);
            Assert.Equal(step == 3, buffers.Truncated[0]);
        }

        Assert.Equal([false, true], buffers.Terminated);
        Assert.Equal([true, true], buffers.Truncated);
        Assert.Equal([6f, 6f], buffers.Observations);
        Assert.Equal([3f, 0f], buffers.FinalObservations);
        environment.Step((int[])[0, 0], buffers.View);
        Assert.Equal([false, false], buffers.Truncated); // the count began again
    }

    [Fact]
    public void A_factory_that_gives_one_object_twice_is_named()
    {
        ManagedWalk shared = new();
        ArgumentException error = Assert.Throws<ArgumentException>(() => BatchEnvironment.Of(() => shared, 2));
        Assert.Equal(
            "The factory gave the same object twice; it must make a new environment on each call: () => new … or i => new … (Parameter "
            + "'create')",
            error.Message);
    }

    [Fact]
    public void Environments_of_different_observations_or_actions_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => BatchEnvironment.Of<IEnvironment>(i => i == 1 ? new Pendulum() : new CartPole(), 2));
        Assert.StartsWith(
            "The environments of a batch need the same observations and actions; environment 0 has observations [4] and actions "
            + "discrete(2), environment 1 has observations [3] and actions continuous([-2, 2]).",
            error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void A_count_that_is_not_positive_is_refused(int count)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => BatchEnvironment.Of(() => new Countdown(3), count));
        Assert.Equal($"count is {count}; expected at least 1 (environments). (Parameter 'count')", error.Message);
        Assert.Equal(error.Message, Assert.Throws<ArgumentOutOfRangeException>(() => new CartPoleBatch(count)).Message);
        Assert.Equal(error.Message, Assert.Throws<ArgumentOutOfRangeException>(() => new CatchBatch(count)).Message);
        Assert.Equal(error.Message, Assert.Throws<ArgumentOutOfRangeException>(() => new CaveBatch(count)).Message);
    }

    [Fact]
    public void A_wrong_action_is_named_with_its_environment_and_range()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Countdown(3), count: 3);
        TransitionBuffers buffers = new(environment);
        environment.Reset(0, buffers.Observations);
        ArgumentException error = Assert.Throws<ArgumentException>(() => environment.Step((int[])[0, 2, 0], buffers.View));
        Assert.Equal("Countdown: the action for environment 1 is 2; expected 0 to 1. (Parameter 'actions')", error.Message);
    }

    [Fact]
    public void A_continuous_action_beyond_its_bounds_is_named_unless_the_rules_clip_it()
    {
        using IBatchEnvironment strict = BatchEnvironment.Of(() => new Drift(), count: 2),
            clipping = BatchEnvironment.Of(() => new Pendulum(), count: 2);
        TransitionBuffers buffers = new(strict), others = new(clipping);
        strict.Reset(0, buffers.Observations);
        clipping.Reset(0, others.Observations);

        ArgumentException error = Assert.Throws<ArgumentException>(() => strict.Step((float[])[0, 0.1f, 0, 0.6f], buffers.View));
        Assert.Equal(
            "Drift: number 1 of the action for environment 1 is 0.6; expected a finite value within [0, 0.5]. (Parameter 'actions')",
            error.Message);
        clipping.Step((float[])[17f, -17f], others.View);
        Assert.Throws<ArgumentException>(() => clipping.Step((float[])[float.NaN, 0], others.View));
    }

    [Fact]
    public void Disposing_the_batch_disposes_its_environments()
    {
        int disposed = 0;
        IBatchEnvironment environment = BatchEnvironment.Of(() => new Closing(() => disposed++), count: 4);
        environment.Dispose();
        Assert.Equal(4, disposed);
    }

    /// <summary>Counts down from a number, by one (action 0) or two (1).</summary>
    private struct Countdown(int from, int? timeLimit = null) : IEnvironment
    {
        private int _left;

        public readonly EnvironmentSpec Spec =>
            new() { Name = "Countdown", Observation = [1], Actions = ActionSpec.Discrete(2), TimeLimit = timeLimit };

        public void Reset(ref Rng rng, Span<float> observation) => observation[0] = _left = from;

        public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
        {
            observation[0] = _left -= 1 + action.Index;
            return new(0, Terminated: _left <= 0, Truncated: false);
        }
    }

    private sealed class Closing(Action closed) : IEnvironment, IDisposable
    {
        public EnvironmentSpec Spec { get; } = new() { Observation = [1], Actions = ActionSpec.Discrete(1) };

        public void Reset(ref Rng rng, Span<float> observation) => observation[0] = 0;

        public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation) => default;

        public void Dispose() => closed();
    }
}
