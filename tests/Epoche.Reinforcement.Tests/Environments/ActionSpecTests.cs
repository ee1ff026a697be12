namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>Actions of several parts and bits, from their spec to the environment.</summary>
public sealed class ActionSpecTests
{
    [Fact]
    public void A_spec_says_what_its_actions_are()
    {
        ActionSpec named = ActionSpec.MultiDiscrete(("steer", 3), ("gear", 5)), bits = ActionSpec.MultiBinary(4);
        Assert.Equal((8, 2, false, false), (named.Count, named.Width, named.IsDiscrete, named.IsContinuous));
        Assert.Equal((1, "multi-discrete(steer: 3, gear: 5)"), (named.PartOf("gear"), named.ToString()));
        Assert.Equal("multi-discrete(3, 5)", ActionSpec.MultiDiscrete(3, 5).ToString());
        Assert.Equal((4, 4, "multi-binary(4)"), (bits.Count, bits.Width, bits.ToString()));
        Assert.Equal([2, 2, 2, 2], bits.Choices.ToArray());
        Assert.Equal((3, 1), (ActionSpec.Discrete(3).Count, ActionSpec.Discrete(3).Width));
        Assert.Equal(2, ActionSpec.Continuous(-1, 1, 2).Width);
    }

    [Fact]
    public void Specs_are_equal_where_kinds_parts_and_names_are()
    {
        Assert.Equal(ActionSpec.MultiDiscrete(3, 5), ActionSpec.MultiDiscrete(3, 5));
        Assert.NotEqual(ActionSpec.MultiDiscrete(3, 5), ActionSpec.MultiDiscrete(5, 3));
        Assert.NotEqual(ActionSpec.MultiDiscrete(3, 5), ActionSpec.MultiDiscrete(("a", 3), ("b", 5)));
        Assert.NotEqual(ActionSpec.MultiDiscrete(2, 2), ActionSpec.MultiBinary(4));
        Assert.NotEqual(ActionSpec.MultiDiscrete(4), ActionSpec.Discrete(4));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Refuses("at least one", () => ActionSpec.MultiDiscrete(ReadOnlySpan<int>.Empty));
        Refuses("at least 1", () => ActionSpec.MultiDiscrete(3, 0));
        Refuses("Two parts of an action are called 'a'", () => ActionSpec.MultiDiscrete(("a", 3), ("a", 5)));
        Refuses("at least 1", () => ActionSpec.MultiBinary(0));
        Refuses("No part of the actions multi-discrete(a: 3) is called 'b'", () => ActionSpec.MultiDiscrete(("a", 3)).PartOf("b"));

        static void Refuses(string part, Action act) =>
            Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_names_the_part_that_is_wrong()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Crane(), 2);
        TransitionBuffers buffers = new(environment);
        environment.Reset(1, buffers.Observations);
        Assert.Contains("part 1 of the action for environment 1 is 2; expected 0 to 1", Refused([1, 0, 1, 2]), StringComparison.Ordinal);
        Assert.Contains("needs 2 indices for each of the 2 environments; received 2", Refused([1, 0]), StringComparison.Ordinal);
        environment.WriteActionMasks(buffers.ActionMasks);
        int[] forbidden = [1, 0, 1, 0];
        int at = Array.IndexOf(buffers.ActionMasks, false);
        (int row, int choice) = Math.DivRem(at, 5);
        forbidden[(2 * row) + (choice < 3 ? 0 : 1)] = choice < 3 ? choice : choice - 3;
        Assert.Contains($"of the action for environment {row} is", Refused(forbidden), StringComparison.Ordinal);
        Assert.Contains("which its state forbids; allowed:", Refused(forbidden), StringComparison.Ordinal);

        string Refused(int[] actions) => Assert.Throws<ArgumentException>(() => environment.Step(actions, buffers.View)).Message;
    }

    [Fact]
    public void Random_play_evaluation_recording_and_traces_know_several_parts()
    {
        using IBatchEnvironment crane = BatchEnvironment.Of(() => new Crane(), 4), lamps = BatchEnvironment.Of(() => new Lamps(), 4);
        Assert.InRange(RandomPolicy.Play(lamps, 200).Mean, 5.6, 6.4); // of 12 steps of half a point; the deviation of a return is 1
        Assert.True(RandomPolicy.Play(crane, 50).Mean > 0);
        EpisodeRecording episode = EpisodeRecording.Play(crane, new RandomPolicy(crane.Spec.Actions, 1), seed: 1);
        Assert.All(episode.Steps, step => Assert.Equal(-1, step.Action));
        Assert.Equal(3, EnvironmentTrace.Run(new Lamps(), 1, "0,1,1,1,0,0").Count); // the reset and two steps
        Assert.Contains("12 steps", $"{EnvironmentTrace.Run(new Lamps(), 1, string.Join(',', new int[36])).Count - 1} steps");
    }

    [Fact]
    public void Replay_gives_back_every_part()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Lamps(), 2);
        ReplayBuffer replay = new(environment.Spec, 2, new() { Capacity = 20 }, discount: 1);
        TransitionBuffers buffers = new(environment);
        environment.Reset(1, buffers.Observations);
        replay.Begin(buffers.Observations, []);
        int[] actions = [1, 0, 1, 1, 0, 1];
        environment.Step(actions, buffers.View);
        replay.Add(actions, buffers.View);
        environment.Step(actions, buffers.View);
        replay.Add(actions, buffers.View);
        TransitionBatch batch = new(environment.Spec, 3);
        Rng random = new(1);
        replay.Sample(ref random, batch);
        Assert.Equal(3, batch.ActionWidth);
        Assert.Equal([1, 0, 1, 1, 0, 1, 1, 0, 1], batch.Actions);
    }

    [Fact]
    public void Agents_of_one_index_refuse_several_by_name()
    {
        EnvironmentSpec crane = new Crane().Spec;
        ArgumentException error = Assert.Throws<ArgumentException>(() => new DqnAgent(crane, new()
        {
            Network = spec => [new Dense(spec.Actions.Count)], TargetEverySteps = 10,
        }));
        Assert.Contains("DQN chooses among discrete actions; Crane has multi-discrete(move: 3, hook: 2)", error.Message);
        error = Assert.Throws<ArgumentException>(() => new TableAgent(crane, new()));
        Assert.Contains("Crane has multi-discrete(move: 3, hook: 2)", error.Message);
    }
}
