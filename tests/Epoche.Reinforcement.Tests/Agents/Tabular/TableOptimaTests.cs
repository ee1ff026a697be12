using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Agents.Tabular;

/// <summary>
/// What the recipes' tables are worth, not by playing but exactly: the greedy policy goes through the game's own table of transitions, up
/// to the time limit. The optima were computed from Gymnasium's tables.
/// </summary>
public sealed class TableOptimaTests
{
    // The best table for a discount of 0.99, and the best that is known of those that do not see the clock.
    [Fact]
    public void A_frozen_lake_is_crossed_as_often_as_any_table_does()
    {
        FrozenLake game = new(4);
        float[] table = Train(
            FrozenLake.Batch(1, 4), 300_000, new() { StepSize = StepSize.Power(0.6f), InitialValue = 1, Epsilon = 0.3f, Discount = 0.99f });
        Assert.Equal(0.74016, Worth(game.Table, table, game.Spec.TimeLimit!.Value), 1e-5);
    }

    // The best table for a discount of 0.999 is worth 0.88565, that for 0.997 0.89005.
    [Fact]
    public void A_large_frozen_lake_is_crossed_more_often_than_by_the_best_table_for_a_discount_of_0_999()
    {
        FrozenLake game = new(8);
        float[] table = Train(
            FrozenLake.Batch(1, 8), 2_000_000,
            new() { StepSize = StepSize.Power(0.5f), InitialValue = 1, Epsilon = 0.3f, Discount = 0.997f });
        Assert.InRange(Worth(game.Table, table, game.Spec.TimeLimit!.Value), 0.8857, 0.9133);
    }

    [Fact]
    public void A_taxi_takes_the_best_way_from_every_start()
    {
        float[] table = Train(Taxi.Batch(1), 300_000, new() { StepSize = 1, InitialValue = 20, Discount = 1 });
        Assert.Equal(7.93, Worth(Taxi.Table, table, new Taxi().Spec.TimeLimit!.Value), 1e-9); // the mean over 300 starts
    }

    // Q-learning finds the shortest way; what it earns with one random action in ten is worse than on Sarsa's way, which is worse without.
    [Fact]
    public void Along_a_cliff_Q_learning_is_better_and_Sarsa_is_better_while_it_explores()
    {
        TableOptions options = new() { Discount = 1, StepSize = 0.5f };
        float[] best = Train(CliffWalking.Batch(1), 50_000, options);
        TableOptions sarsa = options with { Method = TableMethod.Sarsa, StepSize = StepSize.Power(0.6f) };
        float[] safe = Train(CliffWalking.Batch(1), 1_000_000, sarsa);

        Assert.Equal(-13, Worth(CliffWalking.Table, best, 1_000));
        Assert.Equal(-45.8, Worth(CliffWalking.Table, best, 1_000, epsilon: 0.1), 1.0);
        Assert.InRange(Worth(CliffWalking.Table, safe, 1_000), -17, -15);
        Assert.Equal(-20.71, Worth(CliffWalking.Table, safe, 1_000, epsilon: 0.1), 0.3);
    }

    private static float[] Train(IBatchEnvironment environment, long steps, TableOptions options)
    {
        using (environment)
        {
            TableAgent agent = new(environment.Spec, options with { ReportEverySteps = steps });
            foreach (TrainingReport unused in agent.Train(environment, steps))
            {
            }

            return agent.Model.Parameters.Values.ToArray();
        }
    }

    /// <summary>The mean return of the greedy policy, the first of equal actions, with so many random actions.</summary>
    private static double Worth(TransitionTable game, float[] table, int limit, double epsilon = 0)
    {
        double[] worth = new double[game.States], before = new double[game.States];
        for (int left = 1; left <= limit; left++)
        {
            (worth, before) = (before, worth);
            for (int state = 0; state < game.States; state++)
            {
                int[] allowed = [.. Enumerable.Range(0, game.Actions).Where(action => game.Allows(state, action))];
                if (allowed.Length == 0)
                {
                    continue; // the last state of a ride, where nothing is possible any more
                }

                int greedy = allowed.MaxBy(action => table[(state * game.Actions) + action]);
                worth[state] = (1 - epsilon) * After(state, greedy);
                for (int i = 0; i < allowed.Length && epsilon > 0; i++)
                {
                    worth[state] += epsilon / allowed.Length * After(state, allowed[i]);
                }
            }
        }

        double sum = 0;
        foreach (int start in game.Starts)
        {
            sum += worth[start];
        }

        return sum / game.Starts.Length;

        double After(int state, int action)
        {
            double mean = 0;
            foreach (Outcome outcome in game.Of(state, action))
            {
                mean += (outcome.Reward + (outcome.Terminated ? 0 : before[outcome.State])) / game.Outcomes;
            }

            return mean;
        }
    }
}
