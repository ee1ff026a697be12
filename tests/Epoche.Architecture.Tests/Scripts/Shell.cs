using System.Diagnostics;

namespace Epoche.Architecture.Tests.Scripts;

/// <summary>Runs programs and gathers what they print.</summary>
internal static class Shell
{
    public static bool HasBash { get; } = Find("bash") is not null;

    /// <summary>Runs to the end, within ten minutes.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string?>? environment = null)
    {
        using Process process = new()
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
            },
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            process.StartInfo.Environment[name] = value;
        }

        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(10));
        process.Start();
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token),
            errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Where a program lies; null where there is none.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
