namespace Epoche.Experiments.Tests.Recipes;

public sealed partial class RecipeKeyTests
{
    [Theory]
    [InlineData("filters", "4")]
    [InlineData("kernel_size", "4")]
    [InlineData("strides", "2")]
    [InlineData("padding", "same")]
    [InlineData("dilation", "2")]
    [InlineData("max_pool", "2")]
    public void Every_key_of_a_convolution_has_an_effect(string key, string value) =>
        HasEffect(
            Dqn, $"network.convolutions.0.{key}", value, "environment=Catch-8x8 network.convolutions=[{\"filters\":3,\"kernel_size\":3}]");

    [Fact]
    public void A_resolved_recipe_with_convolutions_gives_the_same_run_again()
    {
        string[] settings =
        [
            "environment=Catch-16x16",
            "network.convolutions=[{filters: 3, kernel_size: 4, strides: 2, padding: same}, {filters: 4, kernel_size: 2, max_pool: 2}]",
        ];
        Recipe recipe = RecipeReader.Read(new RecipeText("test", "test.yaml", Dqn), settings);

        Assert.Equal(Outcome(Dqn, settings), Outcome(recipe.ResolvedYaml, []));
    }

    // A key of data that are drawn; those of these tests are made up, whatever a recipe says.
}
