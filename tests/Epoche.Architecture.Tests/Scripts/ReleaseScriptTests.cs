using System.Security.Cryptography;

namespace Epoche.Architecture.Tests.Scripts;

/// <summary>What <c>eng/release</c> says and where it puts what: here with a <c>dotnet</c> that builds nothing.</summary>
public sealed class ReleaseScriptTests : IDisposable
{
    private const string NoBash = "needs bash";

    // A program that is named by its system; of one system there is no runtime.
    private const string Dotnet = """
        case "$1" in
          --version) echo 10.0.100 ;;
          publish)
            for part in "$@"; do case "$part" in -p:SingleFile=*) rid="${part#*=}" ;; esac; done
            if [ "$rid" = win-arm64 ]; then echo "Epoche.Cli.csproj : error NU1101: Unable to find package Runtime.$rid."; exit 1; fi
            while [ "$1" != -o ]; do shift; done
            mkdir -p "$2"
            case "$rid" in win-*) echo "$rid" >"$2/epoche.exe" ;; *) echo "$rid" >"$2/epoche" ;; esac
            ;;
        esac
        """;

    private static readonly string[] s_tools =
    [
        "bash", "env", "dirname", "readlink", "sed", "cat", "mkdir", "mv", "rm", "grep", "sort", "head", "tail", "wc", "tr", "flock",
        "sha256sum", "shasum",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("epoche release ").FullName;
    private readonly CopiedScripts _scripts;
    private readonly Dictionary<string, string?> _environment;

    public ReleaseScriptTests()
    {
        _scripts = new(_folder);
        File.Copy(Path.Combine(Repository.Root, "eng", "release"), Path.Combine(_folder, "eng", "release"));
        _environment = _scripts.Environment(s_tools);
    }

    public static bool HasBash => Shell.HasBash;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Skip = NoBash, SkipUnless = nameof(HasBash))]
    public async Task Help_names_every_system_and_what_was_never_run()
    {
        (int exitCode, string output, string errors) = await Run("--help");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains("win-x64 win-arm64 linux-x64 linux-arm64 linux-musl-x64 osx-arm64", output, StringComparison.Ordinal);
        Assert.Contains("never run", output, StringComparison.Ordinal);
    }

    [Theory(Skip = NoBash, SkipUnless = nameof(HasBash))]
    [InlineData(
        "linux-x86",
        "eng/release does not know the system 'linux-x86'; it knows win-x64 win-arm64 linux-x64 linux-arm64 linux-musl-x64 osx-arm64\n")]
    [InlineData("--fast", "eng/release does not know --fast\n")]
    public async Task What_it_does_not_know_is_a_wrong_call(string argument, string message)
    {
        (int exitCode, string output, string errors) = await Run("linux-x64", argument);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith(message, errors, StringComparison.Ordinal);
    }

    [Fact(Skip = NoBash, SkipUnless = nameof(HasBash))]
    public async Task A_dry_run_names_the_files_and_makes_none()
    {
        (int exitCode, string output, string errors) = await Run("--dry-run", "win-x64", "linux-musl-x64");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(
            $"artifacts/release/epoche-{Version}-win-x64.exe\nartifacts/release/epoche-{Version}-linux-musl-x64\n"
            + "artifacts/release/SHA256SUMS\n",
            output);
        Assert.False(Directory.Exists(Path.Combine(_folder, "artifacts")));
    }

    [Fact(Skip = NoBash, SkipUnless = nameof(HasBash))]
    public async Task Each_system_has_its_file_and_its_sum_and_one_that_cannot_be_made_does_not_stop_the_others()
    {
        _scripts.Add("dotnet", Dotnet);

        (int exitCode, string output, string errors) = await Run("win-arm64", "win-x64", "linux-x64");

        string folder = Path.Combine(_folder, "artifacts", "release"), log = Path.Combine(folder, "win-arm64.log");
        string[] names = [$"epoche-{Version}-linux-x64", $"epoche-{Version}-win-x64.exe"];
        Assert.Equal(1, exitCode);
        Assert.Equal($"artifacts/release has SHA256SUMS and 2 of 6 programs of version {Version}.\n", output);
        Assert.Contains("Epoche.Cli.csproj : error NU1101: Unable to find package Runtime.win-arm64.\n", errors, StringComparison.Ordinal);
        Assert.Contains($"The build failed; its full log is {log}\n", errors, StringComparison.Ordinal);
        Assert.EndsWith("Not made: win-arm64\n", errors, StringComparison.Ordinal);
        Assert.Equal(
            names.Select(name => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, name))))}  {name}"),
            File.ReadAllLines(Path.Combine(folder, "SHA256SUMS")));
        Assert.Equal("win-x64\n", File.ReadAllText(Path.Combine(folder, names[1])));
    }

    private string Version { get; } = System.Xml.Linq.XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"))
        .Descendants("Version").Single().Value;

    private Task<(int ExitCode, string Output, string Errors)> Run(params string[] arguments) =>
        Shell.RunAsync(Path.Combine(_folder, "eng", "release"), arguments, _folder, _environment);
}
