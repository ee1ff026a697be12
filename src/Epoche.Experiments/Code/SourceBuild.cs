using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Epoche.Experiments;

/// <summary>
/// Builds a C# file into an assembly by <c>dotnet build</c>. What is built is kept outside of all runs, under a key made of the source and
/// of the library it is built against, so that the same file is built once.
/// </summary>
/// <param name="progress">Receives a line when something is built; null: nobody.</param>
internal sealed class SourceBuild(Action<string>? progress)
{
    /// <summary>The variable that says where to keep what is built.</summary>
    public const string CacheVariable = "EPOCHE_CACHE";

    private const string Library = ".dll", Built = "built";

    /// <summary>The folder of what is built.</summary>
    public string Cache { get; init; } = DefaultCache();

    /// <summary>The program that builds.</summary>
    public string Dotnet { get; init; } = DotnetProgram.Find();

    /// <summary>The assembly of a C# file.</summary>
    /// <param name="path">The file, whole.</param>
    /// <param name="content">What is in it.</param>
    /// <exception cref="ExperimentException">
    /// It does not build, or there is nothing to build it with; the message has the compiler's first errors.
    /// </exception>
    /// <exception cref="IOException">What is built cannot be kept.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder of what is built may not be written to.</exception>
    public string Build(string path, byte[] content)
    {
        string name = SourceProject.AssemblyName(path), folder = Path.Combine(Cache, Key(name, content));
        string built = Path.Combine(folder, name + Library);
        if (File.Exists(built))
        {
            return built;
        }

        progress?.Invoke($"Building {Path.GetFileName(path)} …");
        NewFolder.Make(Cache);
        using FolderAside aside = FolderAside.Make(folder);
        string project = SourceProject.Write(Path.Combine(aside.Path, "source"), path, content);
        Run(project, Path.Combine(aside.Path, Built), path);
        return aside.TryMove(folder, Built) || File.Exists(built) // the same was built by another process meanwhile
            ? built
            : throw new IOException(Shown.Message($"'{folder}' is in the way of what was built: remove it."));
    }

    private void Run(string project, string output, string path)
    {
        ProcessStartInfo start = new(Dotnet)
        {
            WorkingDirectory = Path.GetDirectoryName(project),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        string[] arguments =
        [
            "build", project, "-c", "Release", "-o", output, "-v", "quiet", "-nologo", "-tl:off",
            "-nodeReuse:false", "-p:UseSharedCompilation=false", // leaves no process behind
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        foreach (string variable in start.Environment.Keys.ToArray())
        {
            if (variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            {
                start.Environment.Remove(variable); // of a build that this program was started by
            }
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_CLI_FORCE_UTF8_ENCODING"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        if (!OperatingSystem.IsWindows())
        {
            start.Environment["LC_ALL"] = "C.UTF-8";
        }

        StringBuilder text = new();
        int exitCode;
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            process.OutputDataReceived += (_, line) => Add(line.Data);
            process.ErrorDataReceived += (_, line) => Add(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            exitCode = process.ExitCode;
        }
        catch (Win32Exception exception)
        {
            throw NoSdk(path, $"'{Dotnet}' cannot be started", exception);
        }

        if (exitCode != 0)
        {
            throw Failed(path, project, text.ToString(), exitCode);
        }

        void Add(string? line)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static ExperimentException Failed(string path, string project, string text, int exitCode)
    {
        if (text.Contains("No .NET SDKs were found", StringComparison.Ordinal))
        {
            return NoSdk(path, "'dotnet' has no SDK", null);
        }

        string copy = Path.Combine(Path.GetDirectoryName(project)!, SourceProject.SourceName);
        IReadOnlyList<string> errors = CompilerErrors.In(text, copy, path);
        if (errors.Count == 0)
        {
            string end = string.Create(CultureInfo.InvariantCulture, $"'dotnet build' ended with {exitCode}:");
            errors = [end, .. CompilerErrors.LastLines(text)];
        }

        return new($"'{path}' does not build:\n  {string.Join("\n  ", errors)}", ExperimentProblem.Failure);
    }

    private static ExperimentException NoSdk(string path, string reason, Exception? cause) => new(
        $"'{path}' is C# source, which the .NET SDK builds, and there is none: {reason}.\n"
        + $"  Install the SDK of .NET {Environment.Version.Major} (https://dotnet.microsoft.com/download), "
        + "or build a library elsewhere and name its DLL.",
        ExperimentProblem.Failure,
        cause);

    private static string Key(string name, byte[] content)
    {
        using Sha256 hash = new();
        hash.Append(Convert.FromHexString(Sha256.Of(content)));
        hash.Append(Encoding.UTF8.GetBytes(SourceProject.Identity));
        return $"{name}-{hash.Digits()[..24]}";
    }

    private static string DefaultCache() => Environment.GetEnvironmentVariable(CacheVariable) is { Length: > 0 } folder
        ? Path.GetFullPath(folder)
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "epoche",
            "built");
}
