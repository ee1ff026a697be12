namespace Epoche.Experiments.Tests.Recipes;

public sealed partial class RecipeKeyTests
{
    private const string Dagger = """
        kind: dagger
        environment: MountainCar-v0
        steps: 600
        steps_per_iteration: 100
        epochs: 2
        batch_size: 16
        network: {hidden: [8]}
        optimizer: {kind: adam, learning_rate: 1e-2, clip_norm: 0.5}
        evaluation: {every_steps: 200, episodes: 3, final_episodes: 20}
        """;

    public static TheoryData<string, string, string> DaggerKeys => new()
    {
        { "name", "other", "" },
        { "seed", "1", "" },
        { "environment", "Acrobot-v1", "" },
        { "environments", "4", "" },
        { "frames", "2", "environment=Acrobot-v1 expert=acrobot frames=1" },
        { "steps", "700", "" },
        { "episodes", "2", "" },
        { "beta", "0.5", "" },
        { "steps_per_iteration", "150", "" },
        { "epochs", "3", "" },
        { "batch_size", "8", "" },
        { "capacity", "150", "" },
        { "normalize_observations", "true", "" },
        { "network.convolutions", "[{filters: 3, kernel_size: 4}]", "environment=Catch-8x8" },
        { "network.hidden", "[9]", "" },
        { "network.activation", "tanh", "" },
        { "network.kernel", "he-normal", "" },
        { "network.bias", "uniform-fan-in", "" },
        { "network.dropout", "0.2", "" },
        { "network.embedding", "3", "environment=FrozenLake-v1" },
        { "optimizer.kind", "rmsprop", "" },
        { "optimizer.learning_rate", "1e-3", "" },
        { "optimizer.clip_norm", "null", "" },
        { "optimizer.clip_value", "0.001", "" },
        { "optimizer.beta1", "0.8", "" },
        { "optimizer.beta2", "0.9", "" },
        { "optimizer.epsilon", "1e-3", "" },
        { "evaluation.every_steps", "150", "" },
        { "evaluation.episodes", "4", "" },
        { "evaluation.final_episodes", "21", "" },
        { "evaluation.stop_at_return", "-400", "" },
        { "evaluation.confirm_episodes", "50", "evaluation.stop_at_return=-400" },
        { "evaluation.confirm_environment", "MountainCar-v0", "evaluation.stop_at_return=-400" },
        { "evaluation.stop_when_perfect", "false", "environment=Catch-8x8" },
    };

    [Theory]
    [MemberData(nameof(DaggerKeys))]
    public void Every_key_of_DAgger_has_an_effect(string key, string value, string context)
    {
        // These three are looked at elsewhere: another expert is another run, and the like of a small game is itself.
        if (key is not ("frames" or "evaluation.confirm_environment" or "evaluation.stop_when_perfect"))
        {
            HasEffect(Dagger, key, value, context);
        }
    }

    [Fact]
    public void No_key_of_DAgger_is_missing_in_these_tests() => Assert.Equal(
        KnownKeys(Dagger),
        Sorted(DaggerKeys.Select(row => row.Data.Item1).Concat(["expert", "kind"])));
}
