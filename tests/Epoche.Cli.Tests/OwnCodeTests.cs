using System.Security.Cryptography;
using System.Text.Json;

namespace Epoche.Cli.Tests;

/// <summary>Environments of the user's own, in a library and in a C# file, in every command that takes one.</summary>
public sealed class OwnCodeTests(OwnCodeTests.Workplace place) : IClassFixture<OwnCodeTests.Workplace>
{
    private const string Hint =
        "  Code can do whatever you may do. If you would run this file yourself, give the same command again with --trust.\n";

    private static readonly string s_library = typeof(OwnWalk).Assembly.Location;

    /// <summary>A library, which is named with its type, and a C# file, which has one alone.</summary>
    public static TheoryData<string> Kinds => ["library", "source"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_run_that_was_killed_ends_with_the_weights_of_one_that_was_not(string kind)
    {
        using TemporaryDirectory directory = new();
        string[] train = ["train", place.Recipe(kind), "--trust", "--runs", directory.Path, "--json", "--quiet"];
        string expected = RunFacts.Of(CliRun.Of([.. train, "--name", "whole"]), directory["whole"]).ToString();
        using (ChildProcess child = new([.. train, "--name", "mine"], ("EPOCHE_CHECKPOINT_SECONDS", "0.01"), ("EPOCHE_CACHE", place.Cache)))
        {
            string checkpoints = Path.Combine(directory["mine"], "checkpoints");
            Assert.True(SpinWait.SpinUntil(() => Checkpoints.StepIn(checkpoints) > 300, TimeSpan.FromSeconds(60)));
            child.Kill();
        }

        CliRun resumed = CliRun.Of("resume", directory["mine"], "--trust", "--json");

        Assert.Contains("Going on from step", resumed.Error);
        Assert.Equal(expected, RunFacts.Of(resumed, directory["mine"]).ToString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_run_that_was_interrupted_ends_with_the_weights_of_one_that_was_not(string kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using TemporaryDirectory directory = new();
        string[] train = ["train", place.Recipe(kind), "--trust", "--runs", directory.Path, "--json", "--set", "steps=20_000"];
        string expected = RunFacts.Of(CliRun.Of([.. train, "--name", "whole"]), directory["whole"]).ToString();
        // Checkpoints all the time show how far it is, and keep it from ending before the signal comes.
        using ChildProcess child = new([.. train, "--name", "mine"], ("EPOCHE_CHECKPOINT_SECONDS", "0.01"), ("EPOCHE_CACHE", place.Cache));
        string checkpoints = Path.Combine(directory["mine"], "checkpoints");
        Assert.True(SpinWait.SpinUntil(() => Checkpoints.StepIn(checkpoints) > 300, TimeSpan.FromSeconds(60)));
        child.Signal("INT");
        Assert.SkipWhen(child.Wait().ExitCode == 0, "The run ended before the signal came.");

        CliRun resumed = CliRun.Of("resume", directory["mine"], "--trust", "--json");

        Assert.Equal(expected, RunFacts.Of(resumed, directory["mine"]).ToString());
    }

    [Fact]
    public void The_whole_path_the_type_and_the_hash_stand_in_the_recipe_of_the_run()
    {
        using TemporaryDirectory directory = new();
        Train(directory, "source");

        ConfigMap recipe = ConfigMap.Load(Path.Combine(directory["own"], "recipe.yaml"));

        Assert.Equal($"{place.Source}:OwnLander", recipe.RequiredString("environment"));
        Assert.Equal(Hash(place.Source), recipe.RequiredString("environment_sha256"));
    }

    [Fact]
    public void A_relative_path_begins_at_the_recipe_or_for_an_argument_at_the_current_folder()
    {
        using TemporaryDirectory directory = new();
        string recipe = directory["own.yaml"], missing = Path.Combine(place.Folder, "OwnLander.dll");
        File.WriteAllText(recipe, File.ReadAllText(place.Recipe("source")).Replace("OwnLander.cs", "none/None.cs"));
        string[] train = ["train", recipe, "--trust", "--runs", directory["runs"]];

        CliRun of = CliRun.Of(train);
        using ChildProcess child = ChildProcess.In(place.Folder, [.. train, "--set", "environment=OwnLander.dll"]);
        CliRun argument = child.Wait();

        Assert.Equal((2, 2), (of.ExitCode, argument.ExitCode));
        const string Message = "environment names code that is not there: no file";
        Assert.Equal($"error: {recipe}:3: {Message} '{directory["none/None.cs"]}'\n", of.Error);
        Assert.Equal($"error: --set environment=OwnLander.dll: {Message} '{missing}'\n", argument.Error);
        Assert.False(Directory.Exists(directory["runs"]));
    }

    [Fact]
    public void A_run_is_evaluated_played_filmed_and_shown()
    {
        using TemporaryDirectory directory = new();
        Train(directory, "source");
        string run = directory["own"];

        CliRun eval = CliRun.Of("eval", run, "--episodes", "5", "--trust", "--json");
        CliRun play = CliRun.Of("play", run, "--gif", directory["play.gif"], "--trust");
        CliRun show = CliRun.Of("show", run), report = CliRun.Of("report", run), list = CliRun.Of("list", "--runs", directory.Path);

        Assert.True(eval.ExitCode == 0, eval.Error);
        Assert.True(play.ExitCode == 0, play.Error);
        Assert.Equal(5, JsonDocument.Parse(eval.LastLine).RootElement.GetProperty("evaluation").GetProperty("episodes").GetInt32());
        Assert.True(new FileInfo(directory["play.gif"]).Length > 0);
        Assert.True(File.Exists(Path.Combine(run, "episode.gif")));
        Assert.All((CliRun[])[show, report, list], call => Assert.True(call.ExitCode == 0, call.Error));
        Assert.Contains($"environment: \"{place.Source}:OwnLander\"", show.Out);
    }

    [Fact]
    public void An_environment_is_measured_followed_scored_and_played_by_its_scripted_player()
    {
        using TemporaryDirectory directory = new();

        CliRun bench = CliRun.Of("env", "bench", place.Source, "--count", "4", "--seconds", "1", "--json", "--trust");
        CliRun trace = CliRun.Of("env", "trace", place.Source, "--actions", "1,1", "--csv", "--trust");
        CliRun score = CliRun.Of("env", "score", $"{place.Source}:OwnLander", "--episodes", "3", "--trust");
        CliRun play = CliRun.Of("play", place.Source, "--gif", directory["scripted.gif"], "--trust");

        Assert.Equal("OwnLander", JsonDocument.Parse(bench.LastLine).RootElement.GetProperty("environment").GetString());
        Assert.Equal(3, trace.Out.TrimEnd().Split('\n').Length);
        Assert.StartsWith("OwnLander, its scripted player in 3 episodes: return ", score.Out);
        Assert.True(play.ExitCode == 0, play.Error);
        Assert.True(new FileInfo(directory["scripted.gif"]).Length > 0);
    }

    [Fact]
    public void A_check_builds_and_loads_what_it_is_given()
    {
        CliRun check = CliRun.Of("env", "check", place.Source);

        Assert.True(check.ExitCode == 0, $"{check.Out}{check.Error}");
        Assert.StartsWith("OwnLander\n", check.Out);
    }

    [Theory]
    [InlineData("env bench SOURCE")]
    [InlineData("env trace SOURCE --actions 0")]
    [InlineData("env score SOURCE")]
    [InlineData("play SOURCE")]
    public void A_command_loads_no_code_without_trust(string call)
    {
        string source = Path.Combine(place.Folder, "Never.cs"); // not even looked at
        CliRun run = CliRun.Of(call.Replace("SOURCE", source, StringComparison.Ordinal).Split(' '));

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Equal($"error: '{source}' is code, which is not loaded unless it is trusted\n{Hint}", run.Error);
    }

    [Theory]
    [InlineData("train RECIPE --runs RUNS")]
    [InlineData("curves RECIPE --runs RUNS")]
    public void A_recipe_loads_no_code_without_trust(string call)
    {
        using TemporaryDirectory directory = new();
        string recipe = place.Recipe("source");
        CliRun run = CliRun.Of(call.Replace("RECIPE", recipe).Replace("RUNS", directory["runs"]).Split(' '));

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        string refusal = $"environment names code, '{place.Source}', which is not loaded unless it is trusted";
        Assert.Equal($"error: {recipe}:3: {refusal}\n{Hint}", run.Error);
        Assert.False(Directory.Exists(directory["runs"]));
    }

    [Theory]
    [InlineData("resume RUN")]
    [InlineData("resume RUN --steps 7000")]
    [InlineData("eval RUN")]
    [InlineData("play RUN --gif GIF")]
    [InlineData("imitate --agent RUN")]
    public void A_run_loads_no_code_without_trust(string call)
    {
        using TemporaryDirectory directory = new();
        Train(directory, "source");
        string run = directory["own"];
        CliRun refused = CliRun.Of(call.Replace("RUN", run).Replace("GIF", directory["no.gif"]).Split(' '));

        Assert.Equal((2, ""), (refused.ExitCode, refused.Out));
        string refusal = $"environment names code, '{place.Source}:OwnLander', which is not loaded unless it is trusted";
        Assert.Equal($"error: {Path.Combine(run, "recipe.yaml")}:5: {refusal}\n{Hint}", refused.Error);
    }

    [Theory]
    [InlineData("resume", "--steps", "6500")]
    [InlineData("eval", "--episodes", "2")]
    [InlineData("play", "--gif", "GIF")]
    public void Code_that_has_changed_since_the_run_began_is_reported(string command, string option, string value)
    {
        using TemporaryDirectory directory = new();
        string copy = directory["OwnLander.cs"], recipe = directory["own.yaml"];
        File.Copy(place.Source, copy);
        File.Copy(place.Recipe("source"), recipe);
        CliRun trained = CliRun.Of("train", recipe, "--trust", "--runs", directory.Path, "--name", "own", "--quiet");
        Assert.True(trained.ExitCode == 0, trained.Error);
        Assert.DoesNotContain("has changed", trained.Error);
        string before = Hash(copy);
        File.AppendAllText(copy, "// changed\n");

        CliRun after = CliRun.Of(command, directory["own"], "--trust", option, value.Replace("GIF", directory["a.gif"]));

        Assert.True(after.ExitCode == 0, after.Error);
        string change = $"its file had SHA-256 {before[..12]}…, and has {Hash(copy)[..12]}….";
        Assert.Contains(
            $"warning: '{copy}:OwnLander' has changed since the run began: {change} What is trained or evaluated from here on is not what "
            + "an unchanged file gives.\n",
            after.Error);
    }

    [Fact]
    public void A_run_of_code_that_has_changed_is_not_taken_for_one_of_the_code_as_it_is()
    {
        using TemporaryDirectory directory = new();
        string copy = directory["OwnLander.cs"], recipe = directory["own.yaml"];
        File.Copy(place.Source, copy);
        File.Copy(place.Recipe("source"), recipe);
        string[] curves = ["curves", recipe, "--trust", "--runs", directory["runs"], "--seeds", "0", "--steps", "700", "--quiet"];
        Assert.Equal(0, CliRun.Of(curves).ExitCode);
        Assert.Contains("(was there)", CliRun.Of(curves).Out);
        File.AppendAllText(copy, "// changed\n");

        Assert.DoesNotContain("(was there)", CliRun.Of(curves).Out);
    }

    [Fact]
    public void An_environment_that_another_recipe_named_leaves_no_hash_behind()
    {
        using TemporaryDirectory directory = new();
        Train(directory, "source");

        string recipe = Path.Combine(directory["own"], "recipe.yaml");

        CliRun other = CliRun.Of(
            "train", recipe, "--set", "environment=CartPole-v1", "--steps", "700", "--runs", directory.Path, "--name", "other", "--quiet");

        Assert.True(other.ExitCode == 0, other.Error);
        Assert.DoesNotContain("sha256", File.ReadAllText(Path.Combine(directory["other"], "recipe.yaml")));
    }

    [Fact]
    public void Source_that_does_not_build_is_said_with_the_first_errors()
    {
        string file = Path.Combine(place.Folder, "Broken.cs");
        File.WriteAllText(file, "using Epoche;\n\npublic struct Broken : IEnviroment\n{\n    private Flaot _height;\n}\n");

        CliRun run = CliRun.Of("env", "bench", file, "--trust");

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        const string Unknown = "error CS0246: The type or namespace name";
        const string NotFound = "could not be found (are you missing a using directive or an assembly reference?)";
        Assert.Equal(
            $"Building Broken.cs …\nerror: '{file}' does not build:\n"
            + $"  {file}(3,24): {Unknown} 'IEnviroment' {NotFound}\n  {file}(5,13): {Unknown} 'Flaot' {NotFound}\n",
            run.Error);
        Assert.Empty(FolderListing.Folders(place.Cache, name => name.StartsWith('.'))); // nothing half-built is left
    }

    [Fact]
    public void Where_there_is_no_SDK_the_error_says_what_to_do()
    {
        const string IsScript = "The program that stands for one without an SDK is a shell script.";
        Assert.SkipWhen(OperatingSystem.IsWindows(), IsScript);
        if (OperatingSystem.IsWindows())
        {
            return; // for the analyzer
        }

        const string Runtime = "#!/bin/sh\necho 'The command could not be loaded:'\necho 'No .NET SDKs were found.'\nexit 145\n";
        string dotnet = Path.Combine(Directory.CreateDirectory(Path.Combine(place.Folder, "runtime")).FullName, "dotnet");
        File.WriteAllText(dotnet, Runtime);
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string file = Path.Combine(place.Folder, "Unbuilt.cs");
        File.WriteAllText(file, "// of this content nothing has been built\n");
        string path = $"{Path.GetDirectoryName(dotnet)}:/usr/bin:/bin";
        string[] bench = ["env", "bench", file, "--trust"];
        using ChildProcess child = new(bench, ("PATH", path), ("DOTNET_HOST_PATH", ""), ("EPOCHE_CACHE", place.Cache));

        CliRun run = child.Wait();

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            $"Building Unbuilt.cs …\nerror: '{file}' is C# source, which the .NET SDK builds, and there is none: 'dotnet' has no SDK.\n"
            + "  Install the SDK of .NET 10 (https://dotnet.microsoft.com/download), or build a library elsewhere and name its DLL.\n",
            run.Error);
    }

    [Theory]
    [InlineData(
        "LIBRARY:OwnWlak", 2, "Epoche.Cli.Tests.dll has no environment 'OwnWlak'. Did you mean 'OwnWalk'?\n"
        + "  Environments: Epoche.Cli.Tests.OwnNaN, Epoche.Cli.Tests.OwnThrowing, Epoche.Cli.Tests.OwnWalk.")]
    [InlineData(
        "LIBRARY", 2, "LIBRARY has 3 environments: Epoche.Cli.Tests.OwnNaN, Epoche.Cli.Tests.OwnThrowing, Epoche.Cli.Tests.OwnWalk.\n"
        + "  Say which, such as LIBRARY:OwnNaN")]
    [InlineData(
        "LIBRARY:OwnThrowing", 1, "The constructor of Epoche.Cli.Tests.OwnThrowing threw FileNotFoundException: There is no map.txt.")]
    [InlineData("FOLDER/none.dll", 2, "There is no file 'FOLDER/none.dll'.")]
    [InlineData(
        "FOLDER/text.dll", 2, "FOLDER/text.dll is not a .NET assembly: it is another file, or a damaged one.\n"
        + "  Give the DLL that 'dotnet build' makes, such as bin/Release/net10.0/Snake.dll.")]
    public void Code_that_cannot_be_used_is_said(string what, int exitCode, string message)
    {
        File.WriteAllText(Path.Combine(place.Folder, "text.dll"), "not a library");

        CliRun run = CliRun.Of("env", "bench", Put(what), "--trust");

        run.AssertFailed(exitCode, Put(message));
    }

    [Fact]
    public void An_environment_without_a_scripted_player_says_how_it_gets_one()
    {
        CliRun run = CliRun.Of("env", "score", $"{s_library}:OwnWalk", "--trust");

        run.AssertFailed(2, "Epoche.Cli.Tests.OwnWalk has no scripted player: it does not implement IScripted.");
    }

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private string Put(string text) => text.Replace("LIBRARY", s_library).Replace("FOLDER", place.Folder);

    private void Train(TemporaryDirectory directory, string kind)
    {
        string[] name = ["--runs", directory.Path, "--name", "own"];
        CliRun run = CliRun.Of(["train", place.Recipe(kind), "--trust", "--steps", "900", "--quiet", .. name]);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    /// <summary>A folder with an environment in a C# file and two recipes; what is built stays in it.</summary>
    public sealed class Workplace : IDisposable
    {
        private const string Variable = "EPOCHE_CACHE";

        private readonly TemporaryDirectory _directory = new();

        public Workplace()
        {
            Environment.SetEnvironmentVariable(Variable, Cache);
            Directory.CreateDirectory(Cache);
            File.WriteAllText(Source, OwnLanderSource.Text);
            File.WriteAllText(Recipe("source"), RecipeOf("OwnLander.cs"));
            File.WriteAllText(Recipe("library"), RecipeOf($"\"{s_library.Replace("\\", "\\\\", StringComparison.Ordinal)}:OwnWalk\""));
        }

        public string Folder => _directory.Path;

        public string Cache => _directory["built"];

        public string Source => _directory["OwnLander.cs"];

        public string Recipe(string kind) => _directory[$"{kind}.yaml"];

        public void Dispose()
        {
            Environment.SetEnvironmentVariable(Variable, null);
            _directory.Dispose();
        }

        private static string RecipeOf(string environment) =>
            $$"""
            # An environment of the user's own
            kind: dqn
            environment: {{environment}}
            steps: 6_000
            network: {hidden: [16]}
            optimizer: {kind: adam, learning_rate: 1e-3}
            target_every_steps: 200
            warm_up_steps: 200
            epsilon: {start: 1, end: 0.05, steps: 2_000}
            evaluation: {every_steps: 400, episodes: 5, final_episodes: 20, stop_when_perfect: false}

            """;
    }
}
