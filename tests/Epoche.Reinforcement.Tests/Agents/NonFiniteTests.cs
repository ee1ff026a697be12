using Epoche;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents;

public sealed class NonFiniteTests
{
    private static readonly DqnOptions s_options = new()
    {
        Network = spec => [new Dense(4, Relu), new Dense(spec.Actions.Count)], TargetEverySteps = 10, WarmUpSteps = 10, BatchSize = 4,
    };

    [Theory]
    [InlineData(0, "feature 1 of the observation", "NaN", 15)]
    [InlineData(1, "the reward", "an infinite value", 15)]
    [InlineData(2, "feature 1 of the final observation", "NaN", 20)]
    public void What_an_environment_gives_is_checked_and_named(int kind, string what, string value, long step)
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Broken(kind), 1);
        DqnAgent agent = new(environment.Spec, s_options);
        NonFiniteException error = Assert.Throws<NonFiniteException>(() => agent.Train(environment, 1_000).Last());
        Assert.Equal(step, error.Step);
        Assert.Equal(
            $"Step {step}: {value} in {what} that Broken gave in environment 0. Nothing of this step was stored, and the weights are those "
            + "of before. Check the environment: a division by zero, a state that grows without limit, a missing reset.",
            error.Message);
        Assert.All(agent.Model.Parameters.Values.ToArray(), w => Assert.True(float.IsFinite(w)));
    }

    [Theory]
    [InlineData(0, "feature 1 of the observation", "NaN", 15)]
    [InlineData(1, "the reward", "an infinite value", 15)]
    [InlineData(2, "feature 1 of the final observation", "NaN", 20)]
    public void So_it_is_in_an_evaluation_and_in_a_recording(int kind, string what, string value, long step)
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Broken(kind, limit: 20), 1);
        using Evaluator evaluator = new(environment);
        string expected = $"Step {step}: {value} in {what} that Broken gave in episode 0. A return that it is part of would say nothing. "
            + "Check the environment: a division by zero, a state that grows without limit, a missing reset.";
        NonFiniteException error = Assert.Throws<NonFiniteException>(() => evaluator.Run(new Still(), 20, seed: 1));
        Assert.Equal((expected, step), (error.Message, error.Step));
        Assert.Equal(expected, Assert.Throws<NonFiniteException>(() => EpisodeRecording.Play(environment, new Still(), seed: 1)).Message);
    }

    [Fact]
    public void An_evaluation_looks_only_at_the_episodes_that_it_counts()
    {
        // Step 15 lies in the second episode of each lane.
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Broken(1, limit: 10), 1);
        using Evaluator evaluator = new(environment);
        Assert.Equal(20, evaluator.Run(new Still(), 20, seed: 1).Episodes);
    }

    [Fact]
    public void Statistics_and_normalization_refuse_it_and_stay_as_they_were()
    {
        TransitionBuffers buffers = new(new EnvironmentSpec { Observation = [2], Actions = ActionSpec.Discrete(2) }, 2);
        EpisodeStatistics statistics = new(2);
        statistics.Record(buffers.View);
        buffers.Rewards[1] = float.NaN;
        Assert.Equal(
            "Step 4: NaN in the reward of environment 1. Nothing of this step was counted: every mean would be lost.",
            Assert.Throws<NonFiniteException>(() => statistics.Record(buffers.View)).Message);
        Assert.Equal(2, statistics.Steps);

        ObservationNormalization normalization = new([2]);
        normalization.Update([1, 2]);
        Assert.Equal(
            "Step 3: an infinite value in number 0 of observation 1. None of these observations was taken: "
            + "the mean would be lost for good.",
            Assert.Throws<NonFiniteException>(() => normalization.Update([5, 5, float.NegativeInfinity, 5])).Message);
        Assert.Equal((1L, 1.0), (normalization.Count, normalization.Mean(0)));
    }

    [Fact]
    public void A_loss_that_overflows_stops_training_with_the_weights_of_before()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Broken(3), 1);
        DqnAgent agent = new(environment.Spec, s_options with { HuberDelta = null });
        NonFiniteException error = Assert.Throws<NonFiniteException>(() => agent.Train(environment, 1_000).Last());
        Assert.Equal(agent.Updates + 1, error.Step);
        Assert.All(agent.Model.Parameters.Values.ToArray(), w => Assert.True(float.IsFinite(w)));
    }

    /// <summary>Goes wrong at step 15, or at step 20, which is the last of an episode.</summary>
    private struct Broken(int kind, int limit = 10) : IEnvironment
    {
        private int _step;

        public readonly EnvironmentSpec Spec =>
            new() { Name = "Broken", Observation = [2], Actions = ActionSpec.Discrete(2), TimeLimit = limit };

        public readonly void Reset(ref Rng rng, Span<float> observation) => observation.Clear();

        public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
        {
            _step++;
            observation.Clear();
            bool now = _step == (kind == 2 ? 20 : 15);
            if (now && kind != 1 && kind != 3)
            {
                observation[1] = float.NaN;
            }

            return new(now && kind == 1 ? float.PositiveInfinity : kind == 3 ? 3e30f : 1, false, false);
        }
    }

    private sealed class Still : IPolicy
    {
        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions) => actions.Indices.Clear();
    }
}
