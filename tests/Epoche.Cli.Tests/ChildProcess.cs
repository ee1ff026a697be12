using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Epoche.Cli.Tests;

/// <summary>The command in a process of its own, as a shell starts it.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _error;

    public ChildProcess(IEnumerable<string> args, params (string Name, string Value)[] variables)
    {
        // The host that runs this test runs the command too: nothing needs to be installed.
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        ProcessStartInfo start = new(host, [Path.Combine(AppContext.BaseDirectory, "epoche.dll"), .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The next line of standard output; null at its end.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public CliRun Wait()
    {
        string output = _process.StandardOutput.ReadToEnd();
        Assert.True(_process.WaitForExit(s_patience), "The command did not end.");
        return new CliRun(_process.ExitCode, output, _error.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
