using System.Diagnostics;
using Epoche.Cli.Tests.Pages;

namespace Epoche.Cli.Tests.Platforms;

/// <summary>Publishes the program of another platform, into the folder of the clone that holds what is made.</summary>
internal static class Publishing
{
    private static readonly Lock s_one = new(); // at a time: they share what is built for all

    /// <summary>A folder for what platforms need.</summary>
    public static string Folder(string name) =>
        Directory.CreateDirectory(Path.Combine(PageCommand.Root, "artifacts", "platforms", name)).FullName;

    /// <summary>The folder with the program of a platform.</summary>
    public static string Publish(string platform)
    {
        string project = platform == "browser-wasm" ? "Epoche.Platforms.Browser" : "Epoche.Platforms", to = Folder(platform);
        string[] target = platform == "browser-wasm" ? [] : ["-r", platform];
        lock (s_one)
        {
            ProcessStartInfo start = new(
                ChildProcess.Host,
                [
                    "publish", Path.Combine(PageCommand.Root, "tests", project), "-c", "Release", "-v", "q", "--tl:off", "-nologo",
                    // What it refers to is built with the tests, and stays as it is.
                    "-o", to, .. target, "-p:BuildProjectReferences=false", "-p:RestoreRecursive=false",
                ])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"dotnet publish for {platform} failed:\n{output}{error.Result}");
        }

        return to;
    }
}
