using System.Globalization;

namespace Epoche.Experiments.Tests.Kinds.Regression;

/// <summary>What intervals promise holds over many splits of one table: each run holds other rows out.</summary>
public sealed class CoverageTests : IDisposable
{
    private const int Splits = 200;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Over_200_splits_90_in_100_numbers_lie_in_their_intervals() => RequireCoverage(500, "hidden: [4]", epochs: 1);

    [Fact]
    [Trait("category", "soak")]
    public void So_they_do_with_a_network_that_is_trained_to_its_end() => RequireCoverage(2_000, "hidden: [32, 32]", epochs: 30);

    private void RequireCoverage(int rows, string network, int epochs)
    {
        File.WriteAllLines(_directory["houses.csv"], ["area,garden,price", .. Houses(rows)]);
        RecipeText recipe = new("houses", _directory["houses.yaml"], $$"""
            kind: regression
            data: houses.csv
            target: price
            epochs: {{epochs}}
            batch_size: 32
            network: { {{network}} }
            optimizer: {kind: adam, learning_rate: {schedule: one-cycle, highest: 2e-2} }
            """);

        double[] coverage = [.. Enumerable.Range(0, Splits).Select(split => Coverage(recipe, split))];

        // Of n rows that set the width, ⌈0.9·(n + 1)⌉ of n + 1 are within on average: not fewer than 90%, and hardly more.
        int test = rows / 5, calibration = (rows - test) / 5 / 2;
        double expected = Math.Ceiling(0.9 * (calibration + 1)) / (calibration + 1);
        double deviation = Math.Sqrt(0.9 * 0.1 * ((1.0 / calibration) + (1.0 / test)));
        Assert.InRange(coverage.Average(), expected - (4 * deviation / Math.Sqrt(Splits)), expected + (4 * deviation / Math.Sqrt(Splits)));
        Assert.InRange(coverage.Order().ElementAt(Splits / 20), 0.9 - (2.5 * deviation), 0.9);
    }

    /// <summary>A run without what a person looks at: curves, checkpoints, pictures.</summary>
    private double Coverage(RecipeText text, int seed)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        RegressionKind kind = new();
        RegressionRecipe recipe = (RegressionRecipe)RecipeReader.Read(text, [$"seed={seed}"]);
        RunFolder folder = RunFolder.Create(_directory["runs"], null, $"houses-{seed}", recipe.ResolvedYaml);
        RunSource runs = new(new(), _directory["runs"], new());
        using Workload<Sequential> workload = kind.CreateWorkload(recipe, new() { Folder = folder, Runs = runs, Notify = _ => { } });
        TrainingLoop loop = new(workload.Training, workload.Options);
        loop.RunToEnd(cancellation);
        Sequential model = workload.CreateModel(loop)!;
        Directory.CreateDirectory(folder.ModelPath);
        Assert.Null(workload.Evaluate(model, cancellation));
        EvaluationResult final = kind.Evaluate(recipe, model, folder, new(Episodes: null, Seed: 0), cancellation);
        return Assert.IsType<NumberEvaluation>(final).Measured(NumberEvaluation.IntervalCoverage)!.Value;
    }

    // Prices with noise that grows with the area.
    private static IEnumerable<string> Houses(int count)
    {
        Rng random = Rng.Stream(1, "houses");
        for (int i = 0; i < count; i++)
        {
            float area = random.NextSingle(40, 240);
            bool garden = random.NextBoolean(0.3);
            float price = ((garden ? 3.4f : 3) * area) + random.NextNormal(0, 0.2f * area);
            yield return string.Create(CultureInfo.InvariantCulture, $"{area:F0},{(garden ? "yes" : "no")},{price:F1}");
        }
    }
}
