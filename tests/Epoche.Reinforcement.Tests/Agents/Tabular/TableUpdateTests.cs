namespace Epoche.Reinforcement.Tests.Agents.Tabular;

/// <summary>Each method's update, beside the numbers that its formula gives by hand.</summary>
public sealed class TableUpdateTests
{
    private static readonly TableOptions s_half = new() { StepSize = 0.5f, Discount = 0.5f, Epsilon = Schedule.Constant(0) };

    [Fact]
    public void Q_learning_bootstraps_from_the_greatest_value()
    {
        TableBench bench = Bench(TableMethod.QLearning);
        bench.Step(0, 0, reward: 1, next: 1);
        Assert.Equal(0.5f * (1 + (0.5f * 4)), bench[0, 0]);
    }

    [Fact]
    public void What_is_forbidden_is_not_bootstrapped_from()
    {
        TableBench bench = Bench(TableMethod.QLearning);
        bench.Step(0, 0, reward: 1, next: 1, allowed: [true, false]);
        Assert.Equal(0.5f * (1 + (0.5f * 2)), bench[0, 0]);
    }

    [Theory]
    [InlineData(TableMethod.QLearning)]
    [InlineData(TableMethod.DoubleQLearning)]
    [InlineData(TableMethod.Sarsa)]
    [InlineData(TableMethod.ExpectedSarsa)]
    public void Where_the_task_is_over_nothing_follows(TableMethod method)
    {
        TableBench bench = Bench(method);
        bench.Step(0, 0, reward: 1, next: 1, terminated: true);
        bench.Step(2, 1, reward: 1, next: 1, terminated: true, truncated: true); // at the time limit as well
        Assert.Equal(method == TableMethod.DoubleQLearning ? 0.25f : 0.5f, bench[0, 0]); // of two tables the mean
        Assert.Equal(bench[0, 0], bench[2, 1]);
    }

    [Theory]
    [InlineData(TableMethod.QLearning)]
    [InlineData(TableMethod.Sarsa)]
    [InlineData(TableMethod.ExpectedSarsa)]
    public void An_episode_that_is_cut_off_bootstraps_from_its_last_state(TableMethod method)
    {
        TableBench bench = Bench(method);
        (bench[3, 0], bench[3, 1]) = (100, 100); // where the next episode starts
        bench.Step(0, 0, reward: 1, next: 1, truncated: true);
        Assert.Equal(0.5f * (1 + (0.5f * 4)), bench[0, 0]);
    }

    [Theory]
    [InlineData(TableMethod.QLearning)]
    [InlineData(TableMethod.DoubleQLearning)]
    [InlineData(TableMethod.Sarsa)]
    [InlineData(TableMethod.ExpectedSarsa)]
    public void A_last_state_that_allows_no_action_is_worth_nothing(TableMethod method)
    {
        TableBench bench = Bench(method);
        bench.Step(0, 0, reward: 1, next: 1, truncated: true, allowed: [false, false]);
        Assert.Equal(method == TableMethod.DoubleQLearning ? 0.25f : 0.5f, bench[0, 0]);
    }

    [Fact]
    public void Sarsa_takes_the_action_that_it_has_learned_from()
    {
        TableBench bench = Bench(TableMethod.Sarsa);
        (bench[0, 0], bench[0, 1]) = (1, 0.9f);
        bench.Step(0, 0, reward: -10, next: 0);
        Assert.Equal(1 + (0.5f * (-10 + (0.5f * 1) - 1)), bench[0, 0]); // −4.25, so that action 1 would be greedy now
        Assert.Equal(0, bench.Act(0));
        bench.Learn(reward: 0, next: 2);
        Assert.Equal(1, bench.Act(0)); // chosen in another state
    }

    [Fact]
    public void Sarsa_chooses_an_episodes_first_action_before_the_last_update_of_the_one_before()
    {
        TableBench bench = Bench(TableMethod.Sarsa);
        (bench[0, 0], bench[0, 1]) = (1, 0.9f);
        bench.Step(0, 0, reward: -10, next: 1, terminated: true, start: 0);
        Assert.Equal(1 + (0.5f * (-10 - 1)), bench[0, 0]);
        Assert.Equal(0, bench.Act(0));
    }

    [Fact]
    public void Expected_sarsa_bootstraps_from_the_mean_over_its_policy()
    {
        TableBench bench = Bench(TableMethod.ExpectedSarsa, epsilon: 0.5f);
        bench.Step(0, 0, reward: 1, next: 1);
        Assert.Equal(0.5f * (1 + (0.5f * ((0.5f * 3) + (0.5f * 4)))), bench[0, 0]);
    }

