
namespace Epoche.Cli.Tests;

/// <summary>What a training ends with, and what <c>eval</c> takes.</summary>
public sealed class NextStepsTests(DoubtRun run)
{
    [Theory]
    [InlineData("cartpole", RunStatus.Complete, "epoche eval r", "epoche play r", "epoche show r")]
    [InlineData("cartpole", RunStatus.Interrupted, "epoche resume r", "epoche show r")]
    [InlineData("cartpole", RunStatus.Failed, "epoche show r")]
    [InlineData("mnist-mlp", RunStatus.Complete, "epoche eval r", "epoche show r")]
    [InlineData("refuse", RunStatus.Complete, "epoche classify r IMAGE", "epoche doubt r", "epoche show r")]
    internal void Suggestions_fit_the_kind_and_the_outcome(string recipe, RunStatus status, params string[] commands)
    {
        RunResult result = new() { Run = "r", Recipe = recipe, Seed = 0, Status = status, WallSeconds = 1, WeightsSha256 = "00" };
        Assert.Equal(commands, NextSteps.After(RecipeReader.Read(RecipeCatalog.BuiltIn(recipe), []), result).Select(step => step.Command));
    }

    [Theory]
    [InlineData("--seed")]
    [InlineData("--episodes")]
    public void A_classifier_takes_no_episodes_and_no_seed(string option)
    {
        CliRun call = CliRun.Of("eval", run.Path, option, "5");

        call.AssertFailed(
            2, $"'{run.Path}' is a classifier, which is always evaluated on its whole test set: {option} is for agents. Leave it out.");
    }

    [Fact]
    public void A_run_that_never_learned_says_so()
    {
        using StringWriter text = new();
        RunResult result = new() { Run = "r", Recipe = "x", Seed = 0, Status = RunStatus.Complete, WallSeconds = 1, Updates = 0 };
        ResultReport.Training(new ShownWriter(text), null, result, "1 s in all");
        Assert.Contains(
            "\nWarning: there was no update, so nothing was learned. Train for longer, or begin to learn earlier (warm_up_steps).",
            text.ToString());
    }

    [Fact]
    public void The_time_of_a_resumed_run_is_distinguished_from_the_time_of_the_call()
    {
        using TemporaryDirectory directory = new();
        CliRun first = CliRun.Of(
            "train",
            "cartpole",
            "--runs",
            directory.Path,
            "--steps",
            "1500",
            "--set",
            "warm_up_steps=200",
            "--set",
            "evaluation.stop_when_perfect=false");
        CliRun more = CliRun.Of("resume", directory["cartpole-0"], "--steps", "2000");
        CliRun shown = CliRun.Of("show", directory["cartpole-0"]);

        Assert.Matches(@"updates\), [\d.:]+( s)? in all", first.Out);
        Assert.Matches(@"updates\), [\d.:]+( s)? since it was resumed", more.Out);
        Assert.Matches(@"updates\)\r?\n", shown.Out);
    }
}
