using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Tests;

/// <summary>
/// Training is killed at random moments, resumed, perhaps killed again: no run is lost, and each ends with the weights and the judgement of the run that nobody disturbed. Once for every recipe
/// here, a hundred times in <c>./test --soak</c>.
/// </summary>
public sealed class KillTests
{
    private static readonly ConcurrentDictionary<string, (string Outcome, double Seconds)> s_undisturbed = [];

    public static TheoryData<int> Few => [.. Enumerable.Range(0, ShortRuns.Recipes.Count)];

    public static TheoryData<int> Many => [.. Enumerable.Range(ShortRuns.Recipes.Count, 100)];

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
        using ChildProcess child = new(ShortRuns.Train(recipe, "killed", directory.Path), (RunSession.PaceVariable, "0")); // one after each step
        CliRun trained = child.Wait();
        string expected = $"{Outcome(trained)}\n{Curves(directory["killed"])}";

        // As if killed before the last checkpoint: the one before must be of an earlier step, or nothing would record the end.
        File.Delete(Path.Combine(directory["killed"], "result.json"));
        File.Delete(Directory.GetFiles(Path.Combine(directory["killed"], "checkpoints"), "checkpoint-*.json").Max(StringComparer.Ordinal)!);
        CliRun resumed = CliRun.Of("resume", directory["killed"], "--json");

        using JsonDocument result = JsonDocument.Parse(trained.LastLine);
        Assert.Contains("Going on from step", resumed.Error);
        Assert.DoesNotContain($"Going on from step {result.RootElement.GetProperty(unit).GetInt64():N0}.", resumed.Error);
        Assert.Equal(expected, $"{Outcome(resumed)}\n{Curves(directory["killed"])}");
    }

    private static void Kill(int trial)
    {
        Rng random = Rng.Stream(2_026, "kills", trial);
        string recipe = ShortRuns.Recipes[trial % ShortRuns.Recipes.Count];
        using TemporaryDirectory directory = new();
        (string expected, double seconds) = s_undisturbed.GetOrAdd(recipe, name => Undisturbed(name, directory));
        // Half of the runs save all the time, so that the kill meets a checkpoint that is being written.
        (string, string) pace = (RunSession.PaceVariable, random.NextInt(2) == 0 ? "" : "0.01");
        string[] train = ShortRuns.Train(recipe, "killed", directory.Path), resume = ["resume", directory["killed"], "--json"];
        bool begun = false;
        for (int kills = 1 + random.NextInt(3); kills > 0; kills--)
        {
            using ChildProcess child = new(begun ? resume : train, pace);
            Thread.Sleep((int)(1000 * (0.1 + (random.NextDouble() * seconds))));
            child.Kill();
            begun = Directory.Exists(directory["killed"]);
        }

        string outcome = Outcome(CliRun.Of(begun ? resume : train));
        Assert.Equal(expected, $"{outcome}\n{Curves(directory["killed"])}");
    }

    private static (string Outcome, double Seconds) Undisturbed(string recipe, TemporaryDirectory directory)
    {
        Stopwatch watch = Stopwatch.StartNew();
        using ChildProcess child = new(ShortRuns.Train(recipe, "undisturbed", directory.Path));
        string outcome = Outcome(child.Wait());
        double seconds = watch.Elapsed.TotalSeconds;
        return ($"{outcome}\n{Curves(directory["undisturbed"])}", seconds);
    }

    /// <summary>Every point of every curve that does not tell of time.</summary>
    private static string Curves(string run)
    {
        RunLog log = RunLog.Read(run);
        string[] names = [.. log.ScalarNames.Where(name => !name.EndsWith("_per_second", StringComparison.Ordinal))];
        Assert.NotEmpty(names);
        IEnumerable<string> curves = names.Select(name => $"{name}: {string.Join(' ', log.Scalars(name).Select(point => $"{point.Step}={point.Value:R}"))}");
        IEnumerable<string> others = log.OtherNames.Where(name => log.Others(name)[0].Kind == RunEventKind.Histogram).Select(name => $"{name}: {string.Join(' ', log.Others(name).Select(e => $"{e.Step}={e.Histogram!.Sum:R}"))}");
        return string.Join('\n', [.. curves, .. others]);
    }

    private static string Outcome(CliRun run)
    {
        Assert.True(run.ExitCode == 0, run.Error);
        using JsonDocument json = JsonDocument.Parse(run.LastLine);
        JsonElement result = json.RootElement;
        return string.Join(' ', ((string[])["status", "env_steps", "updates", "evaluation", "weights_sha256"]).Select(key => result.GetProperty(key).GetRawText()));
    }
}
