using System.Collections.Concurrent;
using System.Diagnostics;

namespace Epoche.Cli.Tests.Disturbed;

/// <summary>
/// Signals at random moments, half of them in the last fifth of a run, where it is evaluated, its model saved, its film and report made:
/// resumed until it is complete, its folder holds what that of an undisturbed run holds, and nothing else.
/// </summary>
public sealed class DisturbanceTests
{
    private const int Trials = 500, FewTrials = 2;

    private static readonly ConcurrentDictionary<string, Lazy<(SortedDictionary<string, string> Parts, double Seconds)>> s_whole = [];

    private static readonly string[] s_signals = ["INT", "TERM", "KILL"];

    private static IReadOnlyList<string> Recipes { get; } = [.. ShortRuns.Recipes, "imitate"];

    public static TheoryData<int> Few => [.. Enumerable.Range(0, FewTrials)];

    public static TheoryData<int> Many => [.. Enumerable.Range(FewTrials, Trials)];

    public static bool HasSignals => !OperatingSystem.IsWindows();

    [Theory(Skip = "needs signals", SkipUnless = nameof(HasSignals))]
    [MemberData(nameof(Few))]
    public void A_disturbed_run_ends_with_everything_that_an_undisturbed_one_has(int trial) => Disturb(trial);

    [Theory(Skip = "needs signals", SkipUnless = nameof(HasSignals))]
    [Trait("category", "soak")]
    [MemberData(nameof(Many))]
    public void A_disturbed_run_ends_with_everything_five_hundred_times(int trial) => Disturb(trial);

    internal static string[] Arguments(string recipe, string runs) => recipe == "imitate"
        ?
        [
            "train", "imitate", "--name", "it", "--runs", runs, "--json", "--set", "networks=[[1], [8]]", "--set", "epochs=6",
            "--set", "evaluation.episodes=5",
        ]
        : ShortRuns.Train(recipe, "it", runs);

    private static void Disturb(int trial)
    {
        Rng random = Rng.Stream(2_027, "disturbances", trial);
        string recipe = Recipes[trial % Recipes.Count];
        using TemporaryDirectory directory = new();
        (SortedDictionary<string, string> expected, double seconds) = s_whole.GetOrAdd(recipe, name => new(() => Whole(name))).Value;
        (string, string) pace = (CheckpointPace.Variable, random.NextInt(2) == 0 ? "" : "0.01");
        string[] train = Arguments(recipe, directory.Path), resume = ["resume", directory["it"], "--json"];
        List<string> history = [];
        bool begun = false;
        for (int signals = 1 + random.NextInt(3); signals > 0; signals--)
        {
            string signal = s_signals[random.NextInt(s_signals.Length)];
            double at = seconds * (random.NextInt(2) == 0 ? random.NextDouble() : 0.8 + (0.2 * random.NextDouble()));
            using ChildProcess child = new(begun ? resume : train, pace);
            Thread.Sleep((int)(1000 * at));
            child.Signal(signal);
            CliRun ended = child.Wait();
            begun = Directory.Exists(directory["it"]);
            history.Add($"{signal} after {at:F2} s: {ended.ExitCode} {ended.Error.Split('\n')[0]}");
        }

        CliRun last = CliRun.Of(begun ? resume : train);
        Assert.True(last.ExitCode == 0, $"{recipe}: {string.Join("; ", history)}: {last.Error}");
        string difference = WholeRun.Difference(expected, WholeRun.Of(directory["it"]));
        Assert.True(difference.Length == 0, $"{recipe}: {string.Join("; ", history)}\n{difference}");
    }

    private static (SortedDictionary<string, string> Parts, double Seconds) Whole(string recipe)
    {
        using TemporaryDirectory directory = new();
        Stopwatch watch = Stopwatch.StartNew();
        using ChildProcess child = new(Arguments(recipe, directory.Path));
        CliRun run = child.Wait();
        Assert.True(run.ExitCode == 0, run.Error);
        return (WholeRun.Of(directory["it"]), watch.Elapsed.TotalSeconds);
    }
}
