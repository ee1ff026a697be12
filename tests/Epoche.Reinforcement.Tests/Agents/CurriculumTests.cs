using System.Buffers;
using Epoche;
using Epoche.Reinforcement.Tests.Simulation;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents;

/// <summary>What fits an agent is what has its observations and actions, whatever it is called.</summary>
public sealed class CurriculumTests
{
    private static readonly float[] s_lengths = [0.25f, 0.5f, 1];

    private static readonly DqnOptions s_options = new()
    {
        Network = spec => [new Dense(16, Relu), new Dense(spec.Actions.Count)],
        Optimizer = new Adam(5e-3f),
        Epsilon = Schedule.Linear(1f, 0.1f, 1_000),
        WarmUpSteps = 100,
        BatchSize = 16,
        TargetEverySteps = 50,
        ReportEverySteps = 500,
    };

    [Fact]
    public void Cart_poles_of_three_lengths_are_one_batch()
    {
        using IBatchEnvironment environment = Poles(3);
        EnvironmentSpec spec = environment.Spec;
        Assert.Equal(("CartPole-custom + CartPole-v1", 500, 500.0, 475.0), (spec.Name, spec.TimeLimit, spec.BestReturn, spec.SolvedAt));
        TransitionBuffers buffers = new(environment), alone = new(new CartPole().Spec, 1);
        environment.Reset(4, buffers.Observations);
        environment.Step(new[] { 1, 1, 1 }, buffers.View);
        Assert.NotEqual(buffers.Observations[2], buffers.Observations[10]);

        // Environment 1 is CartPole-v1 itself.
        using IBatchEnvironment plain = BatchEnvironment.Of(() => new CartPole(), 3);
        TransitionBuffers others = new(plain);
        plain.Reset(4, others.Observations);
        plain.Step(new[] { 1, 1, 1 }, others.View);
        Assert.Equal(others.Observations[4..8], buffers.Observations[4..8]);
    }

    [Fact]
    public void An_agent_of_one_cart_pole_trains_on_others_is_saved_and_goes_on()
    {
        using IBatchEnvironment environment = Poles(3), again = Poles(3);
        DqnAgent agent = new(new CartPole().Spec, s_options), loaded = new(new CartPole().Spec, s_options);
        agent.Train(environment, 600).Last();
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        checkpoints.Save(agent.Loop, agent.Step);
        Assert.True(checkpoints.TryLoad(loaded.Loop));
        loaded.Train(again, 300).Last();
        Assert.Equal(900, loaded.Step);
    }

    [Fact]
    public void Differing_limits_and_best_returns_are_kept_apart_in_a_batch()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(
            i => new TimeLimit<WindyWalk>(new WindyWalk(), 3 + i, bestReturn: 3 + i), 3);
        Assert.Equal((5, null, "WindyWalk"), (environment.Spec.TimeLimit, environment.Spec.BestReturn, environment.Spec.Name));
        TransitionBuffers buffers = new(environment);
        environment.Reset(1, buffers.Observations);
        bool[][] truncated = new bool[6][];
        for (int step = 1; step <= 5; step++)
        {
            environment.Step(new[] { 1, 1, 1 }, buffers.View);
            truncated[step] = [.. buffers.Truncated];
        }

