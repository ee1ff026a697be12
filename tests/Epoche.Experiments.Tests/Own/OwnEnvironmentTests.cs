using System.Security.Cryptography;
using Epoche.Cli.Tests;

namespace Epoche.Experiments.Tests.Own;

/// <summary>Environments in a library and in a C# file that a recipe names, from a program.</summary>
public sealed class OwnEnvironmentTests(OwnEnvironmentTests.Workplace place) : IClassFixture<OwnEnvironmentTests.Workplace>
{
    private const long Steps = 900;

    private static readonly string s_library = typeof(OwnWalk).Assembly.Location;

    /// <summary>A library, which is named with its type, and a C# file, which has one alone.</summary>
    public static TheoryData<string> Kinds => ["library", "source"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_program_gets_the_bits_of_the_command(string kind)
    {
        using TemporaryDirectory directory = new();
        string recipe = place.Recipe(kind);
        using StringWriter error = new();
        string[] train = ["train", recipe, "--trust", "--steps", $"{Steps}", "--runs", directory["a"], "--name", "own", "--quiet"];
        Assert.True(Epoche.Cli.CommandLine.Run(train, null, TextWriter.Null, error) == 0, error.ToString());

        ExperimentRun run = Experiment.Load(recipe, steps: Steps, options: place.Trusting).Run(directory["b"], "own");

        Assert.Equal(RunFolder.Open(directory["a/own"]).ReadResult()!.WeightsSha256, run.Result!.WeightsSha256);
        Assert.Equal(File.ReadAllText(Path.Combine(directory["a/own"], "recipe.yaml")), File.ReadAllText(run.Folder.RecipePath));
        RunResult evaluated = Experiment.Open(run.Folder, place.Trusting).Evaluate(episodes: 5);
        Assert.Equal(5, Assert.IsType<EpisodeEvaluation>(evaluated.Evaluation).Episodes);
    }

    /// <summary>The same type, once found in the library that is named, once handed over by the program.</summary>
    [Fact]
    public void Code_that_is_loaded_gives_the_bits_of_code_that_is_handed_over()
    {
        using TemporaryDirectory directory = new();
        EnvironmentEntry walk = new("Walk", "Walks.", () => new OwnWalk(), count => BatchEnvironment.Of(() => new OwnWalk(), count));
        ExperimentOptions named = new() { Environments = new NamedEnvironments(walk) };

        ExperimentRun loaded = Experiment.Load(place.Recipe("library"), steps: Steps, options: place.Trusting).Run(directory["loaded"]);
        ExperimentRun given = Experiment.Load(place.Recipe("library"), set: ["environment=Walk"], steps: Steps, options: named)
            .Run(directory["given"]);

        Assert.Equal(given.Result!.WeightsSha256, loaded.Result!.WeightsSha256);
        Assert.DoesNotContain("sha256", File.ReadAllText(given.Folder.RecipePath));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Code_is_refused_by_options_that_load_none(string kind)
    {
        using TemporaryDirectory directory = new();
        ExperimentRun run = Experiment.Load(place.Recipe(kind), steps: Steps, options: place.Trusting).Run(directory.Path);
        EnvironmentEntry other = new("Other", "Walks.", () => new OwnWalk(), count => BatchEnvironment.Of(() => new OwnWalk(), count));
        string code = kind == "source" ? $"{place.Source}:OwnLander" : $"{s_library}:{typeof(OwnWalk).FullName}";

        foreach (ExperimentOptions? options in (ExperimentOptions?[])[null, new() { Environments = new NamedEnvironments(other) }])
        {
            UntrustedCodeException error = Assert.Throws<UntrustedCodeException>(() => Experiment.Open(run.Folder, options));
            Assert.Equal(code, error.Code);
            Assert.Contains($"names code, '{code}', which is not loaded unless it is trusted", error.Message, StringComparison.Ordinal);
            Assert.Throws<UntrustedCodeException>(() => Experiment.Load(place.Recipe(kind), options: options));
            Assert.Throws<UntrustedCodeException>(() => Experiment.Load("cartpole", set: ["environment=never/There.cs"], options: options));
        }
    }

    [Fact]
    public void Code_that_has_changed_is_noticed()
    {
        using TemporaryDirectory directory = new();
        string copy = directory["OwnLander.cs"];
        File.Copy(place.Source, copy);
        File.Copy(place.Recipe("source"), directory["own.yaml"]);
        Experiment before = Experiment.Load(directory["own.yaml"], steps: Steps, options: place.Trusting);
        ExperimentRun run = before.RunOnce(directory["runs"]);
        Assert.True(before.RunOnce(directory["runs"]).IsFound);
        Assert.Empty(Experiment.Open(run.Folder, place.Trusting).Recipe.Notices);
        string[] hashes = [Hash(copy), ""];
        File.AppendAllText(copy, "// changed\n");
        hashes[1] = Hash(copy);

        RunNotice notice = Assert.Single(Experiment.Open(run.Folder, place.Trusting).Recipe.Notices);
        ExperimentRun again = Experiment.Load(directory["own.yaml"], steps: Steps, options: place.Trusting).RunOnce(directory["runs"]);

        Assert.True(notice.IsWarning);
        Assert.StartsWith(
            $"warning: '{copy}:OwnLander' has changed since the run began: "
            + $"its file had SHA-256 {hashes[0][..12]}…, and has {hashes[1][..12]}….",
            notice.Text,
            StringComparison.Ordinal);
        Assert.False(again.IsFound); // a comment changes no weight, but nobody can know that
        Assert.NotEqual(run.Folder.Path, again.Folder.Path);
        Assert.Equal(run.Result!.WeightsSha256, again.Result!.WeightsSha256);
    }

    [Fact]
    public void A_cancelled_run_of_a_source_is_resumed_to_the_bits_of_one_that_was_not()
    {
        using TemporaryDirectory directory = new();
        Experiment experiment = Experiment.Load(place.Recipe("source"), steps: 2_000, options: place.Trusting);
        ExperimentRun whole = experiment.Run(directory.Path, "whole");
        using Canceller canceller = new(700);
        ExperimentRun part = experiment.Run(directory.Path, "part", new() { Progress = canceller }, canceller.Token);
        Assert.Equal(RunStatus.Interrupted, part.Result!.Status);

        ExperimentRun resumed = Experiment.Open(directory["part"], place.Trusting).Resume();

        Assert.True(resumed.IsResumed);
        Assert.Equal(whole.Result!.WeightsSha256, resumed.Result!.WeightsSha256);
    }

    [Fact]
    public void A_source_is_built_once_and_says_so()
    {
        string source = Path.Combine(place.Folder, "Once.cs");
        File.WriteAllText(source, OwnLanderSource.Text.Replace("OwnLander", "Once", StringComparison.Ordinal));
        List<string> lines = [];

        FoundEnvironment first = new EnvironmentCode(lines.Add).Load(source);
        FoundEnvironment second = new EnvironmentCode(lines.Add).Load($"{source}:Once");

        Assert.Equal(["Building Once.cs …"], lines);
        Assert.Equal(first.Code, second.Code);
        Assert.Equal((Path.GetFullPath(source) + ":Once", Hash(source)), (first.Code!.Reference, first.Code.Sha256));
        Assert.Equal("Once", new EnvironmentCode().LoadSubject(source).Name);
    }

    [Theory]
    [InlineData("LIBRARY:OwnWlak", "has no environment 'OwnWlak'. Did you mean 'OwnWalk'?")]
    [InlineData("LIBRARY", "environments: Epoche.Cli.Tests.OwnNaN, ")]
    [InlineData("FOLDER/none.dll", "There is no file 'FOLDER/none.dll'.")]
    [InlineData("FOLDER/Broken.cs", "'FOLDER/Broken.cs' does not build:\n  FOLDER/Broken.cs(3,17): error CS0246")]
    public void Code_that_cannot_be_used_is_refused_with_the_reason(string code, string reason)
    {
        File.WriteAllText(Path.Combine(place.Folder, "Broken.cs"), "using Epoche;\n\nstruct Broken : IEnviroment;\n");

        ExperimentException error = Assert.Throws<ExperimentException>(() => new EnvironmentCode().Load(Put(code)));

        Assert.Contains(Put(reason), error.Message, StringComparison.Ordinal);
    }

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private string Put(string text) =>
        text.Replace("LIBRARY", s_library, StringComparison.Ordinal).Replace("FOLDER", place.Folder, StringComparison.Ordinal);

    /// <summary>A folder with an environment in a C# file and two recipes; what is built stays in it.</summary>
    public sealed class Workplace : IDisposable
    {
        private const string Variable = "EPOCHE_CACHE";

        private readonly TemporaryDirectory _directory = new();

        public Workplace()
        {
            Environment.SetEnvironmentVariable(Variable, _directory["built"]);
            File.WriteAllText(Source, OwnLanderSource.Text);
            File.WriteAllText(Recipe("source"), RecipeOf("OwnLander.cs"));
            File.WriteAllText(Recipe("library"), RecipeOf($"\"{s_library.Replace("\\", "\\\\", StringComparison.Ordinal)}:OwnWalk\""));
        }

        public string Folder => _directory.Path;

        public string Source => _directory["OwnLander.cs"];

        /// <summary>What permits to load code.</summary>
        public ExperimentOptions Trusting => new() { Environments = new EnvironmentCode() };

        public string Recipe(string kind) => _directory[$"{kind}.yaml"];

        public void Dispose()
        {
            Environment.SetEnvironmentVariable(Variable, null);
            _directory.Dispose();
        }

        private static string RecipeOf(string environment) =>
            $$"""
            # A custom environment
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
