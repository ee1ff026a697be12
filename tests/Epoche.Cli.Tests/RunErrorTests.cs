namespace Epoche.Cli.Tests;

/// <summary>What is wrong with a run, as the command says it.</summary>
public sealed class RunErrorTests
{
    [Fact]
    public void A_name_that_is_taken_is_an_error_with_what_to_do()
    {
        using TemporaryDirectory directory = new();
        RunFolder run = RunFolder.Create(directory.Path, "mine", "cartpole-0", "kind: dqn");

        CliRun call = CliRun.Of("train", "cartpole", "--name", "mine", "--runs", directory.Path);

        call.AssertFailed(
            2,
            $"There is a run '{run.Path}' already, and runs are never overwritten. 'epoche resume {run.Path}' resumes it; "
            + "or choose another --name, or remove that folder.");
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_an_error_with_what_to_do()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["notes"], "");

        CliRun call = CliRun.Of("train", "cartpole", "--runs", directory["notes"]);

        call.AssertFailed(
            1,
            $"The folder '{directory["notes"]}' cannot be made: '{directory["notes"]}' is a file.\n"
            + "  Choose another directory of runs by --runs DIR.");
    }

    [Fact]
    public void A_run_without_a_model_is_an_error_with_what_to_do()
    {
        using TemporaryDirectory directory = new();
        RunFolder run = RunFolder.Create(directory.Path, null, "r", "kind: dqn");

        CliRun call = CliRun.Of("summary", run.Path);

        call.AssertFailed(
            1,
            $"The run '{run.Path}' has no model (yet): its training was interrupted.\n"
            + $"  'epoche list' shows where it stands; 'epoche resume {run.Path}' resumes one that was interrupted.");
    }

    [Theory]
    [InlineData("classify RUN x.png")]
    [InlineData("doubt RUN")]
    [InlineData("eval RUN")]
    [InlineData("imitate --agent RUN")]
    [InlineData("play RUN")]
    [InlineData("report RUN")]
    [InlineData("resume RUN")]
    [InlineData("show RUN")]
    [InlineData("summary RUN")]
    public void What_is_no_run_is_an_error_of_every_command(string call)
    {
        const string Advice = "  'epoche list' shows the runs; 'epoche train RECIPE' makes one.";
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["file"], "");
        Directory.CreateDirectory(directory["folder"]);

        Check("nothing", path => $"There is no run '{path}'.");
        Check("folder", path => $"'{path}' is not a run: it has no recipe.yaml.");
        if (call != "show RUN") // which shows recipes too
        {
            Check("file", path => $"'{path}' is a file; a run is a folder.");
        }

        void Check(string name, Func<string, string> problem) =>
            CliRun.Of(call.Replace("RUN", directory[name]).Split(' ')).AssertFailed(2, $"{problem(directory[name])}\n{Advice}");
    }

    [Theory]
    [InlineData(
        "cartpole", "The model takes [3] and gives [5]; CartPole-v1 shows [4] and expects one value for each of 2 actions. Is it the model "
        + "of another run?")]
    [InlineData(
        "digits-conv", "The model takes [3] and gives [5]; digits has examples [784] of 10 classes. Is it the model of another run?")]
    [InlineData("refuse", "The model of 'RUN' is one network, which its recipe does not ask for. Is it the model of another run?")]
    public void The_model_of_another_run_is_not_evaluated(string recipe, string error)
    {
        using TemporaryDirectory directory = new();
        RunFolder run = RunFolder.Create(directory.Path, "a", "r", Experiment.Load(recipe).Recipe.ResolvedYaml);
        new Sequential { new Dense(5) }.Build([3]).Save(run.ModelPath);

        CliRun.Of("eval", run.Path).AssertFailed(1, error.Replace("RUN", run.Path));
    }

    [Theory]
    [InlineData("eval")]
    [InlineData("play")]
    public void A_model_of_several_inputs_plays_no_game(string command)
    {
        using TemporaryDirectory directory = new();
        RunFolder run = RunFolder.Create(directory.Path, "a", "r", Experiment.Load("cartpole").Recipe.ResolvedYaml);
        Symbol left = Model.Input([2], "left"), right = Model.Input([2], "right");
        new GraphModel([left, right], ("values", Symbol.Concat(left, right).Then(new Dense(2)))).Build().Save(run.ModelPath);

        CliRun.Of(command, run.Path).AssertFailed(
            1,
            "The model takes [2], [2] and gives [2]; CartPole-v1 shows [4] and expects one value for each of 2 actions. Is it the model of "
            + "another run?");
    }

    [Fact]
    public void A_damaged_result_is_named_and_hides_no_other_run()
    {
        using TemporaryDirectory directory = new();
        RunFolder run = RunFolder.Create(directory.Path, "a", "r", "kind: dqn");
        RunFolder other = RunFolder.Create(directory.Path, "b", "r", "kind: dqn");
        File.WriteAllText(run.ResultPath, "{ \"run\": ");

        string list = CliRun.Of("list", "--runs", directory.Path).Out;

        Assert.Contains($"damaged: {run.ResultPath}: line 1, byte 10: expected JSON; found something else", list);
        Assert.Contains($"{other.Path}  interrupted before its first checkpoint", list);
        CliRun shown = CliRun.Of("show", run.Path);
        Assert.Equal(
            (1, $"error: {run.ResultPath}: line 1, byte 10: expected JSON; found something else\n"), (shown.ExitCode, shown.Error));
    }
}
