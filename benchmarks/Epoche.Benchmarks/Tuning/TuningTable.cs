using System.Collections.Concurrent;
using System.Globalization;
using Epoche.Tuning;

namespace Epoche.Benchmarks.Tuning;

/// <summary>
/// The table of samplers × functions: the median of the best values of studies of 100 trials, one for each seed, beside those of Optuna,
/// which a committed file has. Cells that the output file has already are not computed again.
/// </summary>
internal static class TuningTable
{
    public const string Name = "tuning";

    private const string Ours = "epoche", Compared = "tpe";
    private const int Trials = 100, DefaultSeeds = 30;

    private static readonly (string Name, Func<Sampler> Make)[] s_samplers =
    [
        ("random", () => new RandomSampler()), ("sobol", () => new SobolSampler()), (Compared, () => new TpeSampler()),
        ("gp", () => new GpSampler()), ("cmaes", () => new CmaEsSampler()), ("nsga2", () => new Nsga2Sampler()),
        ("auto", () => new AutoSampler()),
    ];

    public static int Run(Arguments arguments)
    {
        int seeds = arguments.Seeds ?? DefaultSeeds;
        ConcurrentBag<TuningFigure> figures = [.. TuningFigure.ReadFile(arguments.Out)];
        (string Sampler, TestFunction Function, int Seed)[] missing =
        [
            .. from function in TestFunction.All
               from sampler in s_samplers
               where Takes(sampler.Make(), function.Space)
               from seed in Enumerable.Range(0, seeds)
               where !figures.Any(one => (one.Sampler, one.Function, one.Seed, one.Trials) == (sampler.Name, function.Name, seed, Trials))
               select (sampler.Name, function, seed),
        ];
        if (!arguments.OnlyShows)
        {
            Workers.Count = 1;
            Lock gate = new();
            Parallel.ForEach(
                missing, new ParallelOptions { MaxDegreeOfParallelism = arguments.Jobs ?? Environment.ProcessorCount },
                cell =>
                {
                    double best = Best(cell.Sampler, cell.Function, cell.Seed);
                    TuningFigure figure = new(Ours, cell.Sampler, cell.Function.Name, Trials, cell.Seed, best);
                    figures.Add(figure);
                    lock (gate)
                    {
                        if (arguments.Out is { } path)
                        {
                            File.AppendAllText(path, figure.ToJson() + "\n");
                        }
                    }
                });
        }

        Print([.. figures, .. TuningFigure.ReadFile(arguments.Peers)], seeds);
        return 0;
    }

    /// <summary>Whether a sampler can search a space; a cell that it cannot stays empty.</summary>
    private static bool Takes(Sampler sampler, SearchSpace space)
    {
        try
        {
            sampler.Require(space);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static double Best(string sampler, TestFunction function, int seed)
    {
        Study study = new(new()
        {
            Space = function.Space, Sampler = s_samplers.First(one => one.Name == sampler).Make(), Seed = (ulong)seed,
        });
        study.Run(
            trial =>
            {
                TrialRecord record = trial.Record;
                return function.Value(name => record.Find(name)!.Number);
            },
            Trials);
        return study.Best!.Value!.Value;
    }

    private static void Print(IReadOnlyList<TuningFigure> figures, int seeds)
    {
        (string Library, string Sampler)[] rows = [.. figures.Select(one => (one.Library, one.Sampler)).Distinct()
            .OrderBy(row => row.Library == Ours ? 0 : 1).ThenBy(row => Array.FindIndex(s_samplers, one => one.Name == row.Sampler))];
        Console.WriteLine($"Median of the best of {Trials} trials, seeds 0 to {seeds - 1}; less the least value that the function has.\n");
        Console.WriteLine($"| sampler | {string.Join(" | ", TestFunction.All.Select(function => function.Name))} |");
        Console.WriteLine($"|---|{string.Concat(TestFunction.All.Select(_ => "---|"))}");
        foreach ((string library, string sampler) in rows)
        {
            IEnumerable<string> cells = TestFunction.All.Select(function =>
                Of(figures, library, sampler, function.Name, seeds) is { Length: > 0 } bests ? Text(Median(bests) - function.Least) : "");
            Console.WriteLine($"| {(library == Ours ? "" : $"{library}: ")}{sampler} | {string.Join(" | ", cells)} |");
        }

        string? peer = rows.Select(row => row.Library).FirstOrDefault(library => library != Ours);
        foreach (TestFunction function in TestFunction.All.Where(_ => peer is not null))
        {
            double[] ours = Of(figures, Ours, Compared, function.Name, seeds), theirs = Of(figures, peer!, Compared, function.Name, seeds);
            if (ours.Length == seeds && theirs.Length == seeds)
            {
                double[] worse = [.. ours.Zip(theirs, (one, other) => one - other)], better = [.. worse.Select(difference => -difference)];
                Console.WriteLine(FormattableString.Invariant(
                    $"\n{function.Name}: our TPE is better on {worse.Count(one => one < 0)} of {seeds} seeds; Wilcoxon signed rank, ")
                    + FormattableString.Invariant($"p = {WilcoxonPruner.ProbabilityOfGreater(worse):0.0000} that it is worse, ")
                    + FormattableString.Invariant($"{WilcoxonPruner.ProbabilityOfGreater(better):0.0000} that it is better."));
            }
        }
    }

    private static double[] Of(IReadOnlyList<TuningFigure> figures, string library, string sampler, string function, int seeds) =>
    [
        .. figures.Where(one => (one.Library, one.Sampler, one.Function, one.Trials) == (library, sampler, function, Trials))
            .Where(one => one.Seed < seeds).OrderBy(one => one.Seed).Select(one => one.Best),
    ];

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Text(double value) => value.ToString(Math.Abs(value) < 0.01 ? "0.0e+0" : "0.###", CultureInfo.InvariantCulture);
}
