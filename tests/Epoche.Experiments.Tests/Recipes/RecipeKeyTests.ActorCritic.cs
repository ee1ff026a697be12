namespace Epoche.Experiments.Tests.Recipes;

public sealed partial class RecipeKeyTests
{
    private const string ActorCritic = """
        environment: Pendulum-v1
        steps: 500
        warm_up_steps: 200
        train_every_steps: 8
        updates_per_train: 2
        batch_size: 16
        actor: {hidden: [8], optimizer: {kind: adam, learning_rate: 1e-2, clip_norm: 0.5}}
        critic: {hidden: [8], optimizer: {kind: adam, learning_rate: 1e-2, clip_norm: 0.5}}
        noise: {kind: ornstein-uhlenbeck, deviation: 0.3, time_step: 0.2}
        evaluation: {every_steps: 100, episodes: 3, final_episodes: 5}

        """;

    private const string Ddpg = $"{ActorCritic}kind: ddpg", Td3 = $"{ActorCritic}kind: td3", Sac = $"{ActorCritic}kind: sac";

    /// <summary>Keys that all three have.</summary>
    public static TheoryData<string, string, string> ActorCriticKeys => new()
    {
        { "name", "other", "" },
        { "seed", "1", "" },
        { "environment", "MountainCarContinuous-v0", "" },
        { "environments", "4", "" },
        { "frames", "2", "" },
        { "steps", "600", "" },
        { "episodes", "2", "" },
        { "discount", "0.9", "" },
        { "batch_size", "8", "" },
        { "warm_up_steps", "250", "" },
        { "warm_up_hold", "5", "" },
        { "train_every_steps", "4", "" },
        { "updates_per_train", "3", "" },
        { "target_tau", "0.5", "" },
        { "normalize_observations", "true", "" },
        { "actor.hidden", "[9]", "" },
        { "actor.activation", "tanh", "" },
        { "actor.kernel", "he-normal", "" },
        { "actor.bias", "uniform-fan-in", "" },
        { "actor.optimizer.kind", "rmsprop", "" },
        { "actor.optimizer.learning_rate", "{schedule: cosine, from: 1e-2, to: 1e-3, steps: 50}", "" },
        { "actor.optimizer.clip_norm", "1e-3", "" },
        { "actor.optimizer.beta1", "0.8", "" },
        { "actor.optimizer.beta2", "0.9", "" },
        { "actor.optimizer.epsilon", "1e-3", "" },
        { "critic.hidden", "[9]", "" },
        { "critic.activation", "tanh", "" },
        { "critic.kernel", "he-normal", "" },
        { "critic.bias", "uniform-fan-in", "" },
        { "critic.optimizer.kind", "rmsprop", "" },
        { "critic.optimizer.learning_rate", "1e-3", "" },
        { "critic.optimizer.clip_norm", "null", "" },
        { "critic.optimizer.beta1", "0.8", "" },
        { "critic.optimizer.beta2", "0.9", "" },
        { "critic.optimizer.epsilon", "1e-3", "" },
        { "noise.kind", "gaussian", "noise={\"kind\":\"ornstein-uhlenbeck\",\"deviation\":0.3}" },
        { "noise.deviation", "0.5", "" },
        { "noise.pull", "1", "" },
        { "noise.time_step", "0.1", "" },
        { "replay.capacity", "50", "" },
        { "replay.n_step", "3", "" },
        { "replay.priorities", "{exponent: 0.5}", "" },
        { "evaluation.every_steps", "150", "" },
        { "evaluation.episodes", "4", "" },
        { "evaluation.final_episodes", "6", "" },
        { "evaluation.stop_at_return", "-2000", "" },
        { "evaluation.confirm_episodes", "50", "evaluation.stop_at_return=-2000" },
    };

    public static TheoryData<string, string, string> SacKeys => new()
    {
        { "entropy.coefficient", "0.2", "" },
        { "entropy.initial", "0.5", "" },
        { "entropy.target", "-3", "" },
        { "entropy.optimizer", "{kind: sgd, learning_rate: 0.01}", "" },
        { "warm_up_steps", "250", "environment=CartPole-v1 noise=null" },
    };

    [Theory]
    [MemberData(nameof(ActorCriticKeys))]
    public void Every_key_of_an_actor_critic_has_an_effect(string key, string value, string context) => HasEffect(Td3, key, value, context);

    [Theory]
    [InlineData("policy_delay", "3")]
    [InlineData("target_noise", "0.4")]
    [InlineData("target_noise_limit", "0.1")]
    public void Every_key_of_td3_has_an_effect(string key, string value) => HasEffect(Td3, key, value, "");

    [Fact]
    public void Every_key_of_ddpg_has_an_effect() => HasEffect(Ddpg, "target_every_updates", "3", "");

    [Theory]
    [MemberData(nameof(SacKeys))]
    public void Every_key_of_sac_has_an_effect(string key, string value, string context) => HasEffect(Sac, key, value, context);

    /// <summary>
    /// Convolutions are for pictures, and no game with pictures has continuous actions; dropout is refused, and so are a clip by value and
    /// a perfect return, which no game of theirs states.
    /// </summary>
    [Fact]
    public void No_key_of_an_actor_critic_is_missing_in_these_tests()
    {
        string[] apart =
        [
            "kind", "actor.convolutions", "actor.dropout", "actor.optimizer.clip_value", "critic.convolutions", "critic.dropout",
            "critic.optimizer.clip_value", "evaluation.stop_when_perfect", "evaluation.confirm_environment",
        ];
        IEnumerable<string> shared = ActorCriticKeys.Select(r => r.Data.Item1).Concat(apart);
        Assert.Equal(KnownKeys(Td3), Sorted(shared.Concat(["policy_delay", "target_noise", "target_noise_limit"])));
        Assert.Equal(KnownKeys(Ddpg), Sorted(shared.Append("target_every_updates")));
        Assert.Equal(KnownKeys(Sac), Sorted(shared.Concat(SacKeys.Select(r => r.Data.Item1))));
    }
}
