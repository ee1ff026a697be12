using System.Text.Json;

namespace Epoche.Cli.Tests;

/// <summary>One call of the command inside this process, with what it wrote and returned.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    public string LastLine => Out.TrimEnd('\n', '\r').Split('\n')[^1];

    /// <summary>The hash in the JSON object that ends standard output.</summary>
    public string WeightsSha256
    {
        get
        {
            Assert.True(ExitCode == 0, Error);
            using JsonDocument json = JsonDocument.Parse(LastLine);
            return json.RootElement.GetProperty("weights_sha256").GetString()!;
        }
    }

    public static CliRun Of(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int exitCode = CommandLine.Run(args, new Terminal(output, error));
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>It ended with this exit code, this error and nothing else.</summary>
    public void AssertFailed(int exitCode, string error)
    {
        Assert.Equal((exitCode, ""), (ExitCode, Out));
        Assert.Equal($"error: {error}\n", Error.ReplaceLineEndings("\n"));
    }
}

/// <summary>A directory that is removed with everything in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory() => Path = Directory.CreateTempSubdirectory("epoche-cli-").FullName;

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