        Assert.Equal([false, false, false], truncated[2]);
        Assert.Equal([true, false, false], truncated[3]);
        Assert.Equal([false, true, false], truncated[4]);
        Assert.Equal([false, false, true], truncated[5]);
        using IBatchEnvironment open = BatchEnvironment.Of<IEnvironment>(i => i == 0 ? new Pace(null) : new Pace(7), 2);
        Assert.Null(open.Spec.TimeLimit);
        using IBatchEnvironment many = BatchEnvironment.Of(i => new Pace(7, $"level {i}"), 6);
        Assert.Equal("level 0 + level 1 + level 2 + 3 more", many.Spec.Name);
    }

    [Fact]
    public void The_next_level_may_have_another_name_limit_and_best_return()
    {
        using IBatchEnvironment easy = BatchEnvironment.Of(() => default(Corridor), 2),
            hard = BatchEnvironment.Of(() => default(LongCorridor), 2);
        SelectionOptions selection = new() { EverySteps = 250, Episodes = 5, ConfirmEpisodes = 20 };
        DqnAgent agent = new(easy.Spec, s_options with { Selection = selection });
        Assert.True(agent.Train(easy, 20_000).Last().GoalReached);
        double before = agent.BestEvaluation!.Mean;

        // Less can be earned in the long corridor: there, the first evaluation is the best so far, and perfect is what is perfect there.
        TrainingReport[] reports = [.. agent.Train(hard, 30_000)];
        Assert.True(reports[^1].GoalReached, $"{reports[^1].Evaluation}");
        Assert.True(agent.BestEvaluation.Mean < before && agent.BestEvaluation.IsPerfect);
        Assert.Equal(hard.Spec.BestReturn, agent.BestEvaluation.BestReturn);
    }

    [Fact]
    public void Which_environment_the_best_model_was_found_in_is_saved()
    {
        using IBatchEnvironment easy = BatchEnvironment.Of(() => default(Corridor), 1),
            hard = BatchEnvironment.Of(() => default(LongCorridor), 1), again = hard.WithCount(1);
        DqnOptions options =
            s_options with { Selection = new() { EverySteps = 250, Episodes = 5, ConfirmEpisodes = 5, StopWhenPerfect = false } };
        DqnAgent agent = new(easy.Spec, options), loaded = new(easy.Spec, options);
        agent.Train(easy, 4_000).Last();
        agent.Train(hard, 500).Last();
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        checkpoints.Save(agent.Loop, agent.Step);
        Assert.True(checkpoints.TryLoad(loaded.Loop));
        Assert.Equal(
            (agent.BestEvaluation!.BestReturn, agent.BestEvaluation.IsPerfect),
            (loaded.BestEvaluation!.BestReturn, loaded.BestEvaluation.IsPerfect));
        double best = loaded.BestEvaluation.Mean;
        loaded.Train(again, 1_000).Last();
        Assert.True(loaded.BestEvaluation.Mean >= best); // the same environment: only a better one replaces it
    }

    [Fact]
    public void Pixels_that_the_memory_cannot_keep_are_refused()
    {
        EnvironmentSpec spec = new Ticker(1).Spec;
        DqnAgent agent = new(spec with { PixelSteps = 2 }, s_options with { Network = s => [new Flatten(), new Dense(s.Actions.Count)] });
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Ticker(1), 1);
        Assert.StartsWith(
            "The agent's memory keeps pixels as bytes, in steps of 1/2, as Ticker promises by its PixelSteps; those of Ticker are 255. "
            + "Make the agent for a spec without PixelSteps: then it keeps any numbers.",
            Assert.Throws<ArgumentException>(() => agent.Train(environment, 10)).Message, StringComparison.Ordinal);
        DqnAgent any = new(spec with { PixelSteps = null }, s_options with { Network = s => [new Flatten(), new Dense(s.Actions.Count)] });
        Assert.Equal(10, any.Train(environment, 10).Last().Step);
    }

    private static IBatchEnvironment Poles(int count) =>
        BatchEnvironment.Of(i => new CartPole(new() { HalfLength = s_lengths[i % 3] }), count);

    private sealed class Pace(int? limit, string name = "Pace") : IEnvironment
    {
        public EnvironmentSpec Spec { get; } = new()
        {
            Name = name, Observation = [1], Actions = ActionSpec.Discrete(1), TimeLimit = limit,
        };

        public void Reset(ref Rng rng, Span<float> observation) => observation[0] = 0;

        public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
        {
            observation[0] = 0;
            return default;
        }
    }

    /// <summary>The corridor with its end three times as far, shown on the same scale as the short one's.</summary>
    private struct LongCorridor : IEnvironment
    {
        private const int End = 15;

        private int _x;

        public readonly EnvironmentSpec Spec => new()
        {
            Name = "Long corridor", Observation = [2], Actions = ActionSpec.Discrete(2), TimeLimit = 90,
            BestReturn = 1 - ((End - 1) * 0.0625),
        };

        public void Reset(ref Rng rng, Span<float> observation)
        {
            _x = 0;
            Observe(observation);
        }

        public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
        {
            _x = Math.Max(0, _x + (action.Index == 1 ? 1 : -1));
            Observe(observation);
            return new(Reward: _x == End ? 1 : -0.0625f, Terminated: _x == End, Truncated: false);
        }

        private readonly void Observe(Span<float> observation) => (observation[0], observation[1]) = ((float)_x / End, 1);
    }
}
