using System.Text.Json;
using System.Text.RegularExpressions;

namespace Epoche.Cli.Tests;

/// <summary>
/// Training is killed at random moments, resumed, perhaps killed again: no run is lost; each ends with the weights and the evaluation of
/// the run that nobody disturbed. Once for a recipe of each kind here, for all others and a hundred times more in <c>./test --soak</c>.
/// </summary>
public sealed partial class KillTests
{
    private const int More = 100;

    private static int[] Trials { get; } = [.. ShortRuns.Recipes.Select((recipe, trial) => (Kind: ShortRuns.KindOf(recipe), Trial: trial))
        .GroupBy(one => one.Kind).Select(kind => kind.First().Trial)];

    public static TheoryData<int> Few => [.. Trials];

    public static TheoryData<int> Many => [.. Enumerable.Range(0, ShortRuns.Recipes.Count + More).Except(Trials)];

    [Theory]
    [MemberData(nameof(Few))]
    public void A_killed_run_ends_as_if_nothing_had_happened(int trial) => Kill(trial);

    [Theory]
    [Trait("category", "soak")]
    [MemberData(nameof(Many))]
    public void A_killed_run_ends_as_if_nothing_had_happened_a_hundred_times(int trial) => Kill(trial);

    [Theory]
    [InlineData("catch", "env_steps")]
    [InlineData("digits-conv", "updates")]
    public void A_checkpoint_of_the_last_step_comes_after_the_last_points_of_the_curves(string recipe, string unit)
    {
        using TemporaryDirectory directory = new();
        // A checkpoint after each step.
        using ChildProcess child = new(ShortRuns.Train(recipe, "killed", directory.Path), (CheckpointPace.Variable, "0"));
        CliRun trained = child.Wait();
        string expected = RunFacts.Of(trained, directory["killed"]).ToString();

        // As if killed before the last checkpoint: the one before must be of an earlier step, or nothing would record the end.
        File.Delete(Path.Combine(directory["killed"], "result.json"));
        File.Delete(Directory.GetFiles(Path.Combine(directory["killed"], "checkpoints"), "checkpoint-*.json").Max(StringComparer.Ordinal)!);
        CliRun resumed = CliRun.Of("resume", directory["killed"], "--json");

        using JsonDocument result = JsonDocument.Parse(trained.LastLine);
        Assert.Contains("Going on from step", resumed.Error);
        Assert.DoesNotContain($"Going on from step {result.RootElement.GetProperty(unit).GetInt64():N0}.", resumed.Error);
        Assert.Equal(expected, RunFacts.Of(resumed, directory["killed"]).ToString());
    }

    private static void Kill(int trial)
    {
        Rng random = Rng.Stream(2_026, "kills", trial);
        string recipe = ShortRuns.Recipes[trial % ShortRuns.Recipes.Count];
        using TemporaryDirectory directory = new();
        (RunFacts expected, double seconds) = Undisturbed.Of(recipe);
        // Half of the runs save all the time, so that the kill meets a checkpoint that is being written.
        (string, string) pace = (CheckpointPace.Variable, random.NextInt(2) == 0 ? "" : "0.01");
        string[] train = ShortRuns.Train(recipe, "killed", directory.Path), resume = ["resume", directory["killed"], "--json"];
        bool begun = false;
        for (int kills = 1 + random.NextInt(3); kills > 0; kills--)
        {
            using ChildProcess child = new(begun ? resume : train, pace);
            Thread.Sleep((int)(1000 * (0.1 + (random.NextDouble() * seconds))));
            child.Kill();
            begun = Directory.Exists(directory["killed"]);
        }

        CliRun ended = CliRun.Of(begun ? resume : train);
        Assert.Equal($"{expected}", $"{RunFacts.Of(ended, directory["killed"])}");
        Assert.DoesNotContain(Left(directory.Path), TemporaryEnd().IsMatch);
    }

    /// <summary>What is there once a run has ended.</summary>
    private static IEnumerable<string> Left(string folder) =>
        Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories);

    [GeneratedRegex(@"\.(tmp|new|next|part)$")]
    private static partial Regex TemporaryEnd();
}
