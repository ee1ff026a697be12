namespace Epoche.Experiments.Tests.Recipes;

/// <summary>What recipes say, apart from how they say it.</summary>
public sealed class RecipeValuesTests
{
    [Fact]
    public void Comments_order_and_spelling_do_not_count_and_values_do()
    {
        Recipe written = RecipeReader.Read(RecipeCatalog.BuiltIn("cartpole"), []);
        Recipe seeded = RecipeReader.Read(RecipeCatalog.BuiltIn("cartpole"), [], seed: 0);
        Recipe spelled = RecipeReader.Read(RecipeCatalog.BuiltIn("cartpole"), ["steps=50000.0", "optimizer.learning_rate=0.004"]);
        Recipe other = RecipeReader.Read(RecipeCatalog.BuiltIn("cartpole"), [], seed: 1);

        Assert.NotEqual(written.ResolvedYaml, seeded.ResolvedYaml); // "seed: 0  # default", and "seed: 0" in another place
        Assert.Equal(RecipeValues.Of(written), RecipeValues.Of(seeded));
        Assert.Equal(RecipeValues.Of(written), RecipeValues.Of(spelled));
        Assert.NotEqual(RecipeValues.Of(written), RecipeValues.Of(other));
    }

    [Theory]
    [InlineData("refuse", "variational")]
    [InlineData("refuse", "laplace")]
    [InlineData("refuse", "dropout", "network.dropout=0.3")]
    [InlineData("mnist-refuse", "variational")]
    [InlineData("mnist-refuse", "laplace")]
    [InlineData("mnist-bnn", "ensemble")]
    [InlineData("mnist-bnn", "laplace")]
    [InlineData("mnist-bnn-reference", "ensemble")]
    public void The_inference_of_every_Bayesian_recipe_can_be_changed(string recipe, string inference, params string[] others)
    {
        BayesianRecipe read = (BayesianRecipe)RecipeReader.Read(RecipeCatalog.BuiltIn(recipe), [$"inference={inference}", .. others]);

        Assert.Equal(inference, read.Inference.ToString(), ignoreCase: true);
        Recipe again = RecipeReader.Read(new RecipeText("again", "again.yaml", read.ResolvedYaml), []);
        Assert.Equal(RecipeValues.Of(read), RecipeValues.Of(again));
    }

    [Fact]
    public void Stacked_frames_go_with_another_environment_for_the_confirmation()
    {
        DqnRecipe recipe = (DqnRecipe)RecipeReader.Read(RecipeCatalog.BuiltIn("cartpole"), ["frames=3"]);

        Assert.Equal("CartPole-wide", recipe.Options.Selection!.ConfirmOn!.Spec.Name);
        Assert.Equal(recipe.Spec.Observation, recipe.Options.Selection.ConfirmOn.Spec.Observation);
        recipe.Options.Validate(recipe.Spec);
    }
}
