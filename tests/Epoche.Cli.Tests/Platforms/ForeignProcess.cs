using System.Diagnostics;

namespace Epoche.Cli.Tests.Platforms;

/// <summary>A program of another platform that runs.</summary>
internal sealed class ForeignProcess(Process process) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly Task<string> _output = process.StandardOutput.ReadToEndAsync(), _error = process.StandardError.ReadToEndAsync();

    /// <summary>Waits until something is there, or the program has ended without.</summary>
    public void WaitUntil(Func<bool> isThere)
    {
        while (!process.WaitForExit(20) && !isThere())
        {
        }
    }

    /// <summary>Ends it and what it has started, at once.</summary>
    public void Kill()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public ForeignRun Wait()
    {
        if (!process.WaitForExit(s_patience))
        {
            Kill();
            Assert.Fail($"It did not end within {s_patience.TotalMinutes} minutes: {_error.Result}");
        }

        return new(process.ExitCode, _output.Result, _error.Result);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
    }
}

/// <summary>What a program of another platform wrote and returned.</summary>
internal sealed record ForeignRun(int ExitCode, string Out, string Error)
{
    /// <summary>What it wrote, with the line ends of this platform; it must have ended well.</summary>
    public string Text
    {
        get
        {
            Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Out}\n{Error}");
            return Out.ReplaceLineEndings("\n");
        }
    }

    /// <summary>As the call of this platform's command.</summary>
    public CliRun Cli => new(ExitCode, Out.ReplaceLineEndings("\n"), Error.ReplaceLineEndings("\n"));
}
