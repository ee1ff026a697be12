namespace Epoche.Cli.Tests.Disturbed;

/// <summary>A system without OpenSSL, as slim containers are: only https needs it.</summary>
public sealed class NoOpenSslTests : IDisposable
{
    private const string NoLoader = "needs a loader that can be pointed to libraries";

    private readonly TemporaryDirectory _directory = new();

    public NoOpenSslTests()
    {
        // An empty file of the right name ends the loader's search, so that to the program there is no such library.
        foreach (string version in (string[])["3", "1.1", "1.0.2", "1.0.0", "10"])
        {
            File.WriteAllText(_directory[$"libssl.so.{version}"], "");
        }
    }

    public static bool HasLoader => OperatingSystem.IsLinux();

    public void Dispose() => _directory.Dispose();

    [Theory(Skip = NoLoader, SkipUnless = nameof(HasLoader))]
    [InlineData("cartpole")]
    [InlineData("digits-conv")]
    public void A_run_is_trained_killed_resumed_and_reported_with_the_same_bits(string recipe)
    {
        (RunFacts expected, double seconds) = Undisturbed.Of(recipe);
        using (ChildProcess killed = Child(ShortRuns.Train(recipe, "it", _directory.Path), (CheckpointPace.Variable, "0.01")))
        {
            killed.WaitForError(" of ");
            Thread.Sleep((int)(300 * seconds));
            killed.Kill();
        }

        using ChildProcess resumed = Child(["resume", _directory["it"], "--json"]);
        RunFacts facts = RunFacts.Of(resumed.Wait(), _directory["it"]);
        using ChildProcess report = Child(["report", _directory["it"]]), show = Child(["show", _directory["it"]]);

        Assert.Equal($"{expected}", $"{facts}");
        Assert.Equal(0, report.Wait().ExitCode);
        Assert.Equal(0, show.Wait().ExitCode);
    }

    [Fact(Skip = NoLoader, SkipUnless = nameof(HasLoader))]
    public void A_download_over_https_says_what_is_missing()
    {
        using ChildProcess child = Child(["data", "mnist", "--from", "https://localhost:1/", "--out", _directory["mnist"]]);

        CliRun run = child.Wait();

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(
            "error: https://localhost:1/train-images-idx3-ubyte.gz is not available: https needs OpenSSL, and this system has neither "
            + "libssl.so.3 nor libssl.so.1.1. Install it: 'apt-get install libssl3 ca-certificates' (Debian, Ubuntu), ",
            run.Error);
    }

    private ChildProcess Child(string[] args, params (string, string)[] variables) =>
        new(args, [("LD_LIBRARY_PATH", _directory.Path), .. variables]);
}
