using System.Globalization;

namespace Epoche.Tuning.Tests.Studies;

/// <summary>A worker that may be killed at any moment: its objective goes step by step, and saves each.</summary>
internal static class KilledWorker
{
    public const int Steps = 6, Lag = 2;

    public static StudyOptions Options => new()
    {
        Name = "killed", Seed = 5, Lag = Lag, MostTakes = 1000,
        Space = SearchSpace.Empty.Float("x", -5, 5).Float("rate", 1e-4, 1, log: true).Choice("kind", "a", "b"),
        Sampler = new TpeSampler { StartupTrials = 4 }, Pruner = new MedianPruner { StartupTrials = 3, WarmUpSteps = 3 },
    };

    public static void Run(string path, int trials, int stepMilliseconds = 40)
    {
        // A worker that is killed amid a line leaves its lock; the others need not wait the usual half minute for it here.
        using JournalFile journal = new(path) { Grace = TimeSpan.FromSeconds(5) };
        using Study study = new(Options, journal);
        study.Run(trial => Evaluate(trial, $"{path}.{trial.Number}", stepMilliseconds), trials, new() { Workers = 2 });
    }

    /// <summary>The value after a step depends on all steps before it, so that a step that is left out or done twice shows.</summary>
    private static double Evaluate(Trial trial, string checkpoint, int stepMilliseconds)
    {
        double value = trial.Float("x") + (trial.Choice("kind") == "a" ? 1 : 0);
        int step = 0;
        if (File.Exists(checkpoint))
        {
            string[] parts = File.ReadAllText(checkpoint).Split(' ');
            (step, value) = (int.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
        }

        for (; step < Steps; step++)
        {
            Thread.Sleep(stepMilliseconds);
            value = (0.7 * value) + (trial.Float("rate") * (step + 1));
            bool stops = trial.ShouldStop(step, value * value); // before the checkpoint: a report may come twice, but not be left out
            File.WriteAllText($"{checkpoint}.new", string.Create(CultureInfo.InvariantCulture, $"{step + 1} {value:R}"));
            File.Move($"{checkpoint}.new", checkpoint, overwrite: true);
            if (stops)
            {
                break;
            }
        }

        return value * value;
    }
}
