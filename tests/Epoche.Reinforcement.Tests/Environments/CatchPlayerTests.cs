namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class CatchPlayerTests
{
    private const int Episodes = 1000;

    [Theory]
    [InlineData("Catch-8x8", 99f)]
    [InlineData("Catch-16x16", 98f)]
    public void The_scripted_player_catches_every_ball_of_every_episode(string name, float best)
    {
        EvaluationReport report = Play(name, balls: 2);
        Assert.Equal((best, best, Episodes), (report.Min, report.Max, report.Episodes));
        Assert.True(report.IsPerfect);
    }

    /// <summary>What looking at one ball only is worth: all at 8×8, not all at 16×16. Measured here with this seed.</summary>
    [Fact]
    public void The_one_ball_player_is_perfect_on_the_small_board_only()
    {
        Assert.True(Play("Catch-8x8", balls: 1).IsPerfect);
        EvaluationReport large = Play("Catch-16x16", balls: 1);
        Assert.InRange(large.Mean, 10, 97);
    }

    /// <summary>
    /// Every order of columns that can come, not only those of a thousand episodes: all that the bar can be under a ball when it lands,
    /// followed until nothing new appears.
    /// </summary>
    [Theory]
    [InlineData(8, 7)]
    [InlineData(16, 6)]
    public void No_order_of_balls_can_beat_the_scripted_player(int size, int farthest)
    {
        CatchPlayer player = new(new Catch(size).Spec);
        HashSet<(int Bar, int Ball, int Next)> seen = [];
        Stack<(int Bar, int Ball, int Next)> open = [];
        foreach (int ball in Enumerable.Range(0, size))
        {
            foreach (int next in After(ball))
            {
                // The first ball leaves more time than any later one: the bar is where the player wants it.
                foreach (int bar in Enumerable.Range(0, size - 3))
                {
                    Visit(Move(bar, ball, next, steps: size - 1), ball, next);
                }
            }
        }

        while (open.TryPop(out (int Bar, int Ball, int Next) state))
        {
            foreach (int second in After(state.Next))
            {
                int bar = Move(state.Bar, state.Next, second, steps: 5);
                Visit(bar, state.Next, second);
            }
        }

        Assert.True(seen.Count > 2 * size);

        void Visit(int bar, int ball, int next)
        {
            Assert.InRange(ball - bar, 0, 2);
            if (seen.Add((bar, ball, next)))
            {
                open.Push((bar, ball, next));
            }
        }

        IEnumerable<int> After(int ball) =>
            Enumerable.Range(0, size).Where(column => Math.Abs(column - ball) >= 3 && Math.Abs(column - ball) <= farthest);

        int Move(int bar, int ball, int next, int steps)
        {
            int[] action = new int[1];
            for (int step = steps; step > 0; step--)
            {
                int row = size - 1 - step;
                float[] observation = new float[size * size];
                observation[(row * size) + ball] = 0.5f;
                if (row >= 5)
                {
                    observation[((row - 5) * size) + next] = 0.5f;
                }

                observation.AsSpan((size * (size - 1)) + bar, 3).Fill(1);
                player.Act(observation, [0], new PolicyActions(action.AsSpan()));
                bar = Math.Clamp(bar + (action[0] == 1 ? -1 : action[0] == 2 ? 1 : 0), 0, size - 3);
            }

            return bar;
        }
    }

    [Fact]
    public void An_environment_without_pictures_is_refused() =>
        Assert.Contains(
            "[4]", Assert.Throws<ArgumentException>(() => new CatchPlayer(new CartPole().Spec)).Message, StringComparison.Ordinal);

    private static EvaluationReport Play(string name, int balls)
    {
        EnvironmentEntry entry = EnvironmentRegistry.Find(name);
        using IBatchEnvironment environment = entry.CreateBatch(1);
        using Evaluator evaluator = new(environment);
        return evaluator.Run(new CatchPlayer(entry.Spec, balls), Episodes, seed: 5);
    }
}
