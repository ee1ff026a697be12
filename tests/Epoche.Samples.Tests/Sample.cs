using System.Diagnostics;

namespace Epoche.Samples.Tests;

/// <summary>Runs a sample the way its first lines tell the reader to: <c>dotnet run -c Release samples/NAME.cs</c>.</summary>
internal static class Sample
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    public static string Root { get; } = FindRoot();

    public static string Folder { get; } = Path.Combine(Root, "samples");

    /// <summary>The lines that the sample printed. It must end well.</summary>
    public static async Task<string[]> RunAsync(string name, CancellationToken cancellation)
    {
        using Process process = new()
        {
            StartInfo = new ProcessStartInfo(Host(), ["run", "-c", "Release", name])
            {
                WorkingDirectory = Folder,
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

        Assert.True(process.ExitCode == 0, $"{name} ended with exit code {process.ExitCode}:\n{await output}\n{await errors}");
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static string Host()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string beside = Path.Combine(Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "", name);
        return File.Exists(beside) ? beside : name;
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Epoche.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Epoche.slnx above {AppContext.BaseDirectory}: the samples are run from a clone.");
    }
}
