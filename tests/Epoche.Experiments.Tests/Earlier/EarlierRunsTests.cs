namespace Epoche.Experiments.Tests.Earlier;

/// <summary>
/// Runs of the version before this library, one of each kind: made by its command, with their checkpoints and curves left out.
/// </summary>
public sealed class EarlierRunsTests
{
    private static readonly string s_runs = Path.Combine(AppContext.BaseDirectory, "fixtures", "runs");

    [Theory]
    [InlineData("dqn", "dqn", "5 greedy episodes: return 29.2 ± 4.8")]
    [InlineData("supervised", "supervised", "10,000 examples (the test set of MNIST, real handwriting): accuracy 15.30%")]
    [InlineData("bayesian", "bayesian", "10,000 examples (other drawn digits): accuracy")]
    [InlineData("imitation", "imitation", "40 examples: accuracy 90.00%")]
    public void They_are_listed_shown_and_evaluated(string name, string kind, string sentence)
    {
        string path = Path.Combine(s_runs, name);
        ExperimentRun run = Experiment.Open(path);

        Assert.Equal(kind, run.Kind);
        Assert.Equal(RunStatus.Complete, run.Result!.Status);
        Assert.True(run.HasEnded());
        Assert.Contains($"complete; {sentence}", Command.Run(["list", "--runs", s_runs]).Out);
        Command shown = Command.Run(["show", path]);
        Assert.True(shown.ExitCode == 0, shown.Error);
        Assert.Contains($"kind: {kind}", shown.Out);
        RunResult evaluated = run.Evaluate(episodes: kind == "dqn" ? 5 : null);
        Assert.Equal(run.Result.WeightsSha256, evaluated.WeightsSha256);
        if (kind is "bayesian" or "imitation")
        {
            ExampleEvaluation then = Assert.IsType<ExampleEvaluation>(run.Result.Evaluation), now = Assert.IsType<ExampleEvaluation>(
                evaluated.Evaluation);
            Assert.Equal((then.Examples, then.Accuracy, then.Loss), (now.Examples, now.Accuracy, now.Loss));
            Assert.Equal(then.Measurements, now.Measurements);
        }
    }

    [Fact]
    public void A_study_shows_its_table_and_what_only_it_knows()
    {
        ExperimentRun run = Experiment.Open(Path.Combine(s_runs, "imitation"));

        Assert.StartsWith("60 pairs to learn from", run.Capability<IDescribesResults>()!.ReadDescription(run.Folder));
        Assert.Equal("linear", run.Result!.Details!.Value.GetProperty("best").GetString());
        Assert.Contains("| network", Command.Run(["resume", run.Folder.Path]).Out);
    }

    [Fact]
    public void Agents_and_the_networks_that_imitate_them_are_played()
    {
        using TemporaryDirectory directory = new();
        foreach (string player in (string[])["dqn", "imitation/4", "imitation/linear"])
        {
            Command play = Command.Run(["play", Path.Combine(s_runs, player), "--gif", directory["a.gif"]]);
            Assert.True(play.ExitCode == 0, play.Error);
            Assert.Contains("CartPole-v1", play.Out);
        }

        ExperimentRun run = Experiment.Open(Path.Combine(s_runs, "bayesian"));
        RefusingClassifier classifier = run.Capability<IRefuses>()!.LoadClassifier(run.Folder);
        Assert.Equal([2, 10], classifier.Predict(DrawnCharacters.Digits(2, seed: 1).Inputs()).Mean.Shape);
    }
}
