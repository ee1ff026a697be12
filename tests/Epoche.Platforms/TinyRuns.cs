using Epoche.Conformance;

namespace Epoche.Platforms;

/// <summary>Every kind of recipe, cut down so far that an interpreter in a browser runs it in seconds.</summary>
public static class TinyRuns
{
    private static readonly string[] s_agent =
    [
        "batch_size=8", "train_every_steps=4", "updates_per_train=1", "warm_up_steps=40", "evaluation.every_steps=60",
        "evaluation.episodes=1", "evaluation.stop_when_perfect=false", "evaluation.final_episodes=1", "replay.capacity=90",
    ];

    private static readonly string[] s_actorCritic =
    [
        .. s_agent, "steps=150", "actor.hidden=[8, 8]", "critic.hidden=[8, 8]",
    ];

    private static readonly string[] s_classifier =
    [
        "validation_examples=100", "batch_size=16", "network.hidden=[6]",
        "network.convolutions=[{filters: 3, kernel_size: 5, strides: 4}]",
    ];

    /// <summary>The runs: the recipe of each, and what is set.</summary>
    public static IReadOnlyDictionary<string, (string Recipe, string[] Settings)> All { get; } =
        new SortedDictionary<string, (string, string[])>(StringComparer.Ordinal)
        {
            ["dqn"] = ("cartpole", [.. s_agent, "steps=150", "network.hidden=[8, 8]"]),
            ["dqn-pictures"] =
            (
                "catch",
                [.. s_agent, "steps=120", "network.hidden=[8]", "network.convolutions=[{filters: 3, kernel_size: 3, strides: 2}]"]
            ),
            ["sac"] = ("pendulum-sac", [.. s_actorCritic, "entropy.initial=0.5"]),
            ["ddpg"] = ("pendulum-ddpg", [.. s_actorCritic, "noise={kind: ornstein-uhlenbeck, deviation: 0.3}"]),
            ["td3"] = ("pendulum-td3", [.. s_actorCritic, "environments=2"]),
            ["table"] =
            (
                "frozenlake",
                ["steps=400", "lambda=0.5", "evaluation.every_steps=100", "evaluation.episodes=2", "evaluation.final_episodes=2"]
            ),
            ["ppo"] =
            (
                "acrobot-ppo",
                [
                    "steps=120", "environments=2", "rollout_steps=10", "batch_size=8", "epochs=2", "network.hidden=[6]",
                    "evaluation.every_steps=60", "evaluation.episodes=1", "evaluation.final_episodes=1",
                ]
            ),
            ["a2c-continuous"] =
            (
                "cartpole-a2c",
                [
                    "environment=Pendulum-v1", "evaluation.confirm_environment=Pendulum-v1", "steps=120", "environments=2",
                    "scale_rewards=true", "network.hidden=[6]", "evaluation.every_steps=60", "evaluation.episodes=1",
                    "evaluation.final_episodes=1",
                ]
            ),
            ["a3c"] =
            (
                "cartpole-a3c",
                [
                    "steps=120", "environments=3", "rollout_steps=5", "network.hidden=[6]", "evaluation.every_steps=60",
                    "evaluation.episodes=1", "evaluation.final_episodes=1",
                ]
            ),
            ["reinforce"] =
            (
                "cartpole-reinforce",
                [
                    "steps=120", "episodes_per_update=2", "network.hidden=[6]", "evaluation.every_steps=60", "evaluation.episodes=1",
                    "evaluation.final_episodes=1",
                ]
            ),
            ["supervised"] = ("digits-conv", [.. s_classifier, "drawings=300", "epochs=2"]),
            ["bayesian-ensemble"] =
            (
                "refuse",
                [.. s_classifier, "drawings=500", "ensemble.members=2", "refusal.distance_examples=100", "outliers.misdrawn=0.1"]
            ),
            ["bayesian-variational"] =
            (
                "refuse",
                [
                    .. s_classifier, "drawings=400", "inference=variational", "prediction.samples=3", "refusal.distance_examples=100",
                    "outliers=null",
                ]
            ),
            ["imitation"] =
            (
                "imitate",
                [
                    "records.pairs=40", "records.test_pairs=20", "records.every=2", "networks=[[], [4]]", "epochs=3", "batch_size=8",
                    "evaluation.episodes=2",
                ]
            ),
        };

    /// <summary>Trains one, or goes on with it where its folder is there, and says what came out.</summary>
    /// <param name="name">Its name in <see cref="All"/>.</param>
    /// <param name="runs">The directory of runs.</param>
    /// <param name="stopAt">The step at which it is interrupted; null for never.</param>
    /// <returns>The weights and the curves, where it has come to its end.</returns>
    public static string Run(string name, string runs, long? stopAt = null)
    {
        using CancellationTokenSource stop = new();
        RunOptions options = new() { Progress = new Stopper(stop, stopAt ?? long.MaxValue), CheckpointEvery = TimeSpan.FromSeconds(1) };
        string folder = Path.Combine(runs, name);
        try
        {
            ExperimentRun run = Directory.Exists(folder)
                ? Experiment.Open(folder).Resume(options: options, cancellation: stop.Token)
                : Create(name, runs).Run(runs, name, options, stop.Token);
            return $"{run.Result!.WeightsSha256} {Fingerprint.Of<char>(RunCurves.Of(Curves(run.Folder.Path)))}";
        }
        catch (OperationCanceledException)
        {
            return "interrupted";
        }
    }

    private static Experiment Create(string name, string runs)
    {
        (string recipe, string[] settings) = All[name];
        if (recipe == "imitate")
        {
            Run("dqn", runs);
            settings = [.. settings, $"agent={Path.Combine(runs, "dqn")}"];
        }

        return Experiment.Load(recipe, set: settings);
    }

    // A study of imitation has its curves in the folders of its networks.
    private static string Curves(string folder) =>
        Directory.Exists(Path.Combine(folder, "linear")) ? Path.Combine(folder, "linear") : folder;

    private sealed class Stopper(CancellationTokenSource stop, long step) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value)
        {
            if (value.Report.Step >= step)
            {
                stop.Cancel();
            }
        }
    }
}
