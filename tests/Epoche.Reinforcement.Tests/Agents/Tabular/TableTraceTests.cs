namespace Epoche.Reinforcement.Tests.Agents.Tabular;

/// <summary>What traces carry back, beside the numbers that their formulas give by hand.</summary>
public sealed class TableTraceTests
{
    private static readonly TableOptions s_half = new()
    {
        Method = TableMethod.Sarsa, StepSize = 0.5f, Discount = 0.5f, Lambda = 0.5f, Epsilon = Schedule.Constant(0),
    };

    // 0 → 1 → over with a reward of 1. The second error is 1 and reaches the first step by γλ = 1/4.
    [Theory]
    [InlineData(TableMethod.QLearning)]
    [InlineData(TableMethod.Sarsa)]
    [InlineData(TableMethod.ExpectedSarsa)]
    public void An_error_reaches_the_steps_before(TableMethod method)
    {
        TableBench bench = new(s_half with { Method = method });
        bench.Step(0, 0, reward: 0, next: 1);
        bench.Step(1, 0, reward: 1, next: 2, terminated: true);
        Assert.Equal((0.5f, 0.5f * 0.25f), (bench[1, 0], bench[0, 0]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_reaches_no_step_of_the_episode_before(bool truncated)
    {
        TableBench bench = new(s_half);
        bench.Step(0, 0, reward: 0, next: 1, terminated: !truncated, truncated: truncated);
        bench.Step(1, 0, reward: 1, next: 2, terminated: true);
        Assert.Equal((0.5f, 0f), (bench[1, 0], bench[0, 0]));
    }

    // State 0 comes back to itself, then it is over with a reward of 1: e is 1 where it replaces, 1/4 + 1 where it adds up.
    // The first error is 0, the second 1.
    [Theory]
    [InlineData(TraceKind.Replacing, 0.5f)]
    [InlineData(TraceKind.Accumulating, 0.625f)]
    [InlineData(TraceKind.Dutch, 0.5625f)] // e = 1/4 + 1 − α/4 = 9/8
    public void A_second_visit_marks_the_trace_as_its_kind_says(TraceKind traces, float expected)
    {
        TableBench bench = new(s_half with { Traces = traces, Epsilon = Schedule.Constant(0) });
        bench.Step(0, 0, reward: 0, next: 0);
        bench.Step(0, 0, reward: 1, next: 2, terminated: true);
        Assert.Equal(expected, bench[0, 0]);
    }

    [Theory]
    [InlineData(TraceKind.Replacing, 0f)]
    [InlineData(TraceKind.Accumulating, 0.125f)]
    public void Another_action_of_the_same_state_loses_its_trace_where_it_replaces(TraceKind traces, float expected)
    {
        TableBench bench = new(s_half with { Traces = traces });
        bench.Step(0, 1, reward: 0, next: 0);
        bench.Step(0, 0, reward: 1, next: 2, terminated: true);
        Assert.Equal((0.5f, expected), (bench[0, 0], bench[0, 1]));
    }

    // 0 → 1 → over. The first step earns δ = γ·0.4 = 0.2, so Q(0) = 0.1. The second, greedy: δ = 1 − 0.4, of which α·γλ·0.6 = 0.075 reaches
    // it; not greedy: nothing does.
    [Fact]
    public void Watkins_traces_end_at_an_action_that_is_not_greedy()
    {
        bool greedy = false, other = false;
        for (ulong seed = 0; seed < 20; seed++)
        {
            TableBench bench = new(s_half with { Method = TableMethod.QLearning, Epsilon = Schedule.Constant(1), Seed = seed });
            (bench[1, 0], bench[1, 1]) = (0.4f, 0.2f);
            int first = bench.Act(0);
            bench.Learn(reward: 0, next: 1);
            int second = bench.Act(1);
            bench.Learn(reward: 1, next: 2, terminated: true);
            Assert.Equal(second == 0 ? 0.7f : 0.6f, bench[1, second], 1e-6);
            Assert.Equal(second == 0 ? 0.175f : 0.1f, bench[0, first], 1e-6);
            (greedy, other) = (greedy || second == 0, other || second == 1);
        }

        Assert.True(greedy && other);
    }

    // van Seijen et al. 2016, section 3: after each step true online learning has the weights of the online λ-return algorithm, which
    // goes through the whole episode again with the returns known by then.
    [Theory]
    [InlineData(0.3f)]
    [InlineData(0.9f)]
    [InlineData(1f)]
    public void Dutch_traces_give_what_the_online_lambda_return_gives(float lambda)
    {
        TableOptions options = new()
        {
            Method = TableMethod.Sarsa, Traces = TraceKind.Dutch, StepSize = 0.3f, Discount = 0.9f, Lambda = lambda,
            Epsilon = Schedule.Constant(0.7f),
        };
        TableBench bench = new(options, states: 3);
        OnlineReturns expected = new(0.3f, 0.9f, lambda, pairs: 6);
        Rng random = new(5);
        int state = 0, action = bench.Act(0);
        for (int t = 0; t < 12; t++)
        {
            (int next, float reward, bool last) = (random.NextInt(3), random.NextSingle(-1, 1), t == 11);
            bench.Learn(reward, next, terminated: last, start: 0);
            int following = last ? -1 : bench.Act(next);
            double[] weights = expected.After((2 * state) + action, reward, last ? -1 : (2 * next) + following);
            for (int pair = 0; pair < 6; pair++)
            {
                Assert.Equal(weights[pair], bench[pair / 2, pair % 2], 2e-6);
            }

            (state, action) = (next, following);
        }
    }

    // A state that rewards and comes back to itself: with e = n and a step of 1 its value grows by n times its own error.
    [Fact]
    public void Values_that_grow_without_limit_stop_the_training_before_they_are_infinite()
    {
        TableBench bench = new(s_half with { StepSize = 1, Discount = 1, Lambda = 1, Traces = TraceKind.Accumulating });
        NonFiniteException exception = Assert.Throws<NonFiniteException>(() =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                bench.Step(0, 0, reward: 1, next: i % 2, allowed: [true, false]);
                bench.Step(i % 2, 0, reward: -1, next: 1 - (i % 2), allowed: [true, false]);
            }
        });
        Assert.Contains("the value of action 0 in row", exception.Message, StringComparison.Ordinal);
        Assert.True(float.IsFinite(bench[0, 0]));
        Assert.True(float.IsFinite(bench[1, 0]));
    }

    /// <summary>The online λ-return algorithm for Sarsa, by its definition.</summary>
    private sealed class OnlineReturns(double step, double discount, double lambda, int pairs)
    {
        private readonly List<(int Pair, double Reward, int Next)> _steps = [];
        private readonly List<double[]> _weights = [new double[pairs]]; // after each horizon

        public double[] After(int pair, double reward, int next)
        {
            _steps.Add((pair, reward, next));
            int horizon = _steps.Count;
            double[] w = new double[pairs];
            for (int t = 0; t < horizon; t++)
            {
                w[_steps[t].Pair] += step * (Return(t, horizon) - w[_steps[t].Pair]);
            }

            _weights.Add(w);
            return w;
        }

        private double Return(int t, int horizon)
        {
            double mixed = 0, weight = 1;
            for (int n = 1; t + n <= horizon; n++)
            {
                double whole = 0;
                for (int k = 0; k < n; k++)
                {
                    whole += Math.Pow(discount, k) * _steps[t + k].Reward;
                }

                int next = _steps[t + n - 1].Next;
                whole += next < 0 ? 0 : Math.Pow(discount, n) * _weights[t + n - 1][next];
                bool isLast = t + n == horizon;
                mixed += weight * (isLast ? 1 : 1 - lambda) * whole;
                weight *= lambda;
            }

            return mixed;
        }
    }
}
