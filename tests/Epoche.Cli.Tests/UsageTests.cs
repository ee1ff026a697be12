namespace Epoche.Cli.Tests;

/// <summary>Calls that cannot be carried out: one clear message, exit code 2, no stack trace.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("lits", "'epoche' has no command 'lits'. Did you mean 'list'?")]
    [InlineData("list --rusn", "'epoche list' has no option '--rusn'. Did you mean '--runs'?")]
    [InlineData("list --runs", "--runs needs a value: --runs DIR.")]
    [InlineData("list --runs --verbose", "--runs needs a value: --runs DIR; received the option --verbose.")]
    [InlineData("list here", "'epoche list' does not expect the word 'here'.")]
    [InlineData("show", "'epoche show' needs RUN")]
    [InlineData("show cartpoel", "There is no run 'cartpoel'. Did you mean 'cartpole'?")]
    [InlineData("show no-such-run", "There is no run 'no-such-run'.")]
    public void Says_what_was_expected_and_what_came(string call, string message)
    {
        CliRun run = CliRun.Of(call.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("error: ", run.Error);
        Assert.Contains(message, run.Error);
        Assert.DoesNotContain("   at ", run.Error);
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    public void Help_shows_the_commands_and_examples(string call)
    {
        CliRun run = CliRun.Of(call.Length == 0 ? [] : [call]);

        Assert.Equal(0, run.ExitCode);
        foreach (string expected in (string[])["list", "show", "Examples:", "epoche train cartpole"])
        {
            Assert.Contains(expected, run.Out);
        }
    }

    [Theory]
    [InlineData("list", "epoche list --runs elsewhere")]
    [InlineData("show", "epoche show cartpole > my.yaml")]
    public void Every_command_has_help_with_examples(string command, string example)
    {
        CliRun run = CliRun.Of([.. command.Split(' '), "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Examples:", run.Out);
        Assert.Contains(example, run.Out);
    }
}
