namespace Epoche.Benchmarks.Seeds;

/// <summary>
/// The table of MinAtar's games: what published tables have, the mean return of the last 100 episodes of training, random actions included.
/// </summary>
internal static class MinAtarTable
{
    public const string Name = "minatar";

    /// <summary>As many as the games' authors train for.</summary>
    public const long Frames = 5_000_000;

    /// <summary>Whether a recipe is one of the games'.</summary>
    public static bool Has(RecipeText recipe) => recipe.Name.StartsWith($"{Name}-", StringComparison.Ordinal);

    /// <summary>A row for each game, with a dot where there is no value yet.</summary>
    /// <param name="table">What is filled.</param>
    /// <param name="runs">Where it is.</param>
    /// <param name="seeds">Its columns.</param>
    public static IEnumerable<string> ToMarkdown(RecipeTable table, string runs, ulong[] seeds) => TextTable.Lines(
    [
        ["recipe", .. seeds.Select(seed => $"{seed}"), "mean", "random", "× random", "frames", "time"],
        .. table.Rows.Select(row => Row(row, runs, seeds)),
    ]);

    private static string[] Row(SweepResult row, string runs, ulong[] seeds)
    {
        SweepRun?[] cells = [.. seeds.Select(seed => row.Runs.FirstOrDefault(run => run.Seed == seed && run.Value is not null))];
        double?[] returns = [.. cells.Select(cell => cell is null ? null : TrainingReturn(Path.Combine(runs, row.Recipe, cell.Name)))];
        double[] known = [.. returns.OfType<double>()];
        double? random = cells.FirstOrDefault(cell => cell?.Random is not null)?.Random?.Mean;
        double mean = known.Length == 0 ? double.NaN : known.Average();
        return
        [
            row.Recipe,
            .. returns.Select(value => value is { } number ? Format.Score(number) : "·"),
            known.Length == 0 ? "·" : Format.Score(mean),
            random is null ? "·" : Format.Score(random.Value),
            known.Length == 0 || random is null ? "·" : Format.Score(mean / random.Value),
            Mean(cells.Select(cell => (double?)cell?.EnvSteps), Format.Count),
            Mean(cells.Select(cell => cell?.TrainSeconds), Format.Duration),
        ];
    }

    private static double? TrainingReturn(string run) =>
        RunLog.Read(run).Scalars(RunTags.TrainReturn) is [.., var last] ? last.Value : null;

    private static string Mean(IEnumerable<double?> values, Func<double, string> text)
    {
        double[] known = [.. values.OfType<double>()];
        return known.Length == 0 ? "·" : text(known.Average());
    }
}
