
namespace Epoche.Cli.Tests;

/// <summary>Every recipe, cut down to a second or two.</summary>
internal static class ShortRuns
{
    private const string Convolutions = "network.convolutions=[{filters: 4, kernel_size: 5, strides: 4}]";

    private static readonly string[] s_agent =
    [
        "evaluation.every_steps=400", "evaluation.episodes=4", "evaluation.stop_when_perfect=false", "evaluation.final_episodes=5",
    ];

    private static readonly string[] s_rollout = ["rollout_steps=16"];

    private static readonly string[] s_replay = ["warm_up_steps=200", "replay.capacity=700"];

    private static readonly string[] s_sequences =
    [
        "warm_up_steps=200", "sequences.length=12", "sequences.burn_in=4", "sequences.period=8", "sequences.capacity=60",
        "network.memory.units=16",
    ];

    private static readonly string[] s_actorCritic = ["actor.hidden=[16, 16]", "critic.hidden=[16, 16]", "batch_size=32"];

    /// <summary>The recipes of one model that this machine has the data for; of those that differ in their name alone, one.</summary>
    public static IReadOnlyList<string> Recipes { get; } =
        [.. RecipeCatalog.Names.Where(name => !IsImitation(name) && !IsTwin(name) && (HasData || !NeedsFiles(name)))];

    private static bool IsTwin(string name) => name.StartsWith("atari-breakout", StringComparison.Ordinal) // Pong's settings
        || (name.StartsWith("minatar-", StringComparison.Ordinal) && name != "minatar-breakout");

    private static bool HasData => Environment.GetEnvironmentVariable("EPOCHE_DATA") is { Length: > 0 };

    /// <summary>The arguments of <c>epoche train</c>.</summary>
    /// <param name="recipe">The recipe's name.</param>
    /// <param name="name">The run's.</param>
    /// <param name="runs">The directory of runs.</param>
    /// <param name="learns">Whether a classifier is to be any good, which takes some seconds more.</param>
    public static string[] Train(string recipe, string name, string runs, bool learns = false) =>
        ["train", recipe, "--name", name, "--runs", runs, "--json", .. Cut(recipe, learns)];

    private static IEnumerable<string> Cut(string recipe, bool learns)
    {
        (int steps, string[] settings) = IsClassifier(recipe) ? Classifier(recipe, learns)
            : (ShowsPictures(recipe) ? 600 : 1_500, [.. Memory(recipe), .. s_agent, .. IsActorCritic(recipe) ? s_actorCritic : []]);
        return [.. settings.SelectMany(s => (string[])["--set", s]), "--steps", $"{steps}"];
    }

    /// <summary>An epoch or two, and evaluations within; of what is slow in an epoch, its beginning.</summary>
    private static (int Steps, string[] Settings) Classifier(string recipe, bool learns)
    {
        bool isDrawn = IsDrawn(recipe), isBayesian = IsBayesian(recipe), hasValidation = HasValidation(recipe);
        bool isFewer = hasValidation && !isDrawn && !isBayesian; // 20,000 examples to learn from instead of 60,000
        string[] settings =
        [
            "network.hidden=[32]", .. HasConvolutions(recipe) ? [Convolutions] : (string[])[], .. Doubt(recipe),
            .. hasValidation ? [$"validation_examples={(isFewer ? 40_000 : 2_000)}"] : (string[])[],
            .. isFewer ? ["batch_size=250"] : (string[])[],
            .. isDrawn ? [$"drawings={(learns ? 60_000 : 6_000)}"] : (string[])[],
        ];
        return (learns || !hasValidation ? 500 : isBayesian && !isDrawn ? 150 : 110, settings);
    }

    private static IEnumerable<string> Doubt(string name) =>
        !IsBayesian(name) ? []
        : Read(name).String("inference", "") == "ensemble" ? ["ensemble.members=2", "refusal.distance_examples=500"]
        : HasValidation(name) ? ["prediction.samples=5", "refusal.distance_examples=500"]
        : ["prediction.samples=10"];

    /// <summary>The kind of a recipe.</summary>
    public static string KindOf(string name) => Read(name).String("kind", "");

    private static bool IsImitation(string name) => KindOf(name) == "imitation";

    private static string[] Memory(string name) => Read(name).String("kind", "") switch
    {
        "table" => [],
        "ppo" when Read(name).String("environment", "") is "LifeFinance-v0" or "Merton-v0" => [.. s_rollout, "environments=8"],
        "ppo" or "a2c" or "a3c" => s_rollout,
        "recurrent-dqn" => s_sequences,
        "reinforce" => ["episodes_per_update=2"],
        "dagger" => Asking(name),
        _ => s_replay,
    };

    private static bool IsActorCritic(string name) => Read(name).String("kind", "") is "ddpg" or "td3" or "sac";

    /// <summary>An expert that need not be trained first.</summary>
    private static string[] Asking(string recipe) => Read(recipe).String("expert", "scripted") == "scripted"
        ? ["epochs=2"]
        : ["epochs=2", "environment=MountainCar-v0", "expert=scripted"];

    private static bool NeedsFiles(string name) => Read(name).String("data", "") == "mnist";

    private static bool IsDrawn(string name) => IsClassifier(name) && !NeedsFiles(name);

    private static bool HasConvolutions(string name) => Read(name).OptionalMap("network")?.Contains("convolutions") == true;

    private static bool HasValidation(string name) => IsClassifier(name) && Read(name).Int("validation_examples", 5_000) > 0;

    private static bool IsClassifier(string name) => Read(name).Contains("data");

    private static bool IsBayesian(string name) => Read(name).String("kind", "") == "bayesian";

    private static bool ShowsPictures(string name)
    {
        if (Experiment.Load(name).Capability<IPlaysGames>() is not { } player)
        {
            return false;
        }

        using IBatchEnvironment environment = player.CreateEnvironment(1);
        return environment.Spec.Observation.Rank > 1;
    }

    private static ConfigMap Read(string name) => ConfigMap.Parse(RecipeCatalog.BuiltIn(name).Yaml, name);
}