    [Fact]
    public void Expected_sarsa_takes_the_mean_over_allowed_actions()
    {
        TableBench bench = new(s_half with { Method = TableMethod.ExpectedSarsa, Epsilon = Schedule.Constant(0.5f) }, actions: 3);
        (bench[1, 0], bench[1, 1], bench[1, 2]) = (2, 100, 4);
        bench.Step(0, 0, reward: 0, next: 1, allowed: [true, false, true]);
        Assert.Equal(0.5f * 0.5f * ((0.5f * 3) + (0.5f * 4)), bench[0, 0]);
    }

    // Twice rewarded: by one coin for both, 1/2 and 3/4 in one table and 0 in the other; by two coins 1/2 in each.
    [Fact]
    public void Of_two_tables_a_coin_chooses_the_one_that_learns()
    {
        int same = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            TableBench bench = Bench(TableMethod.DoubleQLearning, seed: seed);
            bench.Step(0, 0, reward: 1, next: 1, terminated: true);
            bench.Step(0, 0, reward: 1, next: 1, terminated: true);
            Assert.Contains(bench[0, 0], (float[])[0.375f, 0.5f]);
            same += bench[0, 0] == 0.375f ? 1 : 0;
        }

        Assert.InRange(same, 160, 240); // 200 ± 4 deviations of 10
    }

    // First the action 0 of state 1 is worth 1/2 in one table. Then state 0 learns: by the same coin that action is chosen and worth 0 in
    // the other table; by the other coin both are equal, and the one that is drawn is worth 1/2 or 0.
    [Fact]
    public void One_table_chooses_the_action_and_the_other_values_it()
    {
        int valued = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            TableBench bench = new(s_half with { Method = TableMethod.DoubleQLearning, Seed = seed });
            bench.Step(1, 0, reward: 1, next: 2, terminated: true);
            bench.Step(0, 0, reward: 0, next: 1);
            Assert.Contains(bench[0, 0], (float[])[0, 0.5f * 0.5f * 0.5f / 2]);
            valued += bench[0, 0] > 0 ? 1 : 0;
        }

        Assert.InRange(valued, 65, 135); // 100 ± 4 deviations of 8.7
    }

    [Fact]
    public void Steps_of_one_over_n_average_the_targets()
    {
        TableBench bench = new(s_half with { StepSize = StepSize.Power(1), InitialValue = 7 });
        bench.Step(0, 0, reward: 1, next: 1, terminated: true);
        bench.Step(0, 1, reward: 9, next: 1, terminated: true); // counted by itself
        bench.Step(0, 0, reward: 2, next: 1, terminated: true);
        bench.Step(0, 0, reward: 6, next: 1, terminated: true);
        Assert.Equal(3, bench[0, 0], 1e-6);
        Assert.Equal(9, bench[0, 1]);
        Assert.Equal(7, bench[1, 0]);
    }

    [Fact]
    public void Steps_may_fall_more_slowly_than_one_over_n()
    {
        TableBench bench = new(s_half with { StepSize = StepSize.Power(0.5f) });
        bench.Step(0, 0, reward: 1, next: 1, terminated: true);
        bench.Step(0, 0, reward: 2, next: 1, terminated: true);
        Assert.Equal(1 + (1 / Math.Sqrt(2)), bench[0, 0], 1e-6);
    }

    [Fact]
    public void Equal_values_are_drawn_while_it_learns_and_the_first_is_taken_afterwards()
    {
        TableBench bench = new(s_half with { Seed = 3 }, actions: 4);
        bench[0, 1] = -1;
        int[] counts = new int[4];
        for (int i = 0; i < 3_000; i++)
        {
            counts[bench.Act(0)]++;
        }

        Assert.Equal(0, counts[1]);
        Assert.All((int[])[0, 2, 3], action => Assert.InRange(counts[action], 890, 1_110)); // 1,000 ± 4 deviations of 26
        Assert.Equal(0, bench.Agent.PolicyOf(bench.Agent.Model).Act([0f]));
    }

    [Fact]
    public void Random_actions_are_allowed_ones()
    {
        TableBench bench = new(s_half with { Epsilon = Schedule.Constant(1) }, actions: 4);
        int[] counts = new int[4];
        for (int i = 0; i < 2_000; i++)
        {
            counts[bench.Act(0, false, true, false, true)]++;
        }

        Assert.Equal(0, counts[0] + counts[2]);
        Assert.InRange(counts[1], 910, 1_090);
    }

    [Fact]
    public void The_greedy_action_is_an_allowed_one()
    {
        TableBench bench = new(s_half, actions: 3);
        (bench[0, 0], bench[0, 1], bench[0, 2]) = (3, 2, 1);
        Assert.Equal(1, bench.Act(0, false, true, true));
    }

    private static TableBench Bench(TableMethod method, float epsilon = 0, ulong seed = 0)
    {
        TableBench bench = new(s_half with { Method = method, Epsilon = Schedule.Constant(epsilon), Seed = seed });
        (bench[1, 0], bench[1, 1]) = (2, 4);
        return bench;
    }
}
