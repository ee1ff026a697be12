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
    [InlineData(0, "feature 1 of the observation", "NaN")]
    [InlineData(1, "the reward", "an infinite value")]
    [InlineData(2, "feature 1 of the final observation", "NaN")]
    public void What_an_environment_gives_is_checked_and_named(int kind, string what, string value)
    {
        using IBatchEnvironment environment = Environments.Of(() => new Broken(kind), 1);
        DqnAgent agent = new(environment.Spec, s_options);
        NonFiniteException error = Assert.Throws<NonFiniteException>(() => agent.Train(environment, 1_000).Last());
        Assert.Equal(kind == 2 ? 20 : 15, error.Step);
        Assert.Contains(what + " that Broken gave in environment 0", error.Message, StringComparison.Ordinal);
        Assert.Contains(value, error.Message, StringComparison.Ordinal);
        Assert.All(agent.Network.Parameters.Values.ToArray(), w => Assert.True(float.IsFinite(w)));
    }

    [Fact]
    public void A_loss_that_overflows_stops_training_with_the_weights_of_before()
    {
        using IBatchEnvironment environment = Environments.Of(() => new Broken(3), 1);
        DqnAgent agent = new(environment.Spec, s_options with { HuberDelta = null });
        NonFiniteException error = Assert.Throws<NonFiniteException>(() => agent.Train(environment, 1_000).Last());
        Assert.Equal(agent.Updates + 1, error.Step);
        Assert.All(agent.Network.Parameters.Values.ToArray(), w => Assert.True(float.IsFinite(w)));
    }

    /// <summary>Goes wrong at step 15, or at step 20, which is the last of an episode.</summary>
    private struct Broken(int kind) : IEnvironment
    {
        private int _step;

        public readonly EnvironmentSpec Spec => new() { Name = "Broken", Observation = [2], Actions = ActionSpec.Discrete(2), TimeLimit = 10 };

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
}
