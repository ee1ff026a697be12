using Epoche;

namespace Epoche.Reinforcement.Tests.Replay;

/// <summary>
/// By hand: the observation of step t is t, the reward r_t is 10 + t, the action t mod 2, so that every transition can be checked.
/// </summary>
public sealed class ReplayBufferTests
{
    private const float Discount = 0.5f;
    private static readonly EnvironmentSpec s_spec = new() { Observation = [1], Actions = ActionSpec.Discrete(2) };

    [Fact]
    public void A_step_that_goes_on_bootstraps_from_the_next_observation()
    {
        ReplayBuffer buffer = Fill(1, 1, Step.On, Step.On);
        Assert.Equal(2, buffer.Count);
        Assert.Equal([new(0, 0, 11, Discount, 1), new(1, 1, 12, Discount, 2)], Drawn(buffer));
    }

    [Fact]
    public void A_terminated_step_is_not_bootstrapped_from()
    {
        ReplayBuffer buffer = Fill(1, 1, Step.On, Step.Terminated, Step.On);
        Assert.Equal([new(0, 0, 11, Discount, 1), new(1, 1, 12, 0, 2), new(102, 0, 13, Discount, 3)], Drawn(buffer));
    }

    [Fact]
    public void A_truncated_step_is_bootstrapped_from_the_final_observation()
    {
        ReplayBuffer buffer = Fill(1, 1, Step.On, Step.Truncated, Step.On);
        Assert.Equal([new(0, 0, 11, Discount, 1), new(1, 1, 12, Discount, 2), new(102, 0, 13, Discount, 3)], Drawn(buffer));
    }

    [Fact]
    public void Where_a_step_both_terminates_and_is_truncated_termination_decides()
    {
        ReplayBuffer buffer = Fill(1, 1, Step.Both);
        Assert.Equal([new(0, 0, 11, 0, 1)], Drawn(buffer));
    }

    [Fact]
    public void Three_steps_are_summed_and_cut_at_the_end_of_the_episode()
    {
        ReplayBuffer buffer = Fill(3, 1, Step.On, Step.On, Step.On, Step.Terminated, Step.On, Step.On);

        // From 0: 11 + 12/2 + 13/4, then γ³ = 1/8 of the value of observation 3. From 1: the third step terminates.
        // The two steps of the second episode are not three yet.
        Assert.Equal(4, buffer.Count);
        Assert.Equal(
            [
                new(0, 0, 11 + 6 + 3.25f, 0.125f, 3), new(1, 1, 12 + 6.5f + 3.5f, 0, 4),
                new(2, 0, 13 + 7, 0, 4), new(3, 1, 14, 0, 4),
            ],
            Drawn(buffer));
    }

    [Fact]
    public void Three_steps_cut_by_truncation_bootstrap_from_the_final_observation_with_the_power_that_was_reached()
    {
        ReplayBuffer buffer = Fill(3, 1, Step.On, Step.Truncated, Step.On);
        Assert.Equal([new(0, 0, 11 + 6, 0.25f, 2), new(1, 1, 12, 0.5f, 2)], Drawn(buffer));
    }

