namespace Epoche.Experiments.Tests.Recipes;

public sealed class AveragingRecipeTests
{
    private const string Yaml = """
        kind: supervised
        data: digits
        network: {hidden: [8]}
        optimizer: {kind: adam, learning_rate: 1e-2}
        """;

    // Updates of an epoch: 20. The last weights that can be taken always are.
    [Theory]
    [InlineData("{kind: swa}", 200, 150, 20)]
    [InlineData("{kind: swa, from: 0.5}", 201, 101, 20)]
    [InlineData("{kind: swa, from: 0, every: 1}", 200, 1, 1)]
    [InlineData("{kind: swa}", 30, 20, 20)]
    [InlineData("{kind: swa}", 7, 6, 7)]
    public void Equal_averaging_begins_after_a_share_of_the_updates(string section, long updates, long from, long every)
    {
        WeightAveraging averaging = Read(section).Of(updates, epoch: 20);
        Assert.Equal((null, from, every), (averaging.Decay, averaging.From, averaging.Every));
        Assert.Contains(Enumerable.Range(1, (int)updates), update => update >= averaging.From && update % averaging.Every == 0);
    }

    [Fact]
    public void Exponential_averaging_is_what_a_section_means_that_says_no_more()
    {
        Assert.Equal(WeightAveraging.Exponential(0.999f), Read("{}").Of(200, 20));
        Assert.Equal(WeightAveraging.Exponential(0.9f, warmUp: true), Read("{kind: ema, decay: 0.9, warm_up: true}").Of(200, 20));
    }

    [Theory]
    [InlineData("{kind: sma}", "weight_averaging.kind must be one of ema, swa; received sma; did you mean 'ema'?")]
    [InlineData("{decay: 1}", "weight_averaging.decay must be at least 0 and below 1; received 1")]
    [InlineData("{kind: swa, from: 1}", "weight_averaging.from must be at least 0 and below 1; received 1")]
    [InlineData("{kind: swa, every: 0}", "weight_averaging.every must be at least 1; received 0")]
    [InlineData("{kind: swa, decay: 0.9}", "unknown key 'weight_averaging.decay'. Known keys: kind, from, every.")]
    public void What_is_out_of_range_is_refused(string section, string message) =>
        Assert.Equal(
        $"--set weight_averaging={section}: {message}", Assert.Throws<ConfigurationException>(() => Read(section)).Message);

    private static AveragingRecipe Read(string section) => ((SupervisedRecipe)RecipeReader.Read(
        new RecipeText("test", "test.yaml", Yaml), [$"weight_averaging={section}"])).Averaging!;
}
