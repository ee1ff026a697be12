using System.Text.RegularExpressions;
using Epoche.Cli.Tests.Pages;

namespace Epoche.Cli.Tests.Platforms;

/// <summary>
/// The commands on every platform that has them, over the same runs: they say what they say here. <c>./test --platforms</c>.
/// </summary>
[Trait("category", "platforms")]
public sealed partial class EveryCommandTests(EveryCommandTests.Runs runs) : IClassFixture<EveryCommandTests.Runs>
{
    private static readonly string[] s_calls =
    [
        "list --runs RUNS", "list --runs RUNS --json", "show RUNS/ágent", "show RUNS/ágent --json", "show RUNS/refuses",
        "report RUNS/ágent", "report RUNS/refuses", "eval RUNS/ágent --episodes 20 --seed 3",
        "eval RUNS/ágent --episodes 20 --seed 3 --json", "eval RUNS/refuses --json", "classify RUNS/refuses RUNS/seven.jpg",
        "classify RUNS/refuses RUNS/seven.jpg --json", "summary RUNS/ágent", "resume RUNS/ágent", "show RUNS/nothing", "env list",
        "train cartpole --set hidden=3",
    ];

    /// <summary>The platforms, and the commands that say the same of the same run.</summary>
    public static TheoryData<string, string> Calls => Foreign.Times(Foreign.WithCommand, s_calls);

    /// <summary>The platforms, and the environments.</summary>
    public static TheoryData<string, string> Environments =>
        Foreign.Times(Foreign.WithCommand, EnvironmentRegistry.All.Select(entry => entry.Name));

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_command_says_there_what_it_says_here(string platform, string call)
    {
        Platform other = Foreign.Of(platform);

        CliRun here = CliRun.Of(Words(call, runs.Path, path => path)), there = other.Call(Words(call, runs.Path, other.Path)).Cli;

        Assert.Equal(Plain(here, runs.Path), Plain(there, other.Path(runs.Path)));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void A_trace_of_an_environment_has_the_same_digits(string platform, string environment)
    {
        Platform other = Foreign.Of(platform);
        string[] call = ["env", "trace", environment, "--seed", "5", "--csv", "--actions", Actions(EnvironmentRegistry.Find(environment))];

        Assert.Equal(CliRun.Of(call).Out, other.Call(call).Text);
    }

    /// <summary>All actions in turn; where a state forbids one, the next that it allows.</summary>
    private static string Actions(EnvironmentEntry entry)
    {
        ActionSpec actions = entry.Spec.Actions;
        if (!entry.Spec.MasksActions)
        {
            return string.Join(',', Enumerable.Range(0, 100).Select(i => actions.IsDiscrete ? $"{i % actions.Count}" : $"{(i % 5) - 2}"));
        }

        List<int> chosen = [];
        bool[] mask = new bool[actions.Count];
        while (chosen.Count < 100)
        {
            IEnvironment environment = entry.Create(); // played again from the start for each, as the trace does
            Rng random = Rng.Stream(5, "env");
            float[] observation = new float[entry.Spec.Observation.ElementCount];
            environment.Reset(ref random, observation);
            int elapsed = 0;
            foreach (int action in chosen)
            {
                StepResult result = environment.Step(new EnvironmentAction(action), ref random, observation);
                if (result.Terminated || ++elapsed >= entry.Spec.TimeLimit)
                {
                    environment.Reset(ref random, observation);
                    elapsed = 0;
                }
            }

            environment.WriteActionMask(mask);
            chosen.Add(Enumerable.Range(chosen.Count, actions.Count).Select(i => i % actions.Count).First(action => mask[action]));
        }

        return string.Join(',', chosen);
    }

    private static string[] Words(string call, string folder, Func<string, string> path) =>
        [.. call.Split(' ').Select(word => word.StartsWith("RUNS", StringComparison.Ordinal) ? path(folder + word[4..]) : word)];

    private static string Plain(CliRun run, string folder) => $"{run.ExitCode}\n{Plain(run.Out, folder)}\n{Plain(run.Error, folder)}";

    /// <summary>Times differ, and paths are written as the platform writes them.</summary>
    private static string Plain(string text, string folder) => Times().Replace(
        Slashes(text).Replace(Slashes(folder), "RUNS", StringComparison.Ordinal), "TIME");

    private static string Slashes(string text) =>
        text.Replace("\\\\", "/", StringComparison.Ordinal).Replace('\\', '/');

    [GeneratedRegex(@"\d[\d,.]* (s|ms|min)\b|""[a-z_]*seconds"": ?[\d.]+|[\d,.]+ (KB|MB|steps/s|episodes/s)")]
    private static partial Regex Times();

    /// <summary>Runs that are complete, trained here.</summary>
    public sealed class Runs : IDisposable
    {
        private readonly TemporaryDirectory _directory = new();

        /// <summary>Trains them.</summary>
        public Runs()
        {
            Assert.Equal(0, CliRun.Of(ShortRuns.Train("cartpole", "ágent", _directory.Path)).ExitCode);
            Assert.Equal(0, CliRun.Of(ShortRuns.Train("refuse", "refuses", _directory.Path, learns: true)).ExitCode);
            string pictures = System.IO.Path.Combine(PageCommand.Root, "tests", "fixtures", "pictures");
            File.Copy(System.IO.Path.Combine(pictures, "seven-light-280.jpg"), _directory["seven.jpg"]);
        }

        /// <summary>The directory of them.</summary>
        public string Path => _directory.Path;

        public void Dispose() => _directory.Dispose();
    }
}
