using System.Diagnostics;

namespace Epoche.Samples.Tests;

/// <summary>The <c>dotnet</c> command, as a reader types it.</summary>
internal static class DotNet
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>The lines that the command printed. It must end well.</summary>
    public static async Task<string[]> RunAsync(
        IEnumerable<string> arguments, string folder, CancellationToken cancellation, params (string Name, string Value)[] variables)
    {
        (int exitCode, string[] lines, string all) = await CallAsync(arguments, folder, cancellation, variables);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with exit code {exitCode}:\n{all}");
        return lines;
    }

    /// <summary>How the command ended, the lines that it printed, and all that it said, errors included.</summary>
    public static async Task<(int ExitCode, string[] Lines, string All)> CallAsync(
        IEnumerable<string> arguments, string folder, CancellationToken cancellation, params (string Name, string Value)[] variables)
    {
        string[] all = [.. arguments];
        using Process process = Make(all, folder, variables);
        using CancellationTokenSource patience = Patience(cancellation);
        process.Start();
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token),
            errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        string[] lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (process.ExitCode, lines, $"{await output}\n{await errors}");
    }

    /// <summary>The first line that a command prints which goes on for ever; it is ended then.</summary>
    public static async Task<string> FirstLineAsync(IEnumerable<string> arguments, string folder, CancellationToken cancellation)
    {
        using Process process = Make([.. arguments], folder, []);
        using CancellationTokenSource patience = Patience(cancellation);
        process.Start();
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
            return await process.StandardOutput.ReadLineAsync(patience.Token) ?? $"nothing, but: {await errors}";
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static Process Make(string[] arguments, string folder, (string Name, string Value)[] variables)
    {
        ProcessStartInfo start = new(Host(), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1" },
        };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return new Process { StartInfo = start };
    }

    private static CancellationTokenSource Patience(CancellationToken cancellation)
    {
        CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        return patience;
    }

    private static string Host()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string beside = Path.Combine(Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "", name);
        return File.Exists(beside) ? beside : name;
    }
}
