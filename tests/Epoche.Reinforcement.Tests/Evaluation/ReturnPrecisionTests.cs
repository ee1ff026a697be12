using Epoche;
using Epoche.Reinforcement.Tests.Agents;

namespace Epoche.Reinforcement.Tests.Evaluation;

/// <summary>Returns are sums in double precision, and one rule says which of them is the best.</summary>
public sealed class ReturnPrecisionTests
{
    private const double ThousandTenths = 1_000 * (double)0.1f; // 100.00000149011612, for 0.1f is 0.100000001490116

    [Fact]
    public void Evaluation_training_and_check_agree_on_a_thousand_tenths()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Allowance(0.1f, 1_000, 100), count: 1);
        using Evaluator evaluator = new(environment);
        EvaluationReport report = evaluator.Run(new Idle(), 3, seed: 1);
        Assert.Equal(ThousandTenths, report.Mean, 1e-9);
        Assert.True(report.IsPerfect);
        Assert.All(report.Returns, value => Assert.Equal(report.Returns[0], value));

        DqnAgent agent = new(
            environment.Spec, new() { Network = spec => [new Dense(spec.Actions.Count)], TargetEverySteps = 100, WarmUpSteps = 5_000 });
        Assert.Equal(report.Returns[0], agent.Train(environment, 1_000).Last().MeanReturn);

        EpisodeStatistics statistics = new(count: 1);
        TransitionBuffers buffers = new(environment);
        environment.Reset(0, buffers.Observations);
        for (int step = 0; step < 1_000; step++)
        {
            environment.Step(new[] { 0 }, buffers.View);
            statistics.Record(buffers.View);
        }

        Assert.Equal(report.Returns[0], statistics.LastReturn);
        Assert.Equal(report.Returns[0], EpisodeRecording.Play(environment, new Idle(), seed: 1).Return);

        EnvironmentFinding finding = EnvironmentCheck.Rules.Single(rule => rule.Name == "range")
            .Check(EnvironmentSubject.Of(() => new Allowance(0.1f, 1_000, 100)));
        Assert.Equal((CheckOutcome.Passed, ""), (finding.Outcome, finding.Observed));
    }

    [Fact]
    public void An_evaluation_counts_beyond_what_float32_can()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Allowance(1, 17_000_000, 17_000_000), count: 1);
        using Evaluator evaluator = new(environment);
        EvaluationReport report = evaluator.Run(new Idle(), 1, seed: 1);
        Assert.Equal((17_000_000.0, 17_000_000.0, 17_000_000L, true), (report.Mean, report.Max, report.Steps, report.IsPerfect));
    }

    [Fact]
    public void A_training_window_counts_beyond_what_float32_can()
    {
        ReturnWindow window = new();
        window.Begin(1);
        TransitionBuffers buffers = new(new Allowance(1, 1, null).Spec, 1);
        buffers.Rewards[0] = 16_777_216;
        window.Add(buffers.View);
        buffers.Rewards[0] = 1;
        buffers.Terminated[0] = true;
        window.Add(buffers.View);
        Assert.Equal(16_777_217, window.Mean);
    }

    [Theory]
    [InlineData(10, 0.7f, 7.0, true)] // 0.7f is 0.699999988: the sum is 6.99999988
    [InlineData(9, 0.7f, 7.0, false)]
    [InlineData(1_000, 0.1f, 100.0, true)]
    [InlineData(999, 0.1f, 100.0, false)]
    [InlineData(1_000_000, 0.001f, 1_000.0, true)] // 0.001f is 0.00100000005
    [InlineData(999_999, 0.001f, 1_000.0, false)]
    [InlineData(200, -0.7f, -140.0, true)]
    [InlineData(201, -0.7f, -140.0, false)]
    public void Which_return_is_the_best_allows_for_the_rounding_of_rewards_and_no_more(int steps, float reward, double best, bool perfect)
    {
        double sum = 0;
        for (int step = 0; step < steps; step++)
        {
            sum += reward;
        }

        EvaluationReport report = new([sum], steps, best);
        Assert.Equal(perfect, report.IsPerfect);
        Assert.Equal(perfect ? 1.0 : 0.0, report.PerfectShare);
    }

    [Fact]
    public void A_single_point_less_than_the_best_is_not_perfect_however_long_the_game()
    {
        Assert.False(new EvaluationReport([999_999_999], 1, 1_000_000_000).IsPerfect);
        Assert.True(new EvaluationReport([1_000_000_000], 1, 1_000_000_000).IsPerfect);
    }

    [Fact]
    public void A_goal_less_its_costs_is_reached_though_they_round()
    {
        double sum = 1 + (9 * (double)-0.1f); // 0.09999998658895493, the best written as 0.1
        Assert.True(new EvaluationReport([sum], 10, 0.1f).IsPerfect);
        Assert.True(new EvaluationReport([sum], 10, 0.1).IsPerfect);
    }

    [Fact]
    public void A_return_above_the_best_is_found_by_the_check_only_where_it_is_more_than_rounding()
    {
        EnvironmentRule range = EnvironmentCheck.Rules.Single(rule => rule.Name == "range");
        EnvironmentFinding finding = range.Check(EnvironmentSubject.Of(() => new Allowance(0.1f, 1_000, 99.95)));
        Assert.Equal(CheckOutcome.Failed, finding.Outcome);
        Assert.StartsWith("An episode returned 100.0000014901", finding.Observed, StringComparison.Ordinal);
        Assert.EndsWith("more than the spec's BestReturn of 99.95.", finding.Observed, StringComparison.Ordinal);
    }

    [Fact]
    public void Returns_over_many_steps_are_summed_in_double_precision()
    {
        EnvironmentSpec spec = new Allowance(0.1f, 5_000, null).Spec;
        ReplayBuffer buffer = new(spec, 1, new() { Capacity = 4_000, NStep = 100 }, discount: 1);
        TransitionBuffers step = new(spec, 1);
        buffer.Begin(step.Observations);
        step.Rewards[0] = 0.1f;
        for (int i = 0; i < 100; i++)
        {
            buffer.Add(new[] { 0 }, step.View);
        }

        TransitionBatch batch = new(spec, 1);
        Rng random = new(1);
        buffer.Sample(ref random, batch);
        // The sum is 10.00000015, of which float32 keeps 10; summed in single precision it was 10.000002.
        Assert.Equal((10f, 1f), (batch.Rewards[0], batch.Discounts[0]));
    }

    [Fact]
    public void An_evaluation_is_saved_in_double_precision()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Allowance(0.1f, 50, 5), count: 1);
        SelectionOptions selection = new() { EverySteps = 50, Episodes = 3, ConfirmEpisodes = 3, StopWhenPerfect = false };
        DqnOptions options = new()
        {
            Network = spec => [new Dense(spec.Actions.Count)], TargetEverySteps = 10, WarmUpSteps = 10, BatchSize = 4,
            Selection = selection,
        };
        DqnAgent agent = new(environment.Spec, options), loaded = new(environment.Spec, options);
        agent.Train(environment, 100).Last();
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        checkpoints.Save(agent.Loop, agent.Step);
        Assert.True(checkpoints.TryLoad(loaded.Loop));
        Assert.Equal(agent.LatestEvaluation!.Returns, loaded.LatestEvaluation!.Returns);
        Assert.True(loaded.LatestEvaluation.IsPerfect);
    }

    /// <summary>The same reward at every step.</summary>
    internal struct Allowance(float reward, int steps, double? best) : IEnvironment
    {
        private readonly EnvironmentSpec _spec = new()
        {
            Name = "Allowance", Observation = [1], Actions = ActionSpec.Discrete(2), TimeLimit = steps, BestReturn = best,
        };

        public readonly EnvironmentSpec Spec => _spec;

        public readonly void Reset(ref Rng rng, Span<float> observation) => observation[0] = rng.NextSingle();

        public readonly StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
        {
            observation[0] = 0;
            return new(reward, Terminated: false, Truncated: false);
        }
    }

    private sealed class Idle : IPolicy
    {
        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions) => actions.Indices.Clear();
    }
}
