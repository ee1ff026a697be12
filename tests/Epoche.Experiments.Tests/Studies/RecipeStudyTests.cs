using System.Text.Json;

namespace Epoche.Experiments.Tests.Studies;

/// <summary>Studies of recipes: the same with any number of workers, stopped and continued, tested on seeds that no trial saw.</summary>
public sealed class RecipeStudyTests
{
    [Fact]
    public void One_two_and_eight_workers_find_the_same()
    {
        using TemporaryDirectory directory = new();
        RecipeStudyResult[] results =
        [
            .. ((int[])[1, 2, 8]).Select(jobs =>
                SmallStudy.Of("pruner: wilcoxon").Run(directory["studies"], $"by-{jobs}", new() { Jobs = jobs })),
        ];

        Assert.Equal(10, results[0].Trials.Count);
        Assert.Contains(results[0].Trials, trial => trial.State == TrialState.Complete);
        Assert.Single(results.Select(result => result.StudySha256).Distinct());
        Assert.Single(results.Select(result => string.Join(' ', result.Settings)).Distinct());
        Assert.All(results, result => Assert.Equal(RunStatus.Complete, result.Status));
    }

    [Fact]
    public void The_folder_has_the_study_its_log_its_trials_the_test_and_the_result()
    {
        using TemporaryDirectory directory = new();

        RecipeStudyResult result = SmallStudy.Of(set: ["trials=5", "test_seeds=2", "fixed.initial_value=-1"]).Run(directory["studies"]);

        string folder = Path.Combine(directory["studies"], "walk-0");
        Assert.Equal(folder, result.Folder);
        StudyRecord log = StudyRecord.Read(new JournalFile(Path.Combine(folder, "study.log")), "walk");
        Assert.Equal(result.Trials.Select(trial => trial.Value), log.Trials.Select(trial => trial.Value));
        Assert.Equal([1000ul, 1001], result.Test!.Seeds);
        string run = Path.Combine(folder, "trials", "0003", "seed-1");
        Assert.Equal(Number(result.Trials[3], "step_size"), Settings(run).Double("step_size", 0));
        Assert.True(File.Exists(Path.Combine(run, "result.json")));
        Assert.Equal(1500, Settings(run).Int("steps", 0)); // of 'tuning', which comes behind 'set'
        ConfigMap recipe = Settings(Path.Combine(folder, "test", "default", "cliff-1000"));
        Assert.Equal(3000, recipe.Int("steps", 0));
        Assert.Equal(0, recipe.Double("initial_value", 9)); // 'fixed' is for trials and the winner
        string best = Path.Combine(folder, "test", $"trial-{result.Best[0].Number:D4}", "cliff-1001");
        Assert.All((string[])[run, best], trained => Assert.Equal(-1, Settings(trained).Double("initial_value", 9)));
        Assert.False(Directory.Exists(Path.Combine(run, "checkpoints")) || Directory.Exists(Path.Combine(run, "model")));
        Assert.True(RunFolder.IsRun(Path.Combine(folder, "test", "default", "cliff-1000")));
        Assert.True(RunFolder.IsRun(best));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        Assert.Equal(
            ["study", "folder", "status", "trials", "complete", "pruned", "failed", "best", "test", "study_sha256"],
            json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("walk", json.RootElement.GetProperty("study").GetString());
        Assert.Equal(
            ["step_size", "epsilon", "method", "discount"],
            json.RootElement.GetProperty("best").GetProperty("parameters").EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ["measure", "seeds", "winner", "default"],
            json.RootElement.GetProperty("test").EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ["scores", "mean", "low", "high", "perfect"],
            json.RootElement.GetProperty("test").GetProperty("default").EnumerateObject().Select(member => member.Name));

        // The study as it was written is the same study.
        RecipeStudyResult again = RecipeStudy.Load(folder).Run();
        Assert.Equal(result.ToJson(), again.ToJson());

        static ConfigMap Settings(string run) => ConfigMap.Load(Path.Combine(run, "recipe.yaml"));
    }

    /// <summary>Two tuning seeds say little: the best of ten with them may be another one's inferior with eight more.</summary>
    [Fact]
    public void The_best_trials_meet_in_finals_whose_winner_is_the_studys()
    {
        using TemporaryDirectory directory = new();
        const string finals = "finals: {trials: 3, seeds: 8}";
        string[] set = ["test_seeds=2"];

        RecipeStudyResult one = SmallStudy.Of(finals, set: set).Run(directory["studies"], "one", new() { Jobs = 1 });
        RecipeStudyResult four = SmallStudy.Of(finals, set: set).Run(directory["studies"], "four", new() { Jobs = 4 });

        int[] best =
        [
            .. one.Trials.OrderByDescending(trial => trial.Value).ThenBy(trial => trial.Number).Take(3).Select(trial => trial.Number),
        ];
        Assert.Equal(best.Order(), one.Finals.Select(finalist => finalist.Trial).Order());
        Assert.Equal(one.Finals[0].Trial, one.Best[0].Number);
        Assert.Equal(one.Finals.Select(Rank).OrderDescending(), one.Finals.Select(Rank));
        Assert.All(one.Finals, finalist => Assert.Equal(8, finalist.Scores.Scores.Count));
        Assert.True(RunFolder.IsRun(Path.Combine(one.Folder, "finals", $"trial-{best[0]:D4}", "cliff-507")));
        Assert.True(Directory.Exists(Path.Combine(one.Folder, "test", $"trial-{one.Best[0].Number:D4}")));
        Assert.Equal(one.Finals.Select(finalist => finalist.ToString()), four.Finals.Select(finalist => finalist.ToString()));
        Assert.Equal((one.StudySha256, one.Test!.ToString()), (four.StudySha256, four.Test!.ToString()));

        FoundStudy found = FoundStudy.Open(one.Folder);
        Assert.Equal(one.Best[0].Number, found.Winner!.Number);
        Assert.Equal(one.ToJson(), RecipeStudy.Load(one.Folder).Run().ToJson());
        using JsonDocument json = JsonDocument.Parse(one.ToJson());
        Assert.Equal(
            ["number", "scores", "mean", "low", "high", "perfect"],
            json.RootElement.GetProperty("finals")[0].EnumerateObject().Select(member => member.Name));

        // More trials, and finals again.
        RecipeStudyResult more = SmallStudy.Of(finals, set: [.. set, "trials=12"]).Run(directory["studies"], "one");
        Assert.Equal((12, more.Finals[0].Trial), (more.Trials.Count, FoundStudy.Open(one.Folder).Winner!.Number));
    }

    private static (int? Perfect, double Mean) Rank(StudyFinalist finalist) => (finalist.Scores.Perfect, finalist.Scores.Mean);

    [Fact]
    public void A_stopped_study_continues_where_it_was_and_may_have_more_trials()
    {
        using TemporaryDirectory directory = new();
        RecipeStudyResult whole = SmallStudy.Of().Run(directory["studies"], "whole");
        using CancellationTokenSource stop = new();
        RecipeStudyResult stopped = SmallStudy.Of().Run(
            directory["studies"], "mine", new() { Jobs = 2, Progress = new Stopping(stop, 4) }, stop.Token);
        Assert.Equal(RunStatus.Interrupted, stopped.Status);
        Assert.InRange(stopped.Trials.Count(trial => trial.IsFinished), 4, 6);
        Assert.Null(stopped.Test);

        RecipeStudyResult continued = SmallStudy.Of().Run(directory["studies"], "mine");

        Assert.Equal(whole.StudySha256, continued.StudySha256);
        RecipeStudyResult more = SmallStudy.Of(set: "trials=12").Run(directory["studies"], "mine");
        Assert.Equal(12, more.Trials.Count);
        Assert.Equal(
            SmallStudy.Of(set: "trials=12").Run(directory["studies"], "longer").StudySha256, more.StudySha256);
    }

    [Theory]
    [InlineData("{kind: asha, min: 400, max: 1_600, reduction: 2}")]
    [InlineData("{kind: median, every: 800, startup: 1}")]
    [InlineData("{kind: halving, min: 800, reduction: 2}")]
    public void Trials_that_are_compared_at_steps_are_the_same_with_any_number_of_workers(string pruner)
    {
        using TemporaryDirectory directory = new();
        RecipeStudy study = RecipeStudy.Parse(SmallStudy.Poles(pruner));
        RecipeStudyResult one = study.Run(directory["studies"], "one", new() { Jobs = 1 });
        RecipeStudyResult three = study.Run(directory["studies"], "three", new() { Jobs = 3 });

        Assert.Equal(one.StudySha256, three.StudySha256);
        Assert.Contains(one.Trials, trial => trial.State == TrialState.Pruned);
        Assert.All(
            one.Trials.Where(trial => trial.State == TrialState.Pruned), trial => Assert.InRange(trial.Last!.Value.Step, 400, 1200));
    }

    [Fact]
    public void A_paused_trial_goes_on_to_the_bit()
    {
        using TemporaryDirectory directory = new();
        RecipeStudyResult result = RecipeStudy.Parse(SmallStudy.Poles("{kind: asha, min: 400, max: 1_600, reduction: 2}"))
            .Run(directory["studies"], "asha");
        TrialRecord promoted = result.Trials.First(trial => trial.State == TrialState.Complete);
        Assert.Equal([400, 800, 1600], promoted.IntermediateValues.Select(report => report.Step));

        string run = Path.Combine(directory["studies"], "asha", "trials", $"{promoted.Number:D4}", "seed-0");
        RecipeText recipe = new("again", "again.yaml", File.ReadAllText(Path.Combine(run, "recipe.yaml")));
        RunResult alone = Experiment.Parse(recipe, set: ["name=again"]).Run(directory["runs"]).Result!;

        Assert.Equal(alone.WeightsSha256, RunFolder.Open(run).ReadResult()!.WeightsSha256);
    }

    [Fact]
    public void What_is_enqueued_comes_first_and_the_recipes_own_settings_can_be()
    {
        using TemporaryDirectory directory = new();
        RecipeStudyResult result = SmallStudy.Of(
            "enqueue: [recipe, {step_size: 0.25, method: sarsa}]", set: "trials=3").Run(directory["studies"]);

        Assert.Equal(0.5, Number(result.Trials[0], "step_size"));
        Assert.Equal(0.1, Number(result.Trials[0], "epsilon"));
        Assert.Equal("q-learning", result.Trials[0].Find("method")!.Value.AsText);
        Assert.Equal(0.25, Number(result.Trials[1], "step_size"));
        Assert.Equal("sarsa", result.Trials[1].Find("method")!.Value.AsText);
        Assert.Null(result.Test);
    }

    [Fact]
    public void A_trial_that_fails_is_kept_with_its_reason_and_the_study_continues()
    {
        using TemporaryDirectory directory = new();
        RecipeText text = new("fails", "fails.yaml", """
            recipe: cartpole
            trials: 4
            seeds: 1
            test_seeds: 0
            sampler: grid
            tuning: {steps: 300, warm_up_steps: 100, evaluation: {every_steps: 100, episodes: 2, final_episodes: 2}}
            space:
              optimizer.learning_rate: {choice: [1e-3, 1e-2, 1e30, 1e-4]}
              optimizer.clip_norm: {choice: [null]}
            """);

        RecipeStudyResult result = RecipeStudy.Parse(text).Run(directory["studies"]);

        TrialRecord failed = Assert.Single(result.Trials, trial => trial.State == TrialState.Fail);
        Assert.Contains("seed 0: ", failed.SystemAttributes["epoche:reason"].AsText);
        Assert.Equal(3, result.Trials.Count(trial => trial.State == TrialState.Complete));
    }

    [Fact]
    public void A_study_whose_first_trials_all_fail_is_stopped_and_says_why()
    {
        using TemporaryDirectory directory = new();
        RecipeText text = new("fails", "fails.yaml", """
            recipe: cartpole
            trials: 20
            seeds: 1
            lag: 0
            tuning: {steps: 300, warm_up_steps: 100, evaluation: {every_steps: 100, episodes: 2, final_episodes: 2}}
            set: {optimizer.clip_norm: null}
            space:
              optimizer.learning_rate: {float: 1e30..1e31, log: true}
            """);

        ExperimentException error = Assert.Throws<ExperimentException>(
            () => RecipeStudy.Parse(text).Run(directory["studies"], options: new() { Jobs = 1 }));

        Assert.StartsWith("All of the first 3 trials failed, so the study was stopped; the latest:\n  seed 0: ", error.Message);
        Assert.EndsWith(
            "\n  Mend the recipe or the space, and begin another study; or run it again for more trials.", error.Message);
    }

    [Fact]
    public void Two_objectives_have_a_front()
    {
        using TemporaryDirectory directory = new();
        RecipeStudyResult result = SmallStudy.Of("objectives: [return, steps]", set: "tuning=null").Run(directory["studies"]);

        Assert.Equal(["return", "steps"], result.Objectives);
        Assert.NotEmpty(result.Best);
        Assert.All(result.Best, trial => Assert.Equal(2, trial.Values!.Count));
        using JsonDocument json = JsonDocument.Parse(result.ToJson());
        Assert.Equal(result.Best.Count, json.RootElement.GetProperty("front").GetArrayLength());
    }

    private static double Number(TrialRecord trial, string name) => trial.Find(name)!.Value.AsNumber;

    private sealed class Stopping(CancellationTokenSource stop, int after) : IProgress<RecipeStudyProgress>
    {
        public void Report(RecipeStudyProgress value)
        {
            if (value.Ended >= after)
            {
                stop.Cancel();
            }
        }
    }
}
