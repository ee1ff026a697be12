namespace Epoche.Experiments.Tests.Recipes;

/// <content>Agents with memory that learn from sequences.</content>
public sealed partial class RecipeKeyTests
{
    private const string RecurrentDqn = """
        kind: recurrent-dqn
        environment: CartPole-v1
        environments: 2
        steps: 600
        warm_up_steps: 100
        train_every_steps: 16
        target_every_steps: 40
        batch_size: 4
        network: {memory: {units: 6}, behind: [8]}
        sequences: {length: 8, burn_in: 4, period: 4, capacity: 500}
        optimizer: {kind: adam, learning_rate: 1e-2, clip_norm: 0.5}
        epsilon: {start: 1, end: 0.1, steps: 400}
        evaluation: {every_steps: 100, episodes: 5, final_episodes: 20}
        """;

    /// <summary>Its keys.</summary>
    public static TheoryData<string, string, string> RecurrentDqnKeys => new()
    {
        { "name", "other", "" },
        { "seed", "1", "" },
        { "environment", "CartPole-no-velocity", "" },
        { "environments", "4", "" },
        { "frames", "2", "" },
        { "steps", "700", "" },
        { "episodes", "5", "" },
        { "discount", "0.9", "" },
        { "n_step", "2", "" },
        { "rescaling", "0", "" },
        { "double", "false", "evaluation.every_steps=null updates_per_train=8 target_every_steps=200" },
        { "stored_states", "false", "" },
        { "huber_delta", "0.1", "" },
        { "batch_size", "5", "" },
        { "warm_up_steps", "150", "" },
        { "train_every_steps", "8", "" },
        { "updates_per_train", "2", "" },
        { "target_every_steps", "60", "" },
        { "target_every_updates", "7", "target_every_steps=null target_every_updates=5" },
        { "target_tau", "0.5", "" },
        { "normalize_observations", "true", "" },
        { "network.convolutions", "[{filters: 3, kernel_size: 4}]", "environment=Catch-8x8" },
        { "network.hidden", "[9]", "" },
        { "network.activation", "tanh", "" },
        { "network.kernel", "he-normal", "" },
        { "network.bias", "uniform-fan-in", "" },
        { "network.embedding", "3", "environment=FrozenLake-v1" },
        { "network.memory.cell", "gru", "" },
        { "network.memory.units", "7", "" },
        { "network.behind", "[9]", "" },
        { "network.dueling", "true", "" },
        { "network.previous", "false", "" },
        { "sequences.length", "9", "" },
        { "sequences.burn_in", "2", "" },
        { "sequences.period", "8", "" },
        { "sequences.capacity", "20", "" },
        { "sequences.largest_share", "0.5", "sequences.priorities={\"exponent\":0.9}" },
        { "sequences.priorities", "{exponent: 0.9}", "" },
        { "optimizer.kind", "rmsprop", "" },
        { "optimizer.learning_rate", "{schedule: cosine, from: 1e-2, to: 1e-3, steps: 50}", "" },
        { "optimizer.clip_norm", "null", "" },
        { "optimizer.clip_value", "0.001", "" },
        { "optimizer.beta1", "0.8", "" },
        { "optimizer.beta2", "0.9", "" },
        { "optimizer.epsilon", "1e-3", "" },
        { "epsilon.start", "0.8", "" },
        { "epsilon.end", "0.2", "" },
        { "epsilon.steps", "300", "" },
        { "epsilon_spread", "3", "" },
        { "evaluation.every_steps", "150", "" },
        { "evaluation.episodes", "6", "" },
        { "evaluation.final_episodes", "21", "" },
        { "evaluation.stop_at_return", "5", "" },
        { "evaluation.confirm_episodes", "50", "evaluation.stop_at_return=5" },
        { "evaluation.confirm_environment", "CartPole-wide", "evaluation.stop_at_return=5" },
        { "evaluation.stop_when_perfect", "false", "environment=MemoryChain-10 evaluation.episodes=1 evaluation.confirm_episodes=1 "
            + "steps=2000" },
    };

    [Theory]
    [MemberData(nameof(RecurrentDqnKeys))]
    public void Every_key_of_recurrent_deep_Q_learning_has_an_effect(string key, string value, string context) =>
        HasEffect(RecurrentDqn, key, value, context);

    [Fact]
    public void No_key_of_an_agent_with_memory_is_missing_in_these_tests() =>
        Assert.Equal(KnownKeys(RecurrentDqn), Sorted(RecurrentDqnKeys.Select(r => r.Data.Item1).Append("kind")));

    [Theory]
    [InlineData(A2c, "network.memory.units=5", "'network.memory")]
    [InlineData(Ppo, "network.memory.units=5 batch_size=30", "must be a multiple of rollout_steps (40)")]
    [InlineData(Ppo, "network.memory.cell=rnn", "gru")]
    public void What_does_not_go_with_a_memory_is_refused(string recipe, string settings, string words) => Assert.Contains(
        words, Assert.Throws<ConfigurationException>(
            () => RecipeReader.Read(new RecipeText("test", "test.yaml", recipe), settings.Split(' '))).Message, StringComparison.Ordinal);
}
