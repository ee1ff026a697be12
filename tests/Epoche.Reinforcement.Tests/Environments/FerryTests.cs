namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>Masks, layouts and information on their way through batches and wrappers.</summary>
public sealed class FerryTests
{
    [Fact]
    public void A_step_says_what_the_next_state_allows_and_what_the_last_one_of_an_episode_did()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Ferry(), count: 6);
        RandomActions random = new(environment.Spec.Actions, 6, batches: 500, seed: 1);
        TransitionBuffers buffers = new(environment);
        environment.Reset(3, buffers.Observations);
        environment.WriteActionMasks(buffers.ActionMasks);
        int ended = 0, crashed = 0;
        for (int step = 0; step < random.Batches; step++)
        {
            for (int i = 0; i < 6; i++)
            {
                Assert.Equal(Allowed(buffers.Observations, i), buffers.ActionMasks[(3 * i)..(3 * (i + 1))]);
            }

            Array.Fill(buffers.FinalActionMasks, true);
            environment.Step(random.Under(step, buffers.ActionMasks), buffers.View);
            for (int i = 0; i < 6; i++)
            {
                bool isOver = buffers.View.Ended(i);
                float[] seen = isOver ? buffers.FinalObservations : buffers.Observations;
                bool[] last = buffers.FinalActionMasks[(3 * i)..(3 * (i + 1))];
                Assert.Equal(isOver ? Allowed(seen, i) : [true, true, true], last);
                Assert.Equal(buffers.Terminated[i] ? 1 : 0, buffers.Information[2 * i]); // of the episode that ended, not of the new one
                Assert.Equal(Ferry.LastPier - seen[(6 * i) + 2], buffers.Information[(2 * i) + 1]);
                ended += isOver ? 1 : 0;
                crashed += buffers.Terminated[i] ? 1 : 0;
            }
        }

        Assert.InRange(crashed, 20, ended - 20); // so that both ends were seen

        static bool[] Allowed(float[] observations, int row)
        {
            ReadOnlySpan<float> seen = observations.AsSpan(6 * row, 6);
            bool crashed = seen[2] == Ferry.LastPier && seen[5] == 1;
            return [!crashed && seen[2] > 0, !crashed && seen[1] == 0, !crashed && seen[2] < Ferry.LastPier];
        }
    }

    [Fact]
    public void A_forbidden_action_is_refused_before_anything_advances()
    {
        using IBatchEnvironment environment = new FrameStack(BatchEnvironment.Of(() => new TimeLimit<Ferry>(new Ferry(), 9), count: 2), 2);
        TransitionBuffers buffers = new(environment);
        environment.Reset(1, buffers.Observations);
        environment.Step(new[] { Ferry.Wait, Ferry.Right }, buffers.View);
        float[] before = [.. buffers.Observations];

        ArgumentException error = Assert.Throws<ArgumentException>(() => environment.Step(new[] { Ferry.Right, 3 }, buffers.View));
        Assert.Equal("Ferry: the action for environment 1 is 3; expected 0 to 2. (Parameter 'actions')", error.Message);
        error = Assert.Throws<ArgumentException>(() => environment.Step(new[] { Ferry.Wait, Ferry.Wait }, buffers.View));

        Assert.Equal(
            "Ferry: the action for environment 0 is 1, which its state forbids; allowed: 0, 2. (Parameter 'actions')", error.Message);
        Assert.Equal(before, buffers.Observations);
        environment.Step(new[] { Ferry.Right, Ferry.Wait }, buffers.View);
    }

    [Fact]
    public void After_a_restore_the_masks_are_those_of_the_restored_states()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Ferry(), count: 4), other = environment.WithCount(4);
        TransitionBuffers buffers = new(environment), others = new(other);
        environment.Reset(1, buffers.Observations);
        environment.Step(new[] { Ferry.Wait, Ferry.Right, Ferry.Wait, Ferry.Right }, buffers.View);
        System.Buffers.ArrayBufferWriter<byte> state = new();
        environment.SaveState(state);
        other.RestoreState(state.WrittenSpan);

        other.WriteActionMasks(others.ActionMasks);

        Assert.Equal(buffers.ActionMasks, others.ActionMasks);
        Assert.False(others.ActionMasks[1]); // it has waited
        Assert.Equal(
            "Ferry: its action masks are 12 elements, [4, 3]; received room for 3. (Parameter 'allowed')",
            Assert.Throws<ArgumentException>(() => other.WriteActionMasks(new bool[3])).Message);
    }

    [Fact]
    public void Stacked_frames_keep_their_parts_by_name()
    {
        using FrameStack environment = new(BatchEnvironment.Of(() => new Ferry(), count: 1), 3);
        TransitionBuffers buffers = new(environment);
        environment.Reset(1, buffers.Observations);
        float pier = environment.Spec.Layout!.Slice("pier", buffers.Observations)[0];

        environment.Step(new[] { Ferry.Right }, buffers.View);

        Assert.Equal(
            "place-2 [2], pier-2 (index of 5), wind-2 (one of 3), place-1 [2], pier-1 (index of 5), wind-1 (one of 3), place [2], pier "
            + "(index of 5), wind (one of 3)", environment.Spec.Layout.ToString());
        Assert.Equal([18], environment.Spec.Observation);
        Assert.Equal(pier + 1, environment.Spec.Layout.Slice("pier", buffers.Observations)[0]);
        Assert.Equal(pier, environment.Spec.Layout.Slice("pier-1", buffers.Observations)[0]);
        Assert.Equal("place-2 [2]", environment.Spec.Layout["place-2"].ToString());
    }

    [Fact]
    public void Normalization_lets_indices_and_one_hot_rows_pass()
    {
        ObservationNormalization normalization = new(new Ferry().Spec);
        normalization.Update([0, 1, 3, 0, 1, 0, 1, 1, 4, 0, 0, 1]);
        float[] mean = new float[6], scale = new float[6];

        normalization.CopyTo(mean, scale);

        Assert.Equal([0.5f, 1, 0, 0, 0, 0], mean);
        Assert.Equal((2, 1.0, 1f), (Math.Round(scale[0], 3), normalization.Variance(2), scale[5])); // of 0 and 1 the deviation is ½
        Assert.Equal(1, scale[2]);
    }

    [Fact]
    public void A_trace_refuses_what_a_state_forbids()
    {
        Assert.Equal(4, EnvironmentTrace.Run(new Ferry(), seed: 1, "1,2,1").Count);
        Assert.Equal(
            "Ferry: the action for step 1 is 1, which its state forbids; allowed: 0, 2. (Parameter 'actions')",
            Assert.Throws<ArgumentException>(() => EnvironmentTrace.Run(new Ferry(), seed: 1, "1,1")).Message);
    }

    [Fact]
    public void What_is_promised_in_a_spec_and_not_implemented_is_named()
    {
        Assert.Contains(
            "implement WriteActionMask", Broken(new() { Observation = [1], Actions = ActionSpec.Discrete(2), MasksActions = true }),
            StringComparison.Ordinal);
        Assert.Contains(
            "implement WriteInformation", Broken(new() { Observation = [1], Actions = ActionSpec.Discrete(2), Information = ["speed"] }),
            StringComparison.Ordinal);
        IEnvironment drift = new Drift();
        Assert.Throws<NotSupportedException>(() => drift.WriteActionMask([]));

        static string Broken(EnvironmentSpec spec)
        {
            using IBatchEnvironment environment = BatchEnvironment.Of(() => new Silent(spec), count: 1);
            TransitionBuffers buffers = new(environment);
            return Assert.Throws<NotSupportedException>(() =>
            {
                environment.Reset(1, buffers.Observations);
                environment.Step(new[] { 0 }, buffers.View);
            }).Message;
        }
    }

    [Fact]
    public void A_spec_that_contradicts_itself_is_refused()
    {
        EnvironmentSpec spec = new() { Name = "Odd", Observation = [2], Actions = ActionSpec.Discrete(2) };
        Assert.Contains(
            "Observation = layout.Shape", Refused(_ => spec with { Layout = ObservationLayout.Index(4) }), StringComparison.Ordinal);
        Assert.Contains(
            "masks are for discrete and multi-discrete actions",
            Refused(_ => spec with { Actions = ActionSpec.Continuous(-1, 1), MasksActions = true }),
            StringComparison.Ordinal);
        Assert.Contains(
            "these are multi-binary(3)", Refused(_ => spec with { Actions = ActionSpec.MultiBinary(3), MasksActions = true }),
            StringComparison.Ordinal);
        Assert.Contains(
            "same numbers beside a step", Refused(i => spec with { Information = i == 0 ? ["a"] : ["b"] }), StringComparison.Ordinal);
        Assert.Contains("under masks", Refused(i => spec with { MasksActions = i > 0 }), StringComparison.Ordinal);
        Assert.Contains(
            "(observation (one of 2))", Refused(i => spec with { Layout = i > 0 ? ObservationLayout.OneHot(2) : null }),
            StringComparison.Ordinal);

        static string Refused(Func<int, EnvironmentSpec> spec) =>
            Assert.Throws<ArgumentException>(() => BatchEnvironment.Of(i => new Silent(spec(i)), count: 2)).Message;
    }

    /// <summary>Implements nothing beside numbers.</summary>
    private sealed class Silent(EnvironmentSpec spec) : IEnvironment
    {
        public EnvironmentSpec Spec { get; } = spec;

        public void Reset(ref Rng rng, Span<float> observation) => observation.Clear();

        public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
        {
            observation.Clear();
            return default;
        }
    }
}
