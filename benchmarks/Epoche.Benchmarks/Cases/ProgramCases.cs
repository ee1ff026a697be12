using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Epoche.Benchmarks.Cases;

/// <summary>Whole runs of the program, timed from outside: from nothing to a trained agent.</summary>
internal static class ProgramCases
{
    public const string Training = "cartpole-train", PolicyTraining = "cartpole-ppo-train", PolicyLearning = "cartpole-ppo-learn";

    /// <summary>As many seeds as the peer is given.</summary>
    private const int Seeds = 3;

    public static IEnumerable<BenchCase> All =>
    [
        new(Training, "epoche train cartpole, from start to exit, median of seeds 0-2", () => Train("cartpole"))
        {
            Runs = Seeds, HasPeer = true,
        },
        new(PolicyTraining, "epoche train cartpole-ppo, from start to exit, median of seeds 0-2", () => Train("cartpole-ppo"))
        {
            Runs = Seeds, HasPeer = true,
        },
        new(
            PolicyLearning, "the same, its training alone: until evaluations are perfect and confirmed", () => () => { })
        {
            HasPeer = true, Times = () => TimesOfTraining("cartpole-ppo"),
        },
    ];

    /// <summary>What runs say that their training took.</summary>
    private static (double Median, double Min) TimesOfTraining(string recipe)
    {
        List<double> seconds = [];
        Action train = Train(recipe, line => seconds.Add(JsonDocument.Parse(line).RootElement.GetProperty("train_seconds").GetDouble()));
        for (int seed = 0; seed < Seeds; seed++)
        {
            train();
        }

        seconds.Sort();
        return (seconds[Seeds / 2] * 1e6, seconds[0] * 1e6);
    }

    private static Action Train(string recipe, Action<string>? result = null)
    {
        string program = Environment.GetEnvironmentVariable("EPOCHE_PROGRAM")
            ?? throw new InvalidOperationException("EPOCHE_PROGRAM names the program to time; ./bench sets it.");
        string runs = Directory.CreateTempSubdirectory("epoche-bench-").FullName;
        int seed = 0;
        return () =>
        {
            ProcessStartInfo start = new(program, ["train", recipe, "--seed", $"{seed}", "--threads", $"{Workers.Count}", "--runs",
                runs, "--name", $"seed-{seed}", "--quiet", "--json"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
            };
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException(
                    $"{program} train {recipe} --seed {seed} ended with exit code {process.ExitCode}: {output.Result}{errors.Result}");
            }

            result?.Invoke(output.Result.TrimEnd().Split('\n')[^1]);
            if (++seed == Seeds)
            {
                Directory.Delete(runs, recursive: true);
            }
        };
    }
}
