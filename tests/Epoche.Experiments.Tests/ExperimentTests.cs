namespace Epoche.Experiments.Tests;

/// <summary>What a program does with a recipe.</summary>
public sealed class ExperimentTests
{
    [Fact]
    public void A_run_gives_the_folder_the_files_and_the_result_of_the_command()
    {
        using TemporaryDirectory directory = new();
        string[] set = [.. Settings.CartPole.SelectMany(setting => (string[])["--set", setting])];
        Assert.Equal(0, Command.Run(["train", "cartpole", "--seed", "7", "--runs", directory["a"], "--quiet", .. set]).ExitCode);

        ExperimentRun run = Experiment.Load("cartpole", seed: 7, set: Settings.CartPole).Run(directory["b"]);

        Assert.Equal(directory["b/cartpole-7"], run.Folder.Path);
        Assert.Equal(Files(directory["a/cartpole-7"]), Files(run.Folder.Path));
        RunResult other = RunFolder.Open(directory["a/cartpole-7"]).ReadResult()!;
        Assert.Equal(other.WeightsSha256, run.Result!.WeightsSha256);
        Assert.Equal($"{other.Evaluation}", $"{RunFolder.Open(run.Folder.Path).ReadResult()!.Evaluation}");
        Assert.Equal(RunStatus.Complete, run.Result.Status);
        Assert.Equal(File.ReadAllText(Path.Combine(directory["a/cartpole-7"], "recipe.yaml")), File.ReadAllText(run.Folder.RecipePath));
    }

    [Fact]
    public void Progress_tells_the_numbers_by_their_tags_and_the_position()
    {
        using TemporaryDirectory directory = new();
        List<ExperimentProgress> all = [];

        Experiment.Load("cartpole", set: Settings.CartPole).Run(directory.Path, options: new() { Progress = new Collector(all) });

        Assert.Equal("cartpole · seed 0", all[0].Title);
        Assert.Equal("1,500 of 1,500 steps", all[^1].Position.Text);
        Assert.Equal(1, all[^1].Position.Share);
        Assert.Equal("return", all[^1].Description.Headline.Name);
        Assert.True(double.IsFinite(all[^1][RunTags.TrainReturn]));
        Assert.True(double.IsFinite(all[^1][RunTags.EvaluationReturn]));
        Assert.True(double.IsNaN(all[^1]["nothing"]));
        Assert.NotNull(all[^1].Best);
    }

    [Fact]
    public async Task Progress_can_be_read_while_it_trains()
    {
        using TemporaryDirectory directory = new();
        Experiment experiment = Experiment.Load("cartpole", set: Settings.CartPole);
        long step = 0;

        await foreach (ExperimentProgress progress in experiment.RunAsync(
            directory.Path, cancellation: TestContext.Current.CancellationToken))
        {
            Assert.True(progress.Report.Step >= step);
            step = progress.Report.Step;
        }

        Assert.Equal(1_500, step);
        Assert.Equal(RunStatus.Complete, Experiment.Open(directory["cartpole-0"]).Result!.Status);
    }

    [Fact]
    public async Task Leaving_the_progress_early_interrupts_the_run_which_can_be_resumed()
    {
        using TemporaryDirectory directory = new();
        Experiment experiment = Experiment.Load(
            "cartpole", set: [.. Settings.CartPole, "steps=200_000", "evaluation.stop_when_perfect=false"]);

        await foreach (ExperimentProgress progress in experiment.RunAsync(
            directory.Path, cancellation: TestContext.Current.CancellationToken))
        {
            break;
        }

        Assert.Equal(RunStatus.Interrupted, Experiment.Open(directory["cartpole-0"]).Result!.Status);
    }

    [Theory]
    [InlineData("cartpole", 700)]
    [InlineData("digits-conv", 30)]
    [InlineData("refuse", 20)]
    public void A_cancelled_run_is_resumed_to_the_bits_of_one_that_was_not(string recipe, long stop)
    {
        using TemporaryDirectory directory = new();
        IReadOnlyList<string> set = recipe switch { "cartpole" => Settings.CartPole, "refuse" => Settings.Refuse, _ => Settings.Digits };
        Experiment experiment = Experiment.Load(recipe, seed: 3, set: set);
        ExperimentRun whole = experiment.Run(directory.Path, "whole");
        using Canceller canceller = new(stop);

        ExperimentRun part = experiment.Run(directory.Path, "part", new() { Progress = canceller }, canceller.Token);
        Assert.Equal(RunStatus.Interrupted, part.Result!.Status);
        Assert.Equal(RunStatus.Interrupted, part.Folder.ReadResult()!.Status);
        Assert.True(part.Folder.CheckpointStep < whole.Folder.CheckpointStep);
        ExperimentException fewer = Assert.Throws<ExperimentException>(() => part.Resume(steps: 1));
        Assert.Equal(ExperimentProblem.Request, fewer.Problem);
        Assert.Equal(
            $"--steps 1 is the number of steps in all, and the run '{part.Folder.Path}' has {part.Folder.CheckpointStep} already. Give "
            + "more, or leave the option out to train as its recipe says.",
            fewer.Message);
        ExperimentRun resumed = Experiment.Open(part.Folder).Resume();

        Assert.True(resumed.IsResumed);
        Assert.Equal(RunStatus.Complete, resumed.Result!.Status);
        Assert.Equal(whole.Result!.WeightsSha256, resumed.Result.WeightsSha256);
        Assert.Equal($"{whole.Result.Evaluation}", $"{resumed.Result.Evaluation}");
    }

