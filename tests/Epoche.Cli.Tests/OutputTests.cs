using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Epoche.Cli.Tests;

/// <summary>Nobody reads, or the disk takes no more: the work is done all the same, and the exit code says what was lost.</summary>
public sealed class OutputTests
{
    private const string NoShell = "needs a shell and /dev/full";

    private static readonly string s_host = Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    public static bool HasShell => File.Exists("/dev/full");

    [Theory(Skip = NoShell, SkipUnless = nameof(HasShell))]
    [InlineData("2>&1 | true", 141, "")] // a closed pipe, as shells report it
    [InlineData(
        ">/dev/full", 1,
        "error: standard output cannot be written to: No space left on device. Everything was done; some output is lost.\n")]
    [InlineData("2>/dev/full", 1, "")]
    [InlineData(">/dev/full 2>/dev/full", 1, "")]
    public void A_run_whose_output_is_lost_is_whole(string redirection, int exitCode, string lastError)
    {
        using TemporaryDirectory directory = new();
        string[] train = ShortRuns.Train("cartpole", "it", directory.Path);
        (int code, string error) = Shell($"{Command(train)} {Before(redirection)}", After(redirection));

        Assert.Equal(exitCode, code);
        Assert.EndsWith(lastError, error, StringComparison.Ordinal);
        using JsonDocument result = JsonDocument.Parse(File.ReadAllText(directory["it/result.json"]));
        Assert.Equal("complete", result.RootElement.GetProperty("status").GetString());
        Assert.True(File.Exists(directory["it/report.html"]));
        Assert.Equal(Undisturbed.Of("cartpole").Facts.WeightsSha256, result.RootElement.GetProperty("weights_sha256").GetString());
    }

    [Theory(Skip = NoShell, SkipUnless = nameof(HasShell))]
    [InlineData("list", ">/dev/full", 1)]
    [InlineData("list", "| head -n 1", 141)]
    [InlineData("--help", ">/dev/full", 1)]
    [InlineData("trane cartpole", "2>/dev/full", 2)]
    [InlineData("show cartpole", ">/dev/full 2>/dev/full", 1)]
    public void Other_commands_end_with_an_exit_code_and_never_abort(string call, string redirection, int exitCode) =>
        Assert.Equal(exitCode, Shell($"{Command(call.Split(' '))} {Before(redirection)}", After(redirection)).ExitCode);

    private static string Before(string redirection) => redirection.Split('|')[0];

    private static string After(string redirection) =>
        redirection.Contains('|', StringComparison.Ordinal) ? redirection[(redirection.IndexOf('|', StringComparison.Ordinal) + 1)..] : "";

    private static string Command(IEnumerable<string> args) =>
        string.Join(' ', args.Prepend(TestedProgram.Path).Prepend(s_host).Select(arg => $"'{arg}'"));

    /// <summary>The exit code of the command, not that of what it is piped to.</summary>
    private static (int ExitCode, string Error) Shell(string command, string reader)
    {
        string script = reader.Length == 0 ? command : $"{{ {{ {command}; echo $? >&3; }} | {reader} >/dev/null; }} 3>&1";
        ProcessStartInfo start = new("/bin/sh", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process shell = Process.Start(start)!;
        Task<string> error = shell.StandardError.ReadToEndAsync();
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        int exitCode = reader.Length == 0 ? shell.ExitCode : int.Parse(output.Trim(), CultureInfo.InvariantCulture);
        return (exitCode, error.Result);
    }
}
