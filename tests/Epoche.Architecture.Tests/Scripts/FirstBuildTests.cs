using System.Text.RegularExpressions;

namespace Epoche.Architecture.Tests.Scripts;

/// <summary>
/// What the scripts say while they build, which takes minutes the first time: here with a <c>dotnet</c> that builds nothing.
/// </summary>
public sealed class FirstBuildTests : IDisposable
{
    private const string NoBash = "needs bash";

    private const string Builds = "Building epoche: once, and again after a change of its sources. Takes one to two minutes on two cores; "
        + "the first time it asks NuGet for packages.";

    // Two projects, and a program that says what it was given.
    private const string Dotnet = """
        case "$1" in
          --version) echo 10.0.100 ;;
          publish)
            echo "Epoche.Core -> $PWD/src/Epoche.Core.dll"
            sleep 0.5
            echo "Epoche.Learning -> $PWD/src/Epoche.Learning.dll"
            while [ "$1" != -o ]; do shift; done
            printf '#!/usr/bin/env bash\necho "epoche $*"\n' >"$2/epoche"
            chmod +x "$2/epoche"
            ;;
          build) ;;
        esac
        """;

    private const string Broken = """
        case "$1" in
          --version) echo 10.0.100 ;;
          *) echo "src/A.cs(1,1): error CS1002: ; expected"; exit 1 ;;
        esac
        """;

    private static readonly string[] s_tools =
    [
        "bash", "env", "dirname", "basename", "readlink", "find", "sort", "cksum", "mkdir", "touch", "grep", "sed", "tr", "tail", "head",
        "mv", "rm", "sleep", "chmod", "cat", "tee", "date", "flock",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("epoche build ").FullName;
    private readonly CopiedScripts _scripts;
    private readonly Dictionary<string, string?> _environment;

    public FirstBuildTests()
    {
        _scripts = new(_folder);
        _environment = _scripts.Environment(s_tools);
    }

    public static bool HasBash => Shell.HasBash;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Skip = NoBash, SkipUnless = nameof(HasBash))]
    public async Task It_says_what_it_does_how_long_it_takes_and_each_project_that_is_done()
    {
        _scripts.Add("dotnet", Dotnet);

        (int exitCode, string output, string errors) = await Run("epoche", "list", "--runs", "here");
        (int again, string outputAgain, string errorsAgain) = await Run("epoche", "list");

        Assert.Equal((0, "epoche list --runs here\n"), (exitCode, output));
        Assert.Equal($"{Builds}\n  Epoche.Core, after N s\n  Epoche.Learning, after N s\nBuilt in N s.\n", WithoutSeconds(errors));
        Assert.Equal((0, "epoche list\n", ""), (again, outputAgain, errorsAgain)); // nothing to build, nothing to say
    }

    [Fact(Skip = NoBash, SkipUnless = nameof(HasBash))]
    public async Task A_source_that_has_changed_is_built_again()
    {
        _scripts.Add("dotnet", Dotnet);
        await Run("epoche", "list");
        File.WriteAllText(Path.Combine(_folder, "src", "New.cs"), "");

        (int exitCode, _, string errors) = await Run("epoche", "list");

        Assert.Equal(0, exitCode);
        Assert.StartsWith(Builds, errors, StringComparison.Ordinal);
    }

    [Fact(Skip = NoBash, SkipUnless = nameof(HasBash))]
    public async Task A_build_that_fails_shows_its_errors_and_its_log()
    {
        _scripts.Add("dotnet", Broken);

        (int exitCode, string output, string errors) = await Run("epoche", "list");

        Assert.Equal((1, ""), (exitCode, output));
        string log = Path.Combine(_folder, "artifacts", "epoche", "build.log");
        Assert.Equal($"{Builds}\nsrc/A.cs(1,1): error CS1002: ; expected\nThe build failed; its full log is {log}\n", errors);
    }

    [Fact(Skip = NoBash, SkipUnless = nameof(HasBash))]
    public async Task The_tests_say_what_they_do_and_how_long_it_takes()
    {
        _scripts.Add("dotnet", Dotnet);

        _scripts.AddProgram(
            "tests/Some.Tests/bin/Release/net10.0/Some.Tests",
            "echo '   Some.Tests  Total: 3, Errors: 0, Failed: 0, Skipped: 1, Not Run: 0, Time: 0.1s'");
        File.WriteAllText(Path.Combine(_folder, "tests", "Some.Tests", "Some.Tests.csproj"), "<Project/>");

        (int exitCode, string output, string errors) = await Run("test");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(
            "Building everything (about two minutes on two cores, the first time), then some 7,000 tests (about ten) ...\nBuilt in N s.\n"
            + "Some.Tests: 2 passed, 0 failed, 1 skipped in N s\nN s in all.\n2 passed, 0 failed, 1 skipped\n",
            WithoutSeconds(output));
    }

    [Fact(Skip = NoBash, SkipUnless = nameof(HasBash))]
    public async Task Tests_whose_build_fails_show_its_errors_and_its_log()
    {
        _scripts.Add("dotnet", Broken);

        (int exitCode, string output, string errors) = await Run("test");

        Assert.Equal(1, exitCode);
        Assert.EndsWith("0 passed, 1 failed\n", output, StringComparison.Ordinal);
        Assert.Equal("src/A.cs(1,1): error CS1002: ; expected\nThe build failed; its full log is "
            + $"{Path.Combine(_folder, "artifacts", "test", "build.log")}\n", errors);
    }

    [Fact(Skip = NoBash, SkipUnless = nameof(HasBash))]
    public async Task The_benchmarks_say_that_they_are_built()
    {
        _scripts.Add("dotnet", Dotnet);
        _scripts.AddProgram("benchmarks/Epoche.Benchmarks/bin/Release/net10.0/Epoche.Benchmarks", "echo \"benchmarks $*\"");

        (int exitCode, string output, string errors) = await Run("bench", "--list");

        Assert.Equal((0, "benchmarks list\n"), (exitCode, output));
        Assert.Equal("Building the benchmarks: a minute or two on two cores the first time, when NuGet is asked for packages, "
            + "and seconds after it ...\n", errors);
    }

    /// <summary>Names of groups are replaced by those of their cases; a table may be called like a group.</summary>
    [Fact(Skip = NoBash, SkipUnless = nameof(HasBash))]
    public async Task A_table_is_not_taken_for_the_cases_whose_names_begin_like_it()
    {
        _scripts.Add("dotnet", Dotnet);
        _scripts.AddProgram(
            "benchmarks/Epoche.Benchmarks/bin/Release/net10.0/Epoche.Benchmarks",
            "if [ \"$1\" = list ]; then echo \"dqn-step a step\"; else echo \"benchmarks $*\"; fi");

        (int exitCode, string output, _) = await Run("bench", "table", "dqn", "--show");

        Assert.Equal(0, exitCode);
        Assert.StartsWith("benchmarks table dqn --show --runs ", output, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Errors)> Run(string script, params string[] arguments) =>
        Shell.RunAsync(Path.Combine(_folder, script), arguments, _folder, _environment);

    private static string WithoutSeconds(string text) => Regex.Replace(text, @"\b\d+ s\b", "N s");
}
