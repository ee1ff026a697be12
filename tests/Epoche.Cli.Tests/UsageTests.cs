namespace Epoche.Cli.Tests;

/// <summary>Calls that cannot be carried out: one clear message, exit code 2, no stack trace.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("tran cartpole", "'epoche' has no command 'tran'. Did you mean 'train'?\n  See: epoche --help")]
    [InlineData("cartpole", "'epoche' has no command 'cartpole'. Did you mean 'epoche train cartpole'?\n  See: epoche --help")]
    [InlineData(
        "train cartpoel",
        "There is no recipe 'cartpoel'. Did you mean 'cartpole'?\n  Recipes: {recipes}; or the path of your own YAML file.")]
    [InlineData(
        "train no/such.yaml",
        "There is no file 'no/such.yaml'.\n  Recipes: {recipes}; or the path of your own YAML file.")]
    [InlineData("train cartpole --stepz 5", "'epoche train' has no option '--stepz'. Did you mean '--steps'?\n  See: epoche train --help")]
    [InlineData("train --bogus", "'epoche train' has no option '--bogus'.\n  See: epoche train --help")]
    [InlineData("train --sede 3 cartpole", "'epoche train' has no option '--sede'. Did you mean '--seed'?\n  See: epoche train --help")]
    [InlineData("show -x", "'epoche show' has no option '-x'.\n  See: epoche show --help")]
    [InlineData("train cartpole --steps few", "--steps expects a whole number of at least 1, received 'few'.\n  See: epoche train --help")]
    [InlineData("train cartpole --steps 0", "--steps expects a whole number of at least 1, received '0'.\n  See: epoche train --help")]
    [InlineData(
        "train cartpole --steps 1e18",
        "--steps expects a whole number from 1 to 2147483647, received '1e18'.\n  See: epoche train --help")]
    [InlineData(
        "train cartpole --steps 2_000.5",
        "--steps expects a whole number of at least 1, received '2_000.5'.\n  See: epoche train --help")]
    [InlineData("train cartpole --set batch_size=64.5", "--set batch_size=64.5: batch_size must be a whole number; received 64.5")]
    [InlineData("train cartpole --set double=yes", "--set double=yes: double must be true or false; received yes")]
    [InlineData(
        "train cartpole --threads 5000",
        "--threads expects a whole number from 1 to 1024, received '5000'.\n  See: epoche train --help")]
    [InlineData(
        "train cartpole --seed -3",
        "--seed expects a whole number from 0 to 18446744073709551615, received '-3'.\n  See: epoche train --help")]
    [InlineData("train cartpole acrobot", "'epoche train' does not expect the word 'acrobot' after RECIPE.\n  See: epoche train --help")]
    [InlineData(
        "train",
        "'epoche train' needs RECIPE: A recipe's name (see 'epoche list') or the path of your own YAML file.\n  See: epoche "
        + "train --help")]
    [InlineData("train cartpole --seed", "--seed needs a value: --seed N.\n  See: epoche train --help")]
    [InlineData("env", "'epoche env' needs one of its commands: check, bench, trace, score.\n  See: epoche env --help")]
    [InlineData("eval no-such-run", "There is no run 'no-such-run'.\n  'epoche list' shows the runs; 'epoche train RECIPE' makes one.")]
    [InlineData("list --rusn", "'epoche list' has no option '--rusn'. Did you mean '--runs'?\n  See: epoche list --help")]
    [InlineData("list --runs --verbose", "--runs needs a value: --runs DIR; received the option --verbose.\n  See: epoche list --help")]
    [InlineData("list --runs ", "--runs needs a value: --runs DIR; received an empty text.\n  See: epoche list --help")]
    [InlineData("list here", "'epoche list' does not expect the word 'here'.\n  See: epoche list --help")]
    [InlineData(
        "show cartpoel",
        "There is no run 'cartpoel'. Did you mean 'cartpole'?\n  'epoche list' shows the runs; 'epoche train RECIPE' makes one.")]
    [InlineData("show no-such-run", "There is no run 'no-such-run'.\n  'epoche list' shows the runs; 'epoche train RECIPE' makes one.")]
    [InlineData(
        "summary cartpole",
        "'cartpole' is a recipe; this command takes a run of it.\n  'epoche train cartpole' makes one; 'epoche list' shows those "
        + "that are there.")]
    [InlineData(
        "data mnist --from ",
        "--from expects the address of a folder, such as https://example.org/mnist or file:///media/mnist; received ''.")]
    [InlineData(
        "train cartpole --set name=../elsewhere",
        "--set name=../elsewhere: name must be a name that a folder can have on every system, for runs are called by it; "
        + "../elsewhere has a dot in front")]
    [InlineData(
        "train cartpole --set name=.hidden",
        "--set name=.hidden: name must be a name that a folder can have on every system, for runs are called by it; "
        + ".hidden has a dot in front")]
    [InlineData(
        "train cartpole --set name=a?b",
        "--set name=a?b: name must be a name that a folder can have on every system, for runs are called by it; a?b has a ? in it")]
    [InlineData(
        "classify",
        "'epoche classify' needs RUN: The run's folder, such as runs/refuse-0; of kind bayesian, or any that learned from a table.\n  See: "
        + "epoche classify --help")]
    [InlineData("doubt no-such-run", "There is no run 'no-such-run'.\n  'epoche list' shows the runs; 'epoche train RECIPE' makes one.")]
    [InlineData("doubt refuse --sede 1", "'epoche doubt' has no option '--sede'.\n  See: epoche doubt --help")]
    [InlineData(
        "ablation cartpole",
        "The ablation changes a Bayesian network trained by variational inference; the recipe 'cartpole' is another. "
        + "'mnist-bnn-reference' is one.")]
    [InlineData(
        "train cartpole --steps 1e3.5",
        "--steps expects a whole number of at least 1, received '1e3.5'.\n  See: epoche train --help")]
    [InlineData(
        "train cartpole --steps 1500 --set warm_up_steps=5000",
        "Nothing would be learned: training ends after 1,500 steps, and the first update comes at step 5,000 (warm_up_steps). "
        + "Give more steps, or lower that key.")]
    [InlineData(
        "train cartpole --steps 1500 --set train_every_steps=2_000",
        "Nothing would be learned: training ends after 1,500 steps, and the first update comes at step 2,000 "
        + "(train_every_steps). Give more steps, or lower that key.")]
    [InlineData(
        "train refuse --set variational.prior_scale=1",
        "--set variational.prior_scale=1: variational belongs to 'inference: variational', and inference is ensemble; leave the "
        + "section out, or set inference to variational")]
    [InlineData(
        "train refuse --set inference=laplace --set ensemble.members=3",
        "refuse.yaml (built in):29: ensemble belongs to 'inference: ensemble', and inference is laplace; leave the section out, "
        + "or set inference to ensemble")]
    [InlineData(
        "train cartpole --set frames=3 --set evaluation.confirm_environment=Cave-48x48",
        "--set evaluation.confirm_environment=Cave-48x48: evaluation.confirm_environment must be one of CartPole-v1, "
        + "CartPole-v0, CartPole-wide; received Cave-48x48")]
    public void Says_what_was_expected_and_what_came(string call, string message)
    {
        CliRun run = CliRun.Of(call.Split(' '));

        run.AssertFailed(2, message.Replace("{recipes}", string.Join(", ", RecipeCatalog.Names), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a/b", "has a / in it")]
    [InlineData("con", "is that of a device of Windows")]
    [InlineData("nul", "is that of a device of Windows")]
    [InlineData("com1.x", "is that of a device of Windows")]
    [InlineData("a:b", "has a : in it")]
    [InlineData("a|b", "has a | in it")]
    [InlineData("a?b", "has a ? in it")]
    [InlineData("x.", "ends with a dot, which Windows leaves out")]
    [InlineData("x ", "ends with a space, which Windows leaves out")]
    public void The_name_of_a_run_is_one_that_every_system_can_hold(string name, string problem)
    {
        using TemporaryDirectory directory = new();
        const string Rule =
            "Names have at most 200 bytes, without < > : \" / \\ | ? * and control characters, without a dot or a space in front or at "
            + "the end, and not the name of a device of Windows (con, nul, com1 …).";

        foreach (string command in (string[])["train cartpole", "imitate"])
        {
            CliRun.Of([.. command.Split(' '), "--name", name, "--runs", directory.Path]).AssertFailed(
                2,
                $"A run is a folder that can be copied to any system, and the name '{name}' {problem}.\n  {Rule}\n"
                + "  Choose another --name; --runs is for the directory it lies in.");
        }

        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public void A_run_of_an_earlier_version_is_read_whatever_its_recipe_is_called()
    {
        using TemporaryDirectory directory = new();
        RunFolder old = RunFolder.Create(directory.Path, "old", "old", CliRun.Of("show", "cartpole").Out + "name: 'a:b'\n");

        CliRun shown = CliRun.Of("show", old.Path), again = CliRun.Of("train", old.RecipePath, "--runs", directory.Path);

        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        Assert.Equal(2, again.ExitCode);
        Assert.Contains(
            "name must be a name that a folder can have on every system, for runs are called by it; a:b has a : in it", again.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    public void Help_shows_the_commands_and_examples(string call)
    {
        CliRun run = CliRun.Of(call.Length == 0 ? [] : [call]);

        Assert.Equal(0, run.ExitCode);
        foreach (string expected in (string[])["train", "eval", "list", "show", "env", "Examples:", "epoche train cartpole"])
        {
            Assert.Contains(expected, run.Out);
        }
    }

    [Theory]
    [InlineData("train", "epoche train cartpole --seed 7 --name lucky")]
    [InlineData("eval", "epoche eval runs/cartpole-0 --episodes 10000 --seed 5")]
    [InlineData("list", "epoche list --runs elsewhere")]
    [InlineData("show", "epoche show cartpole > my.yaml")]
    [InlineData("classify", "epoche classify runs/refuse-0 scans/*.jpg")]
    [InlineData("doubt", "epoche doubt runs/refuse-0")]
    [InlineData("ablation", "epoche ablation --epochs 50 --samples 1000 --seed 1")]
    [InlineData("env bench", "epoche env bench CartPole-v1")]
    [InlineData("env check", "epoche env check bin/Release/net10.0/Games.dll:Snake")]
    [InlineData("env trace", "--gymnasium-seeding")]
    public void Every_command_has_help_with_examples(string command, string example)
    {
        CliRun run = CliRun.Of([.. command.Split(' '), "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Examples:", run.Out);
        Assert.Contains(example, run.Out);
    }

    /// <summary>One name for a thing in both lines, and a default once.</summary>
    [Theory]
    [InlineData("env score", " env score <NAME> [options]", "  <NAME>  An environment's name")]
    [InlineData("env check", " env check <NAME|FILE[:TYPE]> [options]", "  <NAME|FILE[:TYPE]>  An environment's name")]
    [InlineData("classify", " classify <RUN> <IMAGE>... [options]", "  <IMAGE>  PNG, JPEG, GIF or BMP files")]
    [InlineData(
        "ablation",
        " ablation [<RECIPE>] [options]",
        "  <RECIPE>  A recipe of kind bayesian with variational inference (default: mnist-bnn-reference)\n")]
    public void Help_calls_an_argument_by_the_same_name_in_both_places(string command, string usage, string argument)
    {
        string help = CliRun.Of([.. command.Split(' '), "--help"]).Out.ReplaceLineEndings("\n");

        Assert.Contains(usage, help);
        Assert.Contains(argument, help);
    }
}
