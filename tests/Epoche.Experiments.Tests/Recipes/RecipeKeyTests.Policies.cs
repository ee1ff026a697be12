namespace Epoche.Experiments.Tests.Recipes;

/// <content>Agents that learn a policy from their own actions.</content>
public sealed partial class RecipeKeyTests
{
    private const string Ppo = """
        kind: ppo
        environment: CartPole-v1
        environments: 2
        steps: 600
        rollout_steps: 40
        epochs: 2
        batch_size: 40
        network: {hidden: [8]}
        optimizer: {kind: adam, learning_rate: 1e-2, clip_norm: 0.5}
        evaluation: {every_steps: 100, episodes: 5, final_episodes: 20}
        """;

    private const string A2c = """
        kind: a2c
        environment: CartPole-v1
        environments: 2
        steps: 600
        network: {hidden: [8]}
        optimizer: {kind: adam, learning_rate: 1e-2, clip_norm: 0.5}
        evaluation: {every_steps: 100, episodes: 5, final_episodes: 20}
        """;

    /// <summary>Keys of agents that learn a policy from their own actions.</summary>
    public static TheoryData<string, string, string> PolicyKeys => new()
    {
        { "name", "other", "" },
        { "seed", "1", "" },
        { "environment", "CartPole-v0", "optimizer.learning_rate=5e-3 network.hidden=[64] steps=30000" },
        { "environments", "4", "" },
        { "frames", "2", "" },
        { "steps", "700", "" },
        { "episodes", "5", "" },
        { "rollout_steps", "30", "" },
        { "discount", "0.9", "" },
        { "lambda", "0.5", "" },
        { "normalize_advantages", "true", "normalize_advantages=false" },
        { "value_weight", "0.1", "" },
        { "entropy_weight", "0.1", "" },
        { "scale_rewards", "true", "" },
        { "shaping", "true", "environment=LifeFinance-v0 steps=2000" },
        { "normalize_observations", "true", "" },
        { "network.convolutions", "[{filters: 3, kernel_size: 4}]", "environment=Catch-8x8" },
        { "network.hidden", "[9]", "" },
        { "network.activation", "relu", "" },
        { "network.kernel", "he-normal", "" },
        { "network.bias", "uniform-fan-in", "" },
        { "network.shared", "true", "" },
        { "network.embedding", "3", "environment=FrozenLake-v1" },
        { "network.log_deviation", "-1", "environment=Pendulum-v1" },
        { "network.centered", "true", "environment=Merton-v0" },
        { "optimizer.kind", "rmsprop", "" },
        { "optimizer.learning_rate", "{schedule: linear, from: 1e-2, to: 0}", "" },
        { "optimizer.clip_norm", "null", "" },
        { "optimizer.clip_value", "0.001", "" },
        { "optimizer.beta1", "0.8", "" },
        { "optimizer.beta2", "0.9", "" },
        { "optimizer.epsilon", "1e-3", "" },
        { "evaluation.every_steps", "150", "" },
        { "evaluation.episodes", "6", "" },
        { "evaluation.final_episodes", "21", "" },
        { "evaluation.stop_at_return", "5", "" },
        { "evaluation.confirm_episodes", "50", "evaluation.stop_at_return=5" },
        { "evaluation.confirm_environment", "CartPole-wide", "evaluation.stop_at_return=5" },
        { "evaluation.stop_when_perfect", "false", "environment=CartPole-v0 evaluation.episodes=1 evaluation.confirm_episodes=1 "
            + "optimizer.learning_rate=5e-3 network.hidden=[64] steps=30000" },
    };

    /// <summary>Those that PPO alone has.</summary>
    public static TheoryData<string, string, string> PpoKeys => new()
    {
        { "epochs", "3", "" },
        { "batch_size", "8", "" },
        { "clip", "{schedule: linear, from: 0.01, to: 0}", "" },
        { "value_clip", "0.01", "" },
        { "value_lambda", "0.5", "" },
        { "target_kl", "1e-4", "" },
        { "network.memory.cell", "gru", "network.memory.units=6" },
        { "network.memory.units", "7", "network.memory.units=6" },
    };

    [Theory]
    [MemberData(nameof(PolicyKeys))]
    [MemberData(nameof(PpoKeys))]
    public void Every_key_of_proximal_policy_optimization_has_an_effect(string key, string value, string context) =>
        HasEffect(Ppo, key, value, context);

    [Theory]
    [MemberData(nameof(PolicyKeys))]
    public void Every_key_of_advantage_actor_critic_has_an_effect(string key, string value, string context) =>
        HasEffect(A2c, key, value, context);

    [Fact]
    public void No_key_of_a_policy_is_missing_in_these_tests()
    {
        string[] policy = [.. PolicyKeys.Select(r => r.Data.Item1), "kind"];
        Assert.Equal(KnownKeys(Ppo), Sorted(policy.Concat(PpoKeys.Select(r => r.Data.Item1))));
        Assert.Equal(KnownKeys(A2c), Sorted(policy));
    }
}
