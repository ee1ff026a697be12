using Epoche;

namespace Epoche.Reinforcement.Tests.Replay;

/// <summary>The observation of step t is t, so that it can be seen which transition was drawn.</summary>
public sealed class PrioritizedReplayTests
{
    private static readonly EnvironmentSpec s_spec = new() { Observation = [1], Actions = ActionSpec.Discrete(2) };

    /// <summary>Errors 3, 1 and 1 with α = 1: probabilities 0.6, 0.2, 0.2, and weights (3·P)^−β with β = 1.</summary>
    [Theory]
    [InlineData(ImportanceScale.Batch)]
    [InlineData(ImportanceScale.Memory)]
    public void Transitions_are_drawn_by_their_errors_and_weighted_by_how_often(ImportanceScale scale)
    {
        ReplayBuffer buffer = Filled(3, new() { Exponent = 1, Importance = 1, Scale = scale, Floor = 1e-12 });
        Learn(buffer, [3, -1, 1]);
        TransitionBatch batch = new(s_spec, 5);
        Rng random = new(1);

        buffer.Sample(ref random, batch);

        // Of five equal stretches of the sum 5 the first three lie in transition 0.
        Assert.Equal([0f, 0, 0, 1, 2], batch.Observations);
        Assert.Equal([1 / 3f, 1 / 3f, 1 / 3f, 1, 1], batch.Weights);
    }

    [Fact]
    public void Weights_are_relative_to_the_largest_of_the_batch_or_of_the_memory()
    {
        foreach ((ImportanceScale scale, float weight) in new[] { (ImportanceScale.Batch, 1f), (ImportanceScale.Memory, 0.1f) })
        {
            ReplayBuffer buffer = Filled(2, new() { Exponent = 1, Importance = 1, Scale = scale, Floor = 1e-12 });
            Learn(buffer, [10, 1]);
            TransitionBatch batch = new(s_spec, 1);
            Rng random = new(3);
            buffer.Sample(ref random, batch);
            Assert.Equal(0, batch.Observations[0]); // with probability 10/11
            Assert.Equal(weight, batch.Weights[0], 6);
        }
    }

    /// <summary>With α = ½ and errors 16 and 4: as often as 4 to 2; β = ½: weights (2·P)^−½ = (4/3)^−½ and (2/3)^−½, so √½ and 1.</summary>
    [Fact]
    public void Exponents_are_those_of_the_paper()
    {
        ReplayBuffer buffer = Filled(2, new() { Exponent = 0.5, Importance = 0.5f, Floor = 1e-12 });
        Learn(buffer, [16, 4]);
        TransitionBatch batch = new(s_spec, 3);
        Rng random = new(1);
        buffer.Sample(ref random, batch);

        Assert.Equal([0f, 0, 1], batch.Observations);
        Assert.Equal([MathF.Sqrt(0.5f), MathF.Sqrt(0.5f), 1], batch.Weights, (a, b) => MathF.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void New_transitions_have_the_largest_priority_that_was_ever_seen()
    {
        ReplayBuffer buffer = Filled(2, new() { Exponent = 1, Floor = 1e-12 });
        Learn(buffer, [8, 1]);
        Learn(buffer, [1, 1]); // the largest seen stays 8
        Add(buffer, 2);
        TransitionBatch batch = new(s_spec, 10);
        Rng random = new(1);
        buffer.Sample(ref random, batch);

        Assert.Equal([0f, 1, 2, 2, 2, 2, 2, 2, 2, 2], batch.Observations);
    }

    /// <summary>However rings wrap and episodes end, exactly those transitions are drawn that a uniform memory draws.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 4)]
    public void What_can_be_drawn_is_what_a_uniform_memory_has(int nStep, int environments)
    {
        ReplayOptions options = new() { Capacity = 12 * environments, NStep = nStep };
        ReplayBuffer uniform = new(s_spec, environments, options, 0.9f);
        ReplayBuffer prioritized = new(s_spec, environments, options with { Priorities = new() }, 0.9f);
        TransitionBuffers step = new(s_spec, environments);
        Rng random = new(7);
        float next = 0;
        float[] first = [.. Enumerable.Range(0, environments).Select(_ => next++)];
        uniform.Begin(first);
        prioritized.Begin(first);
        for (int t = 0; t < 300; t++)
        {
            for (int i = 0; i < environments; i++)
            {
                (step.Observations[i], step.FinalObservations[i]) = (next++, next++);
                (step.Terminated[i], step.Truncated[i]) = (random.NextInt(5) == 0, random.NextInt(7) == 0);
            }

            uniform.Add(new int[environments], step.View);
            prioritized.Add(new int[environments], step.View);
            if (random.NextInt(50) == 0)
            {
                uniform.Begin(step.Observations); // from outside, in the midst of episodes
                prioritized.Begin(step.Observations);
            }

            if (t % 10 == 9)
            {
                Assert.Equal(uniform.Count, prioritized.Count);
                Assert.Equal(Starts(uniform), Starts(prioritized));
            }
        }
    }

    [Fact]
    public void Errors_that_are_no_numbers_are_refused()
    {
        ReplayBuffer buffer = Filled(2, new());
        TransitionBatch batch = new(s_spec, 2);
        Rng random = new(1);
        buffer.Sample(ref random, batch);
        Assert.Throws<ArgumentException>(() => buffer.UpdatePriorities(batch, [1, float.NaN]));
        Assert.Throws<ArgumentException>(() => buffer.UpdatePriorities(batch, [1]));
    }

    [Theory]
    [InlineData(-0.1, "Replay.Priorities.Exponent is -0.1; expected 0 to 1.")]
    [InlineData(1.5, "Replay.Priorities.Exponent is 1.5; expected 0 to 1.")]
    public void Options_out_of_range_are_refused(double exponent, string message) => Assert.StartsWith(
        message,
        Assert.Throws<ArgumentException>(() => new ReplayOptions { Priorities = new() { Exponent = exponent } }.Validate()).Message,
        StringComparison.Ordinal);

    private static ReplayBuffer Filled(int transitions, PriorityOptions priorities)
    {
        ReplayBuffer buffer = new(s_spec, 1, new() { Capacity = 20, Priorities = priorities }, 0.9f);
        buffer.Begin([0]);
        for (int t = 0; t < transitions; t++)
        {
            Add(buffer, t);
        }

        return buffer;
    }

    private static void Add(ReplayBuffer buffer, int t) =>
        buffer.Add(new[] { 0 }, new BatchTransition(new float[] { t + 1 }, new float[1], new float[1], new bool[1], new bool[1]));

    /// <summary>Draws until each of the transitions was drawn, and gives each the error of its number.</summary>
    private static void Learn(ReplayBuffer buffer, float[] errors)
    {
        TransitionBatch batch = new(s_spec, 1);
        Rng random = new(11);
        HashSet<int> drawn = [];
        while (drawn.Count < errors.Length)
        {
            buffer.Sample(ref random, batch);
            int number = (int)batch.Observations[0];
            buffer.UpdatePriorities(batch, [errors[number]]);
            drawn.Add(number);
        }
    }

    private static SortedSet<(float, float, float)> Starts(ReplayBuffer buffer)
    {
        TransitionBatch batch = new(s_spec, 64);
        Rng random = new(1);
        SortedSet<(float, float, float)> starts = [];
        for (int i = 0; i < 20 && buffer.Count > 0; i++)
        {
            buffer.Sample(ref random, batch);
            for (int j = 0; j < batch.Size; j++)
            {
                starts.Add((batch.Observations[j], batch.NextObservations[j], batch.Discounts[j]));
            }
        }

        return starts;
    }
}
