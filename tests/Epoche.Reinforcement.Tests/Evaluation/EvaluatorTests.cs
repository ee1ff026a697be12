using Epoche;

namespace Epoche.Reinforcement.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly Dice.Player s_careless = new(wrongFrom: 6), s_perfect = new(wrongFrom: 7);

    [Fact]
    public void The_first_episodes_of_a_large_evaluation_are_those_of_a_small_one()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Dice), count: 1);
        using Evaluator evaluator = new(environment);
        IReadOnlyList<double> many = evaluator.Run(s_careless, 2100, seed: 5).Returns;
        Assert.Equal(many.Take(7), evaluator.Run(s_careless, 7, seed: 5).Returns);
        Assert.Equal(many.Take(100), evaluator.Run(s_careless, 100, seed: 5).Returns);
        Assert.NotEqual(many.Take(1000), many.Skip(1024).Take(1000));
    }

    [Fact]
    public void Each_lane_counts_its_first_episode_and_nothing_else()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Dice), count: 3);
        using Evaluator evaluator = new(environment);
        double[] expected = [.. Enumerable.Range(0, 50).Select(i => PlayAlone(i, seed: 9))];
        Assert.Equal(expected, evaluator.Run(s_careless, 50, seed: 9).Returns);
        Assert.True(expected.Distinct().Count() > 5, "The episodes should differ in length.");
    }

    [Fact]
    public void The_report_describes_the_returns()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Dice), count: 1);
        using Evaluator evaluator = new(environment);
        EvaluationReport perfect = evaluator.Run(s_perfect, 20, seed: 1);
        Assert.Equal((20, 30.0, 0.0, 30.0, 30.0, 1.0, true, 600L), (perfect.Episodes, perfect.Mean, perfect.Deviation, perfect.Min,
            perfect.Max, perfect.PerfectShare!.Value, perfect.IsPerfect, perfect.Steps));

        // Mean (1 + 2 + 3 + 6) / 4 = 3; squares 4 + 1 + 0 + 9 = 14, √(14 / 4) = 1.8708.
        EvaluationReport report = new([1, 2, 3, 6], steps: 12, bestReturn: 6);
        Assert.Equal(
            (3.0, 1.8708, 1.0, 6.0, 0.25),
            (report.Mean, Math.Round(report.Deviation, 4), report.Min, report.Max, report.PerfectShare!.Value));
        Assert.Null(new EvaluationReport([1], 1, null).PerfectShare);
        Assert.Equal("3.0 ± 1.9 over 4 episodes (1 to 6, 25.0% perfect)", report.ToString());
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_return_that_is_not_finite_makes_no_report(double odd, string text) => Assert.Equal(
        $"The return of episode 1 is {text}; expected finite numbers. (Parameter 'returns')",
        Assert.Throws<ArgumentException>(() => new EvaluationReport([1, odd], 2, null)).Message);

    [Theory]
    [InlineData(new[] { 0.031, 0.031 }, "0.0310 ± 0.0000 over 2 episodes (0.031 to 0.031)")]
    [InlineData(new[] { 0.5, 1.0 }, "0.750 ± 0.250 over 2 episodes (0.5 to 1)")]
    [InlineData(new[] { -0.0004, 0.0004 }, "0.000000 ± 0.000400 over 2 episodes (-0.0004 to 0.0004)")]
    [InlineData(new[] { 2e-9, 2e-9 }, "2.00e-9 ± 0.00e0 over 2 episodes (2e-9 to 2e-9)")]
    [InlineData(new[] { 0.0, 0.0 }, "0.0 ± 0.0 over 2 episodes (0 to 0)")]
    [InlineData(new[] { -3.25, 1.75 }, "-0.8 ± 2.5 over 2 episodes (-3.25 to 1.75)")]
    [InlineData(new[] { 500.0, 500.0 }, "500.0 ± 0.0 over 2 episodes (500 to 500)")]
    [InlineData(new[] { 99.99, 100.01 }, "100.0 ± 0.0100 over 2 episodes (99.99 to 100.01)")]
    [InlineData(new[] { 0.031, 0.0310002 }, "0.0310 ± 1.00e-7 over 2 episodes (0.031 to 0.0310002)")]
    [InlineData(new[] { 0.1 + 0.2, 0.3 }, "0.300 ± 0.000 over 2 episodes (0.3 to 0.3)")]
    [InlineData(new[] { 1e20, 3e20 }, "2.00e20 ± 1.00e20 over 2 episodes (1e20 to 3e20)")]
    [InlineData(new[] { -0.00004, 0.00003 }, "-0.0000050 ± 0.0000350 over 2 episodes (-4e-5 to 3e-5)")]
    [InlineData(new[] { 17_000_000.0, 17_000_001.0 }, "17000000.5 ± 0.5 over 2 episodes (17000000 to 17000001)")]
    public void The_digits_follow_from_the_size_of_the_returns(double[] returns, string text) =>
        Assert.Equal(text, new EvaluationReport(returns, steps: 2, bestReturn: null).ToString());

    [Fact]
    public void It_can_give_up_after_the_first_round_that_is_not_perfect()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Dice), count: 1);
        using Evaluator evaluator = new(environment);
        EvaluationReport some = evaluator.RunWhilePerfect(s_careless, 3000, seed: 2, CancellationToken.None);
        Assert.Equal(evaluator.Run(s_careless, 1024, seed: 2).Returns, some.Returns);
        Assert.True(evaluator.RunWhilePerfect(s_perfect, 3000, seed: 2, CancellationToken.None) is { IsPerfect: true, Episodes: 3000 });
    }

    [Fact]
    public void The_environment_that_it_was_given_stays_where_it_is()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Dice), count: 1);
        TransitionBuffers played = new(environment), alone = new(environment);
        environment.Reset(3, played.Observations);
        using Evaluator evaluator = new(environment);
        evaluator.Run(s_careless, 10, seed: 2);
        environment.Step(new[] { 0 }, played.View);
        using IBatchEnvironment fresh = environment.WithCount(1);
        fresh.Reset(3, alone.Observations);
        fresh.Step(new[] { 0 }, alone.View);
        Assert.Equal(alone.Observations, played.Observations);
    }

    [Fact]
    public void Cancelling_ends_it()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Dice), count: 1);
        using Evaluator evaluator = new(environment);
        Assert.Throws<OperationCanceledException>(() => evaluator.Run(s_careless, 10, 2, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void An_environment_whose_episodes_may_never_end_is_refused()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Endless), count: 1);
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Evaluator(environment));
        Assert.Equal(
            "The environment: an evaluation plays whole episodes, so the environment needs a time limit. Set TimeLimit in its spec, or "
            + "wrap it in TimeLimit<T>. (Parameter 'environment')",
            error.Message);
    }

    private static double PlayAlone(int episode, ulong seed)
    {
        Dice dice = default;
        Rng random = Rng.Stream(seed, "env", episode);
        float[] observation = new float[2];
        int[] action = new int[1];
        dice.Reset(ref random, observation);
        double sum = 0;
        for (int t = 0; t < 30; t++)
        {
            s_careless.Act(observation, [episode], new(action));
            StepResult result = dice.Step(action[0], ref random, observation);
            sum += result.Reward;
            if (result.Terminated)
            {
                break;
            }
        }

        return sum;
    }

    private struct Endless : IEnvironment
    {
        public readonly EnvironmentSpec Spec => new() { Observation = [1], Actions = ActionSpec.Discrete(2) };

        public readonly void Reset(ref Rng rng, Span<float> observation) => observation[0] = 0;

        public readonly StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
        {
            observation[0] = 0;
            return default;
        }
    }
}