    [Fact]
    public void A_full_ring_forgets_the_oldest_first()
    {
        ReplayBuffer buffer = new(s_spec, 1, new() { Capacity = 5 }, Discount);
        Feed(buffer, 1, 0, [.. Enumerable.Repeat(Step.On, 12)]);

        // Five slots hold the observations 8 … 12, the last of which has no action yet.
        Assert.Equal(4, buffer.Count);
        Assert.Equal([8f, 9, 10, 11], Drawn(buffer).Select(t => t.S_tm1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_count_is_the_number_of_different_transitions_that_sampling_finds(int nStep)
    {
        ReplayBuffer buffer = new(s_spec, 3, new() { Capacity = 60, NStep = nStep }, Discount);
        Rng random = new(7);
        for (int t = 0; t < 100; t++)
        {
            Feed(buffer, 3, 3 * t, [random.NextInt(6) switch { 0 => Step.Terminated, 1 => Step.Truncated, _ => Step.On }]);
            if (buffer.Count > 0)
            {
                Assert.Equal(buffer.Count, Drawn(buffer).Count);
            }
        }
    }

    [Fact]
    public void Environments_do_not_mix()
    {
        ReplayBuffer buffer = new(s_spec, 2, new() { Capacity = 100 }, Discount);
        buffer.Begin([0, 1000]);
        buffer.Add(new[] { 0, 1 }, new([1, 1001], new float[2], [11, 1011], new bool[2], new bool[2]));
        buffer.Add(new[] { 1, 0 }, new([2, 1002], new float[2], [12, 1012], new bool[2], new bool[2]));
        Assert.Equal(
            [new(0, 0, 11, Discount, 1), new(1, 1, 12, Discount, 2), new(1000, 1, 1011, Discount, 1001),
                new(1001, 0, 1012, Discount, 1002)],
            Drawn(buffer));
    }

    [Fact]
    public void A_reset_from_outside_counts_as_truncation()
    {
        ReplayBuffer buffer = Fill(3, 1, Step.On, Step.On);
        buffer.Begin([500]);
        Assert.Equal([new(0, 0, 11 + 6, 0.25f, 2), new(1, 1, 12, 0.5f, 2)], Drawn(buffer));
    }

    [Fact]
    public void Every_transition_is_drawn_equally_often()
    {
        ReplayBuffer buffer = Fill(1, 1, [.. Enumerable.Range(0, 20).Select(t => t % 4 == 3 ? Step.Terminated : Step.On)]);
        TransitionBatch batch = new(s_spec, 20_000);
        Rng random = new(3);
        buffer.Sample(ref random, batch);
        int[] counts = new int[20];
        foreach (float reward in batch.Rewards)
        {
            counts[(int)reward - 11]++;
        }

        // 1,000 expected each, with a deviation of √(20,000 · 0.05 · 0.95) = 31: five of them.
        Assert.All(counts, c => Assert.InRange(c, 845, 1155));
    }

    [Fact]
    public void The_same_stream_draws_the_same_batch_and_nothing_is_allocated()
    {
        ReplayBuffer buffer = Fill(3, 1, [.. Enumerable.Repeat(Step.On, 50)]);
        TransitionBatch a = new(s_spec, 32), b = new(s_spec, 32);
        Rng first = new(5), second = new(5);
        buffer.Sample(ref first, a);
        buffer.Sample(ref second, b);
        Assert.Equal(a.Rewards, b.Rewards);
        int[] actions = [0];
        float[] next = [1], final = [0], rewards = [1];
        bool[] terminated = [false], truncated = [false];

        Assert.Equal(0, Conformance.Allocations.InRound(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                buffer.Add(actions, new(next, final, rewards, terminated, truncated));
                buffer.Sample(ref first, a);
            }
        }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_buffer_restored_from_its_segments_draws_the_same_batches(int nStep)
    {
        ReplayOptions options = new() { Capacity = 40, NStep = nStep };
        ReplayBuffer original = new(s_spec, 2, options, Discount);
        List<ReplaySegment> segments = [];
        Rng random = new(11);
        long[] saved = [];
        for (int t = 0; t < 90; t++)
        {
            Feed(original, 2, 2 * t, [random.NextInt(5) == 0 ? Step.Truncated : Step.On]);
            if (t % 13 == 12)
            {
                segments.Add(original.Export(saved));
                saved = original.Positions();
            }
        }

        segments.Add(original.Export(saved));
        ReplayBuffer restored = new(s_spec, 2, options, Discount);
        foreach (ReplaySegment segment in segments.Skip(2)) // 20 slots a column hold no more than the last segments
        {
            restored.Import(segment);
        }

        for (int t = 90; t < 120; t++)
        {
            Assert.Equal(original.Count, restored.Count);
            Assert.Equal(Batch(original), Batch(restored));
            Step step = random.NextInt(5) == 0 ? Step.Terminated : Step.On;
            Feed(original, 2, 2 * t, [step]);
            Feed(restored, 2, 2 * t, [step]);
        }
    }

    [Fact]
    public void A_segment_that_leaves_a_gap_is_refused()
    {
        ReplayBuffer original = Fill(1, 1, [.. Enumerable.Repeat(Step.On, 10)]);
        long[] saved = original.Positions();
        ReplaySegment first = Fill(1, 1, Step.On, Step.On).Export();
        Feed(original, 1, 10, [Step.On]);
        ReplayBuffer restored = new(s_spec, 1, new() { Capacity = 1000 }, Discount);
        restored.Import(first);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => restored.Import(original.Export(saved)));
        Assert.Equal(
            "The replay segment holds slots 10 to 11 of environment 0; this buffer keeps 999 and has 2. Import the segments in order, into "
            + "a buffer of the same capacity.",
            error.Message);
    }

    [Fact]
    public void Sampling_from_nothing_says_so()
    {
        ReplayBuffer buffer = Fill(3, 1, Step.On, Step.On);
        Assert.Equal(0, buffer.Count);
        Rng random = new(0);
        Assert.Throws<InvalidOperationException>(() => buffer.Sample(ref random, new(s_spec, 4)));
    }

    [Fact]
    public void A_capacity_too_small_for_the_environments_says_so()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new ReplayBuffer(s_spec, 16, new() { Capacity = 32, NStep = 3 }, Discount));
        Assert.Equal(
            "Replay.Capacity is 32, 2 for each of 16 environments; expected at least NStep + 2 = 5 each. Raise the capacity or use fewer "
            + "environments. (Parameter 'options')",
            error.Message);
    }

    private static ReplayBuffer Fill(int nStep, int environments, params Step[] steps)
    {
        ReplayBuffer buffer = new(s_spec, environments, new() { Capacity = 1000, NStep = nStep }, Discount);
        Feed(buffer, environments, 0, steps);
        return buffer;
    }

    /// <summary>Where an episode ends after observation t, the next one begins with 100 + t.</summary>
    private static void Feed(ReplayBuffer buffer, int environments, int t, Step[] steps)
    {
        if (t == 0)
        {
            buffer.Begin([.. Enumerable.Range(0, environments).Select(i => (float)i)]);
        }

        foreach (Step step in steps)
        {
            float[] next = new float[environments], final = new float[environments], rewards = new float[environments];
            bool[] terminated = new bool[environments], truncated = new bool[environments];
            int[] actions = new int[environments];
            for (int i = 0; i < environments; i++, t++)
            {
                actions[i] = t % 2;
                terminated[i] = step is Step.Terminated or Step.Both;
                truncated[i] = step is Step.Truncated or Step.Both;
                final[i] = t + 1;
                next[i] = step == Step.On ? t + environments : 100 + t + 1;
                rewards[i] = 11 + t;
            }

            buffer.Add(actions, new(next, final, rewards, terminated, truncated));
        }
    }

    private static List<Drawing> Drawn(ReplayBuffer buffer) => [.. Batch(buffer, 3000).Distinct().OrderBy(t => t.S_tm1)];

    private static List<Drawing> Batch(ReplayBuffer buffer, int size = 64)
    {
        TransitionBatch batch = new(s_spec, size);
        Rng random = new(1);
        buffer.Sample(ref random, batch);
        return [.. Enumerable.Range(0, size).Select(j => new Drawing(
            batch.Observations[j], (int)batch.Actions[j], batch.Rewards[j], batch.Discounts[j], batch.NextObservations[j]))];
    }

    private enum Step
    {
        On,
        Terminated,
        Truncated,
        Both,
    }

    private readonly record struct Drawing(float S_tm1, int A_tm1, float R_t, float Discount_t, float S_t);
}
