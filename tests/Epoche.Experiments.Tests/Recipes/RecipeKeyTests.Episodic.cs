namespace Epoche.Experiments.Tests.Recipes;

public sealed partial class RecipeKeyTests
{
    private const string A3c = """
        kind: a3c
        environment: CartPole-v1
        environments: 2
        steps: 600
        network: {hidden: [8]}
        optimizer: {kind: adam, learning_rate: 1e-2, clip_norm: 0.5}
        evaluation: {every_steps: 100, episodes: 5, final_episodes: 20}
        """;

    private const string Reinforce = """
        kind: reinforce
        environment: CartPole-v1
        steps: 600
        episodes_per_update: 2
        network: {hidden: [8]}
        optimizer: {kind: adam, learning_rate: 1e-2, clip_norm: 0.5}
        evaluation: {every_steps: 100, episodes: 5, final_episodes: 20}
        """;

    // Keys that it does not have, and one that takes other settings here.
    private static readonly string[] s_notOfA3c = ["normalize_advantages", "scale_rewards", "evaluation.stop_when_perfect"];

    private static readonly string[] s_notOfReinforce =
        ["normalize_advantages", "rollout_steps", "lambda", "scale_rewards", "optimizer.learning_rate"];

    public static TheoryData<string, string, string> A3cKeys
    {
        get
        {
            TheoryData<string, string, string> keys = Without(s_notOfA3c);
            keys.Add("evaluation.stop_when_perfect", "false", "environment=CartPole-v0 environments=8 rollout_steps=20 steps=60000 "
                + "optimizer.learning_rate=1e-3 network.hidden=[64] evaluation.episodes=1 evaluation.confirm_episodes=1");
            return keys;
        }
    }

    public static TheoryData<string, string, string> ReinforceKeys
    {
        get
        {
            TheoryData<string, string, string> keys = Without(s_notOfReinforce);
            keys.Add("optimizer.learning_rate", "{schedule: linear, from: 1e-2, to: 0, steps: 20}", "");
            keys.Add("episodes_per_update", "3", "");
            keys.Add("baseline", "mean", "");
            keys.Add("normalize_advantages", "false", "");
            return keys;
        }
    }

    [Theory]
    [MemberData(nameof(A3cKeys))]
    public void Every_key_of_asynchronous_actor_critic_has_an_effect(string key, string value, string context) =>
        HasEffect(A3c, key, value, context);

    [Theory]
    [MemberData(nameof(ReinforceKeys))]
    public void Every_key_of_REINFORCE_has_an_effect(string key, string value, string context) => HasEffect(Reinforce, key, value, context);

    [Fact]
    public void No_key_of_these_agents_is_missing_in_these_tests()
    {
        Assert.Equal(KnownKeys(A3c), Sorted(A3cKeys.Select(r => r.Data.Item1).Append("kind")));
        Assert.Equal(KnownKeys(Reinforce), Sorted(ReinforceKeys.Select(r => r.Data.Item1).Append("kind")));
    }

    private static TheoryData<string, string, string> Without(string[] keys)
    {
        TheoryData<string, string, string> others = [];
        foreach ((string key, string value, string context) in PolicyKeys.Select(row => row.Data).Where(row => !keys.Contains(row.Item1)))
        {
            others.Add(key, value, context);
        }

        return others;
    }
}
