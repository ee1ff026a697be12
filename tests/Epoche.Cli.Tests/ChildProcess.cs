using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Epoche.Cli.Tests;

/// <summary>The command in a process of its own, as a shell starts it.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    // The host that runs this test runs the command too: nothing needs to be installed.
    private static readonly string s_host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "epoche.dll");

    private readonly Process _process;
    private readonly Task<string> _error;

    public ChildProcess(IEnumerable<string> args, params (string Name, string Value)[] variables)
        : this(s_host, [s_program, .. args], variables)
    {
    }

    private ChildProcess(string file, IEnumerable<string> args, (string Name, string Value)[] variables)
    {
        ProcessStartInfo start = new(file, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The command where no file may grow beyond so many blocks of 512 bytes: to it, the disk is full.</summary>
    public static ChildProcess Limited(int blocks, IEnumerable<string> args, params (string Name, string Value)[] variables) =>
        // The runtime keeps compiled code in a file in memory, to which the limit applies too, unless it may write where it executes.
        new("/bin/sh", ["-c", $"trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"", "sh", s_host, s_program, .. args], [.. variables, ("DOTNET_EnableWriteXorExecute", "0"), ("DOTNET_EnableDiagnostics", "0")]);

    /// <summary>Ends it at once, as a power failure would: it gets no chance to do anything.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
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
