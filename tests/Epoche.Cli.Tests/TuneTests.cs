using System.Text.Json;

namespace Epoche.Cli.Tests;

/// <summary><c>epoche tune</c>, as a user meets it; its workers are killed again and again.</summary>
public sealed class TuneTests
{
    private const string Walk = """
        # A walk past the cliff
        recipe: cliff
        trials: 16
        seeds: 2
        test_seeds: 2
        lag: 4
        pruner: wilcoxon
        set: {evaluation.final_episodes: 5, steps: 6_000}
        space:
          step_size: {float: 0.01..1, log: true}
          epsilon: {float: 0..0.5}
          method: {choice: [q-learning, sarsa]}
        """;

    private static readonly (string, string) s_pace = (CheckpointPace.Variable, "0.01");

    [Fact]
    public void A_study_ends_as_if_no_worker_had_been_killed() => Kill(kills: 10, seed: 1, trials: 16);

    [Theory]
    [Trait("category", "soak")]
    [InlineData(1)]
    [InlineData(2)]
    public void A_study_survives_a_hundred_kills(int seed) => Kill(kills: 100, seed, trials: 120);

    [Fact]
    public void The_result_says_what_is_best_and_how_it_does_on_unseen_seeds()
    {
        using TemporaryDirectory directory = new();
        string[] call = ["tune", Write(directory), "--studies", directory["s"], "--trials", "4"];
        CliRun run = CliRun.Of(call);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("trial 0: return ", run.Out);
        Assert.Contains("(4 of 4)", run.Out);
        Assert.Contains($"Study: {Path.Combine(directory["s"], "walk-0")}   4 trials: ", run.Out);
        Assert.Contains("Best:  trial ", run.Out);
        Assert.Contains("Trained again with 2 unseen seeds: mean return and its 95% interval", run.Out);
        Assert.Contains("  the recipe's own settings: ", run.Out);
        Assert.Contains("Next:  epoche train cliff --set 'evaluation.final_episodes=5' --set 'steps=6_000' --set 'step_size=", run.Out);

        CliRun again = CliRun.Of([.. call, "--json"]);
        using JsonDocument json = JsonDocument.Parse(again.LastLine);
        Assert.Equal(
            ["study", "folder", "status", "trials", "complete", "pruned", "failed", "best", "test", "study_sha256"],
            json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(4, json.RootElement.GetProperty("trials").GetInt32());
        Assert.DoesNotContain("trial 0: ", again.Error); // nothing was left to do
    }

    [Fact]
    public void Ctrl_C_pauses_a_study_and_the_same_command_continues()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using TemporaryDirectory directory = new();
        string[] call = ["tune", Write(directory), "--studies", directory["s"], "--json", "--trials", "60"];
        using ChildProcess child = new(call);
        child.WaitForError("(2 of 60)");
        child.Signal("INT");
        CliRun stopped = child.Wait();

        Assert.Equal(130, stopped.ExitCode);
        Assert.Contains("The study was stopped; the same command continues it.", stopped.Error);
        using JsonDocument json = JsonDocument.Parse(stopped.LastLine);
        Assert.Equal("interrupted", json.RootElement.GetProperty("status").GetString());
        CliRun continued = CliRun.Of(["tune", Path.Combine(directory["s"], "walk-0"), "--trials", "8", "--json"]);
        Assert.True(continued.ExitCode == 0, continued.Error);
    }

    [Fact]
    public void A_study_that_is_not_there_is_named_with_those_that_are()
    {
        CliRun run = CliRun.Of("tune", "cartpole-serch");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            "error: There is no study 'cartpole-serch'. Did you mean 'cartpole-search'?\n"
            + $"  Studies: {string.Join(", ", StudyCatalog.Names)}; or a recipe of 'epoche list', or the path of your own YAML file.\n",
            run.Error);
    }

    [Fact]
    public void Every_study_that_comes_along_can_be_read_listed_and_shown()
    {
        Assert.Equal(["cartpole-search", "mnist-bnn-search", "refuse-search"], StudyCatalog.Names);
        string list = CliRun.Of("list").Out;
        foreach (string name in StudyCatalog.Names)
        {
            RecipeStudy study = RecipeStudy.Load(name);
            Assert.Equal(name, study.Name);
            Assert.Contains(study.Recipe.Name, RecipeCatalog.Names);
            Assert.Contains($"  {name} ", list);
            Assert.Equal(StudyCatalog.BuiltIn(name).Yaml, CliRun.Of("show", name).Out);
        }
    }

    private static void Kill(int kills, int seed, int trials)
    {
        using TemporaryDirectory directory = new();
        string[] call =
        [
            "tune", Write(directory), "--studies", directory["s"], "--trials", $"{trials}", "--seed", $"{seed}", "--jobs", "2", "--json",
            "--quiet", "--join",
        ];
        CliRun whole = CliRun.Of([.. call, "--name", "whole"]);
        string[] killed = [.. call, "--name", "killed"];
        Rng random = Rng.Stream((ulong)seed, "kills");
        ChildProcess[] workers = [new(killed, s_pace), new(killed, s_pace)];
        try
        {
            for (int kill = 0; kill < kills; kill++)
            {
                Thread.Sleep(150 + random.NextInt(450));
                int worker = random.NextInt(workers.Length);
                workers[worker].Kill();
                workers[worker].Dispose();
                workers[worker] = new(killed, s_pace);
            }
        }
        finally
        {
            foreach (ChildProcess worker in workers)
            {
                worker.Kill();
                worker.Dispose();
            }
        }

        CliRun ended = CliRun.Of(killed);
        Assert.Equal(Facts(whole), Facts(ended));
        StudyRecord log = StudyRecord.Read(new JournalFile(Path.Combine(directory["s"], "killed", "study.log")), "walk");
        Assert.Equal(trials, log.Trials.Count);
        Assert.All(log.Trials, trial => Assert.True(trial.State is TrialState.Complete or TrialState.Pruned, $"{trial}"));

        static string Facts(CliRun run)
        {
            Assert.True(run.ExitCode == 0, run.Error);
            using JsonDocument json = JsonDocument.Parse(run.LastLine);
            string[] keys = ["status", "trials", "complete", "pruned", "failed", "best", "test", "study_sha256"];
            return string.Join('\n', keys.Select(key => json.RootElement.GetProperty(key).GetRawText()));
        }
    }

    private static string Write(TemporaryDirectory directory)
    {
        string path = directory["walk.yaml"];
        File.WriteAllText(path, Walk);
        return path;
    }
}
