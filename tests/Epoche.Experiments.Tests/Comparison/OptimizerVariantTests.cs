namespace Epoche.Experiments.Tests.Comparison;

/// <summary>The parts of a comparison of optimizers.</summary>
public sealed class OptimizerVariantTests
{
    [Fact]
    public void An_optimizer_keeps_the_settings_of_the_recipe_that_it_knows()
    {
        string yaml = RecipeCatalog.BuiltIn("cartpole").Yaml.Replace(
            "kind: adam\n", "kind: adam\n  beta1: 0.8\n", StringComparison.Ordinal);
        RecipeText text = new("mine", "mine.yaml", yaml);

        Recipe rmsProp = Read("rmsprop", "optimizer.epsilon=1e-5"), adam = Read("adam:0.1");

        Assert.Contains("clip_norm: 10", rmsProp.ResolvedYaml);
        Assert.Contains("learning_rate: 0.004", rmsProp.ResolvedYaml);
        Assert.Contains("epsilon: 1.0e-05", rmsProp.ResolvedYaml);
        Assert.DoesNotContain("beta1", rmsProp.ResolvedYaml);
        Assert.Contains("beta1: 0.8", adam.ResolvedYaml);
        Assert.Contains("learning_rate: 0.1", adam.ResolvedYaml);

        Recipe Read(string variant, params string[] more) => RecipeReader.Read(
            text, [.. OptimizerVariant.Parse(variant)[0].Settings(text), .. more], 3, 2000);
    }

    [Fact]
    public void A_band_is_the_range_of_all_runs_and_one_that_ended_early_counts_on()
    {
        ChartSeries series = CurveBand.Of("x", [[new(10, 1, 0), new(20, 3, 0)], [new(10, 5, 0), new(15, 7, 0), new(30, 4, 0)], []]);

        Assert.Equal([(10, 3), (15, 4.5), (20, 4.5), (30, 3.5)], series.Points.Select(p => (p.X, p.Y)));
        Assert.Equal([(1, 5), (2, 7), (3, 6), (3, 4)], series.Band);
    }
}