    [Theory]
    [InlineData("refuse")]
    [InlineData("mnist-bnn")]
    public void A_run_that_is_stopped_before_its_first_update_has_no_model_and_is_resumed(string recipe)
    {
        using TemporaryDirectory directory = new();
        Experiment experiment = Experiment.Load(recipe, set: recipe == "refuse" ? Settings.Refuse : Settings.Variational);
        ExperimentRun whole = experiment.Run(directory.Path, "whole");

        ExperimentRun part = experiment.Run(directory.Path, "part", cancellation: new CancellationToken(canceled: true));

        Assert.Equal(RunStatus.Interrupted, part.Result!.Status);
        Assert.False(part.Folder.HasModel);
        Assert.Equal(whole.Result!.WeightsSha256, part.Resume().Result!.WeightsSha256);
    }

    [Fact]
    public void A_run_is_evaluated_extended_and_reported()
    {
        using TemporaryDirectory directory = new();
        Experiment.Load("cartpole", set: Settings.CartPole).Run(directory.Path);
        ExperimentRun run = Experiment.Open(directory["cartpole-0"]);

        RunResult evaluated = run.Evaluate(episodes: 7, seed: 5);
        Assert.Equal(7, Assert.IsType<EpisodeEvaluation>(evaluated.Evaluation).Episodes);
        Assert.Equal(run.Result!.WeightsSha256, evaluated.WeightsSha256);
        Assert.Same(run, run.Resume());
        Assert.True(run.HasEnded(1_500));
        ExperimentRun more = run.Resume(steps: 2_000);
        Assert.Equal(2_000, more.Result!.EnvSteps);
        Assert.Equal("dqn", more.Kind);
        Assert.Equal([4], more.LoadModel().InputShape);
        Assert.True(File.Exists(more.SaveReport(directory["mine.html"])));
        Assert.Same(more, more.Resume(steps: 100));
    }

    [Fact]
    public void Runs_are_found_by_the_values_of_their_recipes_and_trained_once()
    {
        using TemporaryDirectory directory = new();
        Experiment experiment = Experiment.Load("cartpole", set: Settings.CartPole);
        Assert.Null(experiment.Find(directory.Path));

        ExperimentRun first = experiment.RunOnce(directory.Path), second = experiment.RunOnce(directory.Path);

        Assert.False(first.IsFound);
        Assert.True(second.IsFound);
        Assert.Equal(first.Folder.Path, second.Folder.Path);
        Assert.Single(RunFolder.All(directory.Path));
        Assert.Null(Experiment.Load("cartpole", seed: 1, set: Settings.CartPole).Find(directory.Path));
    }

    [Fact]
    public void Runs_that_cannot_be_read_hide_no_other()
    {
        using TemporaryDirectory directory = new();
        Experiment experiment = Experiment.Load("cartpole", set: Settings.CartPole);
        RunFolder damaged = RunFolder.Create(directory.Path, "a", "run", experiment.Recipe.ResolvedYaml);
        RunFolder.Create(directory.Path, "b", "run", "kind: unknown");
        RunFolder wanted = RunFolder.Create(directory.Path, "c", "run", experiment.Recipe.ResolvedYaml);
        File.WriteAllText(Path.Combine(damaged.Path, "extension.json"), "damaged");

        Assert.Equal(wanted.Path, experiment.Find(directory.Path)!.Path);
    }

    [Fact]
    public void What_a_recipe_can_do_is_stated_by_its_capabilities()
    {
        Assert.Equal("CartPole-v1", Experiment.Load("cartpole").Capability<IPlaysGames>()!.Environment.Name);
        Assert.Null(Experiment.Load("cartpole").Capability<IClassifies>());
        Assert.Equal("digits", Experiment.Load("digits-conv").Capability<IClassifies>()!.Data.Name);
        Assert.Null(Experiment.Load("digits-conv").Capability<IRefuses>());
        Assert.NotNull(Experiment.Load("refuse").Capability<IRefuses>());
        Assert.NotNull(Experiment.Load("imitate").Capability<IHoldsPlayers>());
    }

    [Fact]
    public void Errors_are_of_public_types_and_say_what_helps()
    {
        using TemporaryDirectory directory = new();

        Assert.Equal(
            "There is no recipe 'cartpol'. Did you mean 'cartpole'?\n"
            + $"  Recipes: {string.Join(", ", RecipeCatalog.Names)}; or the path of your own YAML file.",
            Assert.Throws<ExperimentException>(() => Experiment.Load("cartpol")).Message);
        Assert.Equal(
            "--set discount=2: discount must be between 0 and 1; received 2",
            Assert.Throws<ConfigurationException>(() => Experiment.Load("cartpole", set: ["discount=2"])).Message);
        Assert.Equal(RunProblem.NotFound, Assert.Throws<RunException>(() => Experiment.Open(directory["nothing"])).Problem);
        Experiment few = Experiment.Load("cartpole", steps: 100);
        Assert.Equal(
            "Nothing would be learned: training ends after 100 steps, and the first update comes at step 1,000 (warm_up_steps). Give more "
            + "steps, or lower that key.",
            Assert.Throws<ExperimentException>(() => few.Run(directory.Path)).Message);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    private static string[] Files(string folder) =>
        [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Select(name => name.Split('.')[0]).Order(
            StringComparer.Ordinal)];

    private sealed class Collector(List<ExperimentProgress> all) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value) => all.Add(value);
    }
}
