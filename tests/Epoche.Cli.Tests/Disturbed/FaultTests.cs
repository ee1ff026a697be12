using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Epoche.Cli.Tests.Disturbed;

/// <summary>
/// The n-th write, flush or rename of a short run fails, for every n until the run has fewer: nothing is lost, and the next command
/// completes it. <c>strace</c> makes them fail.
/// </summary>
public sealed class FaultTests
{
    private const string NoStrace = "strace is not installed.";
    private const int Most = 200;

    private static readonly ConcurrentDictionary<string, Lazy<SortedDictionary<string, string>>> s_whole = [];

    private static readonly string s_host = Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    public static bool HasStrace => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "strace")));

    public static TheoryData<string, string, string> Faults
    {
        get
        {
            TheoryData<string, string, string> faults = [];
            foreach (string recipe in (string[])["catch", "digits-conv", "refuse", "imitate"])
            {
                faults.Add(recipe, "pwrite64", "ENOSPC");
                faults.Add(recipe, "fsync", "EIO");
                faults.Add(recipe, "rename", "EIO");
            }

            return faults;
        }
    }

    [Fact(Skip = NoStrace, SkipUnless = nameof(HasStrace))]
    public void A_flush_that_fails_once_is_an_error_or_is_made_again() => Assert.True(Fails("catch", "fsync", "EIO", 1));

    [Theory(Skip = NoStrace, SkipUnless = nameof(HasStrace))]
    [Trait("category", "soak")]
    [MemberData(nameof(Faults))]
    public void Whatever_fails_once_loses_nothing(string recipe, string call, string error)
    {
        int n = 1;
        while (n <= Most && Fails(recipe, call, error, n))
        {
            n++;
        }

        Assert.InRange(n, 5, Most);
    }

    /// <summary>Runs it; false where it has fewer calls.</summary>
    private static bool Fails(string recipe, string call, string error, int n)
    {
        using TemporaryDirectory directory = new();
        SortedDictionary<string, string> expected = s_whole.GetOrAdd(recipe, name => new(() => Whole(name))).Value;
        string log = directory["strace.log"], runs = directory["runs"], run = Path.Combine(runs, "it");
        Directory.CreateDirectory(runs);
        string[] train = DisturbanceTests.Arguments(recipe, runs);
        ProcessStartInfo start = new(
            "strace",
            [
                "-f", "-y", "-o", log, "--seccomp-bpf", "-e", $"trace={call}", "-e", $"inject={call}:error={error}:when={n}",
                s_host, TestedProgram.Path, .. train,
            ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using (Process traced = Process.Start(start)!)
        {
            Task<string> errors = traced.StandardError.ReadToEndAsync();
            traced.StandardOutput.ReadToEnd();
            traced.WaitForExit();
            string where = $"{recipe}, {call} {n}: exit code {traced.ExitCode}, {errors.Result}";
            Assert.True(traced.ExitCode is 0 or 1, where);
            Assert.DoesNotContain("unexpected", errors.Result, StringComparison.Ordinal);
            if (!File.ReadAllText(log).Contains("(INJECTED)", StringComparison.Ordinal))
            {
                return false;
            }

            CliRun next = CliRun.Of(Directory.Exists(run) ? ["resume", run, "--json"] : train);
            Assert.True(next.ExitCode == 0, $"{where}\n{next.Error}");
            string difference = WholeRun.Difference(expected, WholeRun.Of(run));
            Assert.True(difference.Length == 0, $"{where}\n{difference}");
            Assert.Equal([run], Directory.GetFileSystemEntries(runs).Where(path => Path.GetFileName(path) != "cartpole-0"));
        }

        return true;
    }

    private static SortedDictionary<string, string> Whole(string recipe)
    {
        using TemporaryDirectory directory = new();
        using ChildProcess child = new(DisturbanceTests.Arguments(recipe, directory.Path));
        CliRun run = child.Wait();
        Assert.True(run.ExitCode == 0, run.Error);
        return WholeRun.Of(directory["it"]);
    }
}
