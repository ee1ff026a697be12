namespace Epoche.Reinforcement.Tests.Replay;

/// <summary>Which steps lie in which sequence, worked out by hand.</summary>
public sealed class SequenceTests
{
    private static readonly EnvironmentSpec s_spec = new()
    {
        Name = "Counting", Observation = [1], Actions = ActionSpec.Discrete(3), TimeLimit = 100,
    };

    [Fact]
    public void Sequences_overlap_by_their_period_and_never_cross_the_end_of_an_episode()
    {
        // Two episodes: eleven steps, then four. Observation t of episode e is 100·e + t, the action in it t mod 3, its reward t / 2.
        SequenceOptions options = new() { Length = 4, BurnIn = 3, Period = 2, Capacity = 20 };
        SequenceReplay replay = Play(options, [11, 4], [true, false]);

        // Starts 0, 2, 4, 6 have four steps each; that at 8 has the last three. The second episode fits in one.
        Assert.Equal(6, replay.Count);
        Assert.Equal([0, 2, 3, 3, 3, 0], replay.Before[..6]);
        Assert.Equal([4, 4, 4, 4, 3, 4], replay.Lengths[..6]);
        Assert.Equal([false, false, false, false, true, false], replay.Terminated[..6]);
        Assert.Equal([0, 0, 1, 3, 5, 100], replay.States[..6]); // the state before the first step: its time
        Assert.Equal([0, 0, 0, 0, 1, 2, 3, 4], Row(replay, 0)); // padding in front, then steps 0 to 4
        Assert.Equal([0, 0, 1, 2, 3, 4, 5, 6], Row(replay, 1));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Row(replay, 2));
        Assert.Equal([5, 6, 7, 8, 9, 10, 11, 0], Row(replay, 4)); // eleven is what was seen last; padding behind
        Assert.Equal([0, 0, 0, 100, 101, 102, 103, 104], Row(replay, 5));
    }

    [Fact]
    public void A_batch_has_masks_for_padding_and_what_was_done_before_each_step()
    {
        SequenceOptions options = new() { Length = 4, BurnIn = 3, Period = 2, Capacity = 20 };
        SequenceReplay replay = Play(options, [11, 4], [true, false]);
        SequenceBatch batch = new(s_spec, 2, stateSize: 1, previous: 4, options);
        (batch.Slots[0], batch.Slots[1]) = (1, 4);
        batch.Fill(replay, storedStates: true);

        Assert.Equal([0, 1, 1, 1, 1, 1], batch.BurnMask);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 0], batch.Mask);
        Assert.Equal([2, 0, 1, 2, 0, 2, 0, 1, 0, 0], batch.Actions);
        Assert.Equal([1, 1.5f, 2, 2.5f, 0, 4, 4.5f, 5, 0, 0], batch.Rewards);
        Assert.Equal([0, 0, 0, 0], batch.BurnPrevious[4..8]); // the start of an episode
        Assert.Equal([1, 0, 0, 0], batch.BurnPrevious[8..12]); // action 0, reward 0
        Assert.Equal([0, 1, 0, 0.5f], batch.Previous[..4]);
        Assert.Equal([0, 5], batch.States);
        batch.Fill(replay, storedStates: false);
        Assert.Equal([0, 0], batch.States);
    }

    [Fact]
    public void Old_sequences_are_overwritten_and_priorities_decide_what_is_drawn()
    {
        SequenceOptions options = new() { Length = 2, BurnIn = 0, Period = 2, Capacity = 3, Priorities = new() { Exponent = 1 } };
        SequenceReplay replay = Play(options, [10], [true]);
        Assert.Equal(3, replay.Count);
        Assert.Equal([6f, 8f, 4f], Enumerable.Range(0, 3).Select(i => replay.Store.Observation(i, 0)[0])); // five in three places

        int[] slots = new int[300];
        float[] weights = new float[300];
        Rng random = new(1);
        replay.UpdatePriorities([0, 1, 2], [1, 1, 8]);
        replay.Sample(ref random, 1, slots, weights);
        Assert.InRange(slots.Count(slot => slot == 2), 235, 245); // eight of ten
    }

    /// <summary>γ = ½, n = 2: worked out by hand.</summary>
    [Fact]
    public void Targets_bootstrap_from_shorter_tails_and_not_behind_the_end()
    {
        float[] targets = new float[3];
        SequenceTargets.Write([1, 2, 4], [10, 20, 40, 80], terminated: false, 0.5f, steps: 2, rescaling: null, targets);
        Assert.Equal([1 + 1 + 10, 2 + 2 + 20, 4 + 40], targets);
        SequenceTargets.Write([1, 2, 4], [10, 20, 40, 80], terminated: true, 0.5f, steps: 2, rescaling: null, targets);
        Assert.Equal([1 + 1 + 10, 2 + 2, 4], targets);
        SequenceTargets.Write([3], [0, 8], terminated: false, 1, steps: 5, rescaling: 1e-3f, targets.AsSpan(0, 1));
        Assert.Equal((float)ValueRescaling.Apply(3 + ValueRescaling.Invert(8, 1e-3f), 1e-3f), targets[0]);
        Assert.Contains(
            "4 values", Assert.Throws<ArgumentException>(
                () => SequenceTargets.Write([1, 2, 4], [1], true, 1, 1, null, new float[3])).Message, StringComparison.Ordinal);
    }

    private static float[] Row(SequenceReplay replay, int slot) =>
        replay.Store.Observations[(slot * replay.Store.Steps)..((slot + 1) * replay.Store.Steps)];

    private static SequenceReplay Play(SequenceOptions options, int[] lengths, bool[] terminated)
    {
        SequenceReplay replay = new(s_spec, 1, options);
        SequenceWindows windows = new(s_spec, 1, 1, options, replay);
        windows.Begin([0], []);
        for (int episode = 0; episode < lengths.Length; episode++)
        {
            for (int t = 0; t < lengths[episode]; t++)
            {
                int now = (100 * episode) + t;
                windows.Remember(0, [now]);
                bool isLast = t == lengths[episode] - 1;
                windows.Add(0, t % 3, new BatchTransition(
                    [isLast ? 100 * (episode + 1) : now + 1], [now + 1], [t / 2f], [isLast && terminated[episode]],
                    [isLast && !terminated[episode]]));
            }
        }

        return replay;
    }
}
