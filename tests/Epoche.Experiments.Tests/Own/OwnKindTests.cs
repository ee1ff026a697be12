using System.Text.Json;
using Epoche.OwnKind;

namespace Epoche.Experiments.Tests.Own;

/// <summary>A kind of recipes that is added from outside, by its own folder and one line, is a kind like any other.</summary>
public sealed class OwnKindTests
{
    private const string Wave = """
        # A sine wave, learned from noisy points

        kind: wave
        steps: 600
        network: {hidden: [16, 16], activation: tanh}
        optimizer: {kind: adam, learning_rate: {schedule: cosine, from: 1e-2, to: 1e-4}}
        """;

    private static readonly RecipeKinds s_kinds = RecipeKinds.BuiltIn.With(new WaveKind());

    private static readonly ExperimentOptions s_options = new() { Kinds = s_kinds };

    [Fact]
    public void The_library_trains_interrupts_resumes_evaluates_and_reports_it()
    {
        using TemporaryDirectory directory = new();
        Experiment experiment = Experiment.Parse(new RecipeText("wave", "wave.yaml", Wave), seed: 2, options: s_options);
        ExperimentRun whole = experiment.Run(directory.Path, "whole");
        using Canceller canceller = new(250);

        ExperimentRun part = experiment.Run(directory.Path, "part", new() { Progress = canceller }, canceller.Token);
        ExperimentRun resumed = Experiment.Open(part.Folder, s_options).Resume();

        Assert.Equal(RunStatus.Interrupted, part.Result!.Status);
        Assert.True(resumed.IsResumed);
        Assert.Equal(whole.Result!.WeightsSha256, resumed.Result!.WeightsSha256);
        Assert.Equal(whole.Result.Evaluation, resumed.Result.Evaluation);
        Assert.True(Assert.IsType<ExampleEvaluation>(whole.Result.Evaluation).Loss < 0.2);
        Assert.Equal(600, whole.Result.Updates);
        Assert.Equal(700, resumed.Resume(steps: 700).Result!.Updates);
        Assert.Equal(500, Assert.IsType<ExampleEvaluation>(Experiment.Open(whole.Folder, s_options).Evaluate(seed: 3).Evaluation).Examples);
        RunLog log = RunLog.Read(whole.Folder.Path);
        Assert.Equal(6, log.Scalars(WaveWorkload.Error).Count);
        Assert.NotEmpty(log.Scalars(RunTags.TrainLoss));
        string report = File.ReadAllText(whole.SaveReport());
        Assert.Contains("wave", report);
    }

    [Fact]
    public void The_command_trains_resumes_evaluates_shows_and_reports_it_and_draws_its_curves()
    {
        using TemporaryDirectory directory = new();
        string recipe = directory["wave.yaml"], run = directory["runs/wave-0"];
        File.WriteAllText(recipe, Wave);

        Command train = Call("train", recipe, "--runs", directory["runs"], "--json", "--set", "points=100");
        Assert.True(train.ExitCode == 0, train.Error);
        Assert.Contains("500 examples: accuracy", train.Error);
        Assert.Contains($"Next: epoche eval {run}", train.Error);
        using JsonDocument json = JsonDocument.Parse(train.Out);
        Assert.Equal(600, json.RootElement.GetProperty("updates").GetInt32());

        Assert.Contains("500 examples: accuracy", Call("eval", run).Out);
        Assert.Contains("kind: wave", Call("show", run).Out);
        Assert.Contains("dense", Call("show", run).Out);
        Assert.Equal(0, Call("report", run).ExitCode);
        Assert.Equal(0, Call("list", "--runs", directory["runs"]).ExitCode);
        Command more = Call("resume", run, "--steps", "650");
        Assert.Contains("Going on from step 600.", more.Out);
        Command curves = Call(
            "curves", recipe, "--optimizers", "adam,sgd:0.1", "--seeds", "0..1", "--steps", "100", "--runs", directory["runs"],
            "--out", directory["c"]);
        Assert.True(curves.ExitCode == 0, curves.Error);
        Assert.Contains(WaveWorkload.Error, File.ReadAllText(directory["c.svg"]));
        Command unknown = Call("train", recipe, "--set", "kind=waves");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Equal(
            "error: --set kind=waves: kind must be one of dqn, recurrent-dqn, table, ppo, a2c, a3c, reinforce, ddpg, td3, sac, "
            + "supervised, regression, bayesian, imitation, dagger, wave; received waves; did you mean 'wave'?\n",
            unknown.Error.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Without_its_line_the_kind_is_unknown_and_its_runs_are_still_listed()
    {
        using TemporaryDirectory directory = new();
        RecipeText text = new("wave", "wave.yaml", Wave);
        Experiment.Parse(text, options: s_options).Run(directory.Path);

        Assert.Equal(
            "wave.yaml:3: kind must be one of dqn, recurrent-dqn, table, ppo, a2c, a3c, reinforce, ddpg, td3, sac, supervised, "
            + "regression, bayesian, imitation, dagger; received wave",
            Assert.Throws<ConfigurationException>(() => Experiment.Parse(text)).Message);
        Assert.Contains("complete; 500 examples", Command.Run(["list", "--runs", directory.Path]).Out);
        Assert.Contains("kind: wave", Command.Run(["show", directory["wave-0"]]).Out);
    }

    [Fact]
    public void Two_kinds_of_one_name_are_refused() => Assert.Throws<ArgumentException>(() => s_kinds.With(new WaveKind()));

    private static Command Call(params string[] args) => Command.Run(args, s_kinds);
}
