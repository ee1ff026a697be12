using System.Globalization;
using System.Text;

namespace Epoche.Experiments.Tests.Studies.Reports;

/// <summary>Studies of every kind, small, each the same every time: its clock is one that counts.</summary>
internal static class SampleStudies
{
    /// <summary>One objective, a conditional parameter, trials that fail, reports on the way, a pruner.</summary>
    public static StudyRecord Searched(int trials = 40)
    {
        Study study = new(new()
        {
            Name = "searched", Seed = 1, Sampler = new TpeSampler(), Pruner = new MedianPruner(), Clock = new CountingClock(),
            Space = SearchSpace.Empty.Float("rate", 1e-5, 1e-1, log: true).Choice("activation", "relu", "tanh").Int("layers", 1, 3)
                .When("layers", [2, 3], deeper => deeper.Int("width", 16, 256, step: 16)),
        });
        study.Run(trial =>
        {
            double rate = Math.Abs(Math.Log10(trial.Float("rate")) + 2.5), value = 0.1 + (rate * rate);
            value += trial.Choice("activation") == "relu" ? 0 : 0.2;
            value += trial.Has("width") ? Math.Abs(trial.Int("width") - 128) / 256.0 : 0.4;
            for (int step = 1; step <= 5; step++)
            {
                if (trial.ShouldStop(step, value + (1.0 / step)))
                {
                    break;
                }
            }

            trial.Set("note", $"trial of {trial.Int("layers")} layers");
            return trial.Number % 13 == 7 ? throw new InvalidOperationException("the loss is not a number") : value;
        }, trials, new() { Survives = error => error is InvalidOperationException });
        return study.ToRecord();
    }

    /// <summary>Two or three objectives.</summary>
    public static StudyRecord Several(int objectives = 2, int trials = 60)
    {
        Study study = new(new()
        {
            Name = "several", Sampler = new Nsga2Sampler { Population = 10 }, Clock = new CountingClock(),
            Directions = [.. Enumerable.Range(0, objectives).Select(i => i == 2 ? Direction.Maximize : Direction.Minimize)],
            Space = SearchSpace.Empty.Float("x", 0, 5).Float("y", 0, 3),
        });
        study.Run((trial, _) =>
        {
            double x = trial.Float("x"), y = trial.Float("y");
            return (IReadOnlyList<double>)((double[])
                [(4 * x * x) + (4 * y * y), ((x - 5) * (x - 5)) + ((y - 5) * (y - 5)), x - y])[..objectives];
        }, trials);
        return study.ToRecord();
    }

    /// <summary>A population whose members copy the best.</summary>
    public static StudyRecord Population(int trials = 48)
    {
        Dictionary<int, double> weights = [];
        Study study = new(new()
        {
            Name = "population", Sampler = new PopulationSampler { Population = 6 }, Seed = 3, Clock = new CountingClock(),
            Space = SearchSpace.Empty.Float("rate", 1e-3, 1, log: true), Directions = [Direction.Maximize],
        });
        study.Run(trial =>
        {
            double weight = trial.Parent is { } parent ? weights[parent] : 0;
            weight += trial.Float("rate") * (1 - weight) * 0.5;
            weights[trial.Number] = weight;
            return weight;
        }, trials);
        return study.ToRecord();
    }

    /// <summary>Trials that are paused at rungs, and promoted.</summary>
    public static StudyRecord Paused(int trials = 40)
    {
        Study study = new(new()
        {
            Name = "paused", Sampler = new RandomSampler(), Clock = new CountingClock(),
            Pruner = new AshaPruner { MinResource = 1, MaxResource = 27, Reduction = 3 },
            Space = SearchSpace.Empty.Float("rate", 1e-4, 1, log: true),
        });
        study.Run(trial =>
        {
            double left = 1;
            for (int step = 1; step <= 27; step++)
            {
                left *= 1 - (trial.Float("rate") * 0.5);
                if (step > (trial.LastStep ?? 0) && trial.ShouldStop(step, left))
                {
                    break;
                }
            }

            return left;
        }, trials);
        return study.ToRecord();
    }

    /// <summary>A study as a log of these lines has it.</summary>
    public static StudyRecord Of(params string[] lines)
    {
        MemoryLog log = new();
        Assert.True(log.TryAppend(lines, 0));
        return StudyRecord.ReadAll(log)[0];
    }

    /// <summary>The lines of a journal with trials of one parameter, as another program may write them.</summary>
    public static IEnumerable<string> Lines(int trials, Func<int, string> value, string parameter = "x", string study = "made")
    {
        yield return $$"""{"op_code":0,"worker_id":"w","study_name":"{{study}}","directions":[1]}""";
        string range = """{\"name\":\"FloatDistribution\",\"attributes\":{\"step\":null,\"low\":0.0,\"high\":1.0,\"log\":false}}""";
        StringBuilder line = new();
        for (int i = 0; i < trials; i++)
        {
            double x = (i * 37 % 101) / 101.0;
            line.Clear().Append("""{"op_code":4,"worker_id":"w","study_id":0,"datetime_start":"2026-01-01T00:00:00.000000",""");
            line.Append("\"datetime_complete\":\"2026-01-01T00:00:01.000000\",\"state\":1,\"values\":null,");
            line.Append(CultureInfo.InvariantCulture, $"\"value\":{value(i)},\"params\":{{\"{parameter}\":{x:R}}},");
            line.Append(CultureInfo.InvariantCulture, $"\"distributions\":{{\"{parameter}\":\"{range}\"}},");
            yield return line.Append("\"user_attrs\":{},\"system_attrs\":{},\"intermediate_values\":{}}").ToString();
        }
    }

    private sealed class CountingClock : TimeProvider
    {
        private long _seconds;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(Interlocked.Increment(ref _seconds));
    }
}
