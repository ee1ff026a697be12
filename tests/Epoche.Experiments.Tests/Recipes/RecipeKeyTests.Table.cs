namespace Epoche.Experiments.Tests.Recipes;

public sealed partial class RecipeKeyTests
{
    private const string Table = """
        kind: table
        environment: FrozenLake-v1
        steps: 3000
        step_size: 0.2
        lambda: 0.5
        epsilon: {start: 1, end: 0.1, steps: 2000}
        evaluation: {every_steps: 500, episodes: 20, final_episodes: 20}
        """;

    private const string Tiles =
        "environment=CartPole-v1 tiles={\"low\":[-2,-3,-0.2,-3],\"high\":[2,3,0.2,3],\"cells\":3,\"tilings\":4}";

    public static TheoryData<string, string, string> TableKeys => new()
    {
        { "name", "other", "" },
        { "seed", "1", "" },
        { "environment", "CliffWalking-v1", "" },
        { "environments", "4", "" },
        { "steps", "3700", "" },
        { "episodes", "50", "" },
        { "method", "double-q-learning", "lambda=0" },
        { "method", "sarsa", "" },
        { "method", "expected-sarsa", "" },
        { "discount", "0.9", "" },
        { "step_size", "0.1", "" },
        { "step_size", "{power: 0.7}", "" },
        { "lambda", "0.9", "" },
        { "traces", "accumulating", "" },
        { "traces", "dutch", "" },
        { "initial_value", "0.5", "" },
        { "epsilon.start", "0.8", "" },
        { "epsilon.end", "0.2", "" },
        { "epsilon.steps", "1000", "" },
        { "tiles.low", "[-2, -3, -0.1, -3]", Tiles },
        { "tiles.high", "[2, 3, 0.1, 3]", Tiles },
        { "tiles.tilings", "8", Tiles },
        { "tiles.cells", "4", Tiles },
        { "evaluation.every_steps", "700", "" },
        { "evaluation.episodes", "21", "" },
        { "evaluation.final_episodes", "21", "" },
        { "evaluation.final_epsilon", "0.5", "evaluation.final_episodes=200" },
        { "evaluation.stop_at_return", "0.01", "evaluation.episodes=100" },
        { "evaluation.confirm_episodes", "50", $"{Tiles} evaluation.stop_at_return=5" },
        { "evaluation.confirm_environment", "CartPole-wide", $"{Tiles} evaluation.stop_at_return=5" },
        { "evaluation.stop_when_perfect", "false", "environment=CliffWalking-v1 epsilon=0.1 lambda=0 discount=1 step_size=1 steps=30000 "
            + "evaluation.episodes=1 evaluation.confirm_episodes=1 evaluation.final_episodes=1" },
    };

    [Theory]
    [MemberData(nameof(TableKeys))]
    public void Every_key_of_a_table_has_an_effect(string key, string value, string context) => HasEffect(Table, key, value, context);

    [Fact]
    public void No_key_of_a_table_is_missing_in_these_tests() => Assert.Equal(
        KnownKeys(Table), // those of tiles are asked for where there are tiles
        Sorted(TableKeys.Select(r => r.Data.Item1.Split('.')[0] == "tiles" ? "tiles" : r.Data.Item1).Append("kind")));
}
