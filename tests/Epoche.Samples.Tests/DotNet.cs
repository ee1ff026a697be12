using System.Diagnostics;

namespace Epoche.Samples.Tests;

/// <summary>The <c>dotnet</c> command, as a reader types it.</summary>
internal static class DotNet
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>The lines that the command printed. It must end well.</summary>
    public static async Task<string[]> RunAsync(IEnumerable<string> arguments, string folder, CancellationToken cancellation)
    {
        string[] all = [.. arguments];
        using Process process = new()
        {
            StartInfo = new ProcessStartInfo(Host(), all)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1" },
            },
        };
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        process.Start();
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token), errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', all)} ended with exit code {process.ExitCode}:\n{await output}\n{await errors}");
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static string Host()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string beside = Path.Combine(Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "", name);
        return File.Exists(beside) ? beside : name;
    }
}
