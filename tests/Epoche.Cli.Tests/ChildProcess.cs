using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Epoche.Cli.Tests;

/// <summary>The command in a process of its own, as a shell starts it.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    // The host that runs this test runs the command too: nothing needs to be installed.
    internal static readonly string Host = Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task _reading;

    public ChildProcess(IEnumerable<string> args, params (string Name, string Value)[] variables)
        : this(Host, [TestedProgram.Path, .. args], variables, folder: "")
    {
    }

    private ChildProcess(string file, IEnumerable<string> args, (string Name, string Value)[] variables, string folder)
    {
        ProcessStartInfo start = new(file, args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = folder,
        };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _reading = Task.Run(ReadError);
    }

    public int Id => _process.Id;

    /// <summary>The command, called in a folder.</summary>
    public static ChildProcess In(string folder, IEnumerable<string> args) => new(Host, [TestedProgram.Path, .. args], [], folder);

    /// <summary>The command, started by another program that watches it, in a folder.</summary>
    public static ChildProcess Under(string program, string[] options, string folder, IEnumerable<string> args) =>
        new(program, [.. options, Host, TestedProgram.Path, .. args], [], folder);

    /// <summary>The command where no file may grow beyond so many blocks of 512 bytes: to it, the disk is full.</summary>
    public static ChildProcess Limited(int blocks, IEnumerable<string> args, params (string Name, string Value)[] variables) =>
        // The runtime keeps compiled code in a file in memory, to which the limit applies too, unless it may write where it executes.
        new(
            "/bin/sh",
            ["-c", $"trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"", "sh", Host, TestedProgram.Path, .. args],
            [.. variables, ("DOTNET_EnableWriteXorExecute", "0"), ("DOTNET_EnableDiagnostics", "0")],
            folder: "");

    /// <summary>Ends it at once, as a power failure would: it gets no chance to do anything.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>The next line of standard output; null at its end.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>Waits until a text has appeared on standard error, or the command has ended without.</summary>
    public void WaitForError(string text)
    {
        bool ended = false, seen = false;
        while (!seen && !ended)
        {
            ended = _reading.Wait(5);
            lock (_error)
            {
                seen = _error.ToString().Contains(text, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Waits until something is there, or the command has ended without.</summary>
    public void WaitFor(Func<bool> isThere)
    {
        while (!_process.WaitForExit(5) && !isThere())
        {
        }
    }

    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>The most memory that it has had, once it has ended; looked at so often that little is missed.</summary>
    public long PeakBytes()
    {
        long peak = 0;
        try
        {
            while (!_process.WaitForExit(2))
            {
                _process.Refresh();
                peak = Math.Max(peak, _process.PeakWorkingSet64);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended between the two.
        }

        return peak;
    }

    /// <summary>Waits for the end.</summary>
    public CliRun Wait()
    {
        string output = _process.StandardOutput.ReadToEnd();
        Assert.True(_process.WaitForExit(s_patience), "The command did not end.");
        return new CliRun(_process.ExitCode, output, Error());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private string Error()
    {
        _reading.Wait();
        return _error.ToString();
    }

    private void ReadError()
    {
        char[] part = new char[1024];
        for (int count; (count = _process.StandardError.Read(part)) > 0;)
        {
            lock (_error)
            {
                _error.Append(part, 0, count);
            }
        }
    }
}
