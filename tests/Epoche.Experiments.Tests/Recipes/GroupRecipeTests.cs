namespace Epoche.Experiments.Tests.Recipes;

public sealed class GroupRecipeTests
{
    private const string Yaml = """
        kind: supervised
        data: digits
        network: {hidden: [4000, 4000]}
        optimizer: {kind: adam, learning_rate: 1e-2}
        """;

    [Fact]
    public void Groups_are_those_of_a_trainer() => Assert.Equal(
        [new("*/bias") { LearningRateFactor = 0.5f }, new("dense_2") { Frozen = true }],
        Read("[{names: '*/bias', learning_rate_factor: 0.5}, {names: dense_2, frozen: true}]"));

    [Theory]
    [InlineData(
        "[{names: dense.*}]",
        "optimizer.groups.0.names is refused: The group 'dense.*' matches no parameter. Did you mean 'dense/*'? There are "
            + "dense/kernel, dense/bias, "
        + "dense_2/kernel, dense_2/bias, dense_3/kernel, dense_3/bias.")]
    [InlineData(
        "[{names: dense, weight_decay: 0.1}]",
        "optimizer.groups.0.weight_decay is refused: The group 'dense' has a weight decay of 0.1, and Adam has none. "
            + "Use an optimizer that has: "
        + "AdamW, Sgd or Lion.")]
    [InlineData("[{frozen: true}]", "the key 'names' is missing in 'optimizer.groups.0'")]
    [InlineData("[{names: dense, learning_rate_factor: -1}]", "optimizer.groups.0.learning_rate_factor must be at least 0; received -1")]
    public void What_is_no_group_is_refused(string groups, string message) => Assert.Equal(
        $"--set optimizer.groups={groups}: {message}", Assert.Throws<ConfigurationException>(() => Read(groups)).Message);

    private static IReadOnlyList<ParameterGroup> Read(string groups) => ((SupervisedRecipe)RecipeReader.Read(
        new RecipeText("test", "test.yaml", Yaml), [$"optimizer.groups={groups}"])).Optimizer.Groups;
}
