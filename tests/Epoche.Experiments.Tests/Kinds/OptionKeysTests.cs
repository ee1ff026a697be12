namespace Epoche.Experiments.Tests.Kinds;

/// <summary>Errors about options that a recipe set are in the recipe's words.</summary>
public sealed class OptionKeysTests
{
    [Theory]
    [InlineData("munchausen={\"share\":0.5} double=true", "'munchausen' does not go with 'double': its target has no greatest value")]
    [InlineData("munchausen={\"share\":0.5} replay.n_step=3", "'munchausen' does not go with 'replay.n_step' = 3:")]
    [InlineData(
        "environment=FrozenLake-v1 normalize_observations=true", "'normalize_observations' shifts and scales numbers; FrozenLake-v1")]
    public void An_error_names_keys(string settings, string message)
    {
        ExperimentException refused = Assert.Throws<ExperimentException>(() => Read(settings).RequireValid());
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_environments_stay_as_they_are()
    {
        ArgumentException exception = new("StopAtReturn is NaN in FrozenLake-v1; see StopAtReturn.", "FrozenLake");
        Assert.Equal("'stop_at_return' is NaN in FrozenLake-v1; see 'stop_at_return'.", OptionKeys.Message(exception, "FrozenLake-v1"));
    }

    [Fact]
    public void An_index_is_looked_up_in_a_table_and_numbers_have_none()
    {
        DqnRecipe lake = Read("environment=FrozenLake-v1 network.embedding=5"), cart = Read("");
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => Read("network.embedding=5"));

        Assert.Equal([16, 5], lake.CreateAgent(lake.Spec).Model.Parameters.Entries[0].Shape);
        Assert.Equal([4, 256], cart.CreateAgent(cart.Spec).Model.Parameters.Entries[0].Shape);
        Assert.Contains("embedding is for environments that show the index of a state", refused.Message, StringComparison.Ordinal);
    }

    private static DqnRecipe Read(string settings) => (DqnRecipe)RecipeReader.Read(
        new RecipeText("own", "own.yaml", """
            kind: dqn
            environment: CartPole-v1
            steps: 10
            target_every_steps: 1
            epsilon: 0.1
            optimizer: {kind: adam, learning_rate: 1e-3}
            """),
        settings.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
