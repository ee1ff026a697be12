using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Doubt;

/// <summary>The runs whose classifiers can say "I don't know".</summary>
internal static class Classifiers
{
    /// <exception cref="CliException">The run is of another kind.</exception>
    public static BayesianRecipe RecipeOf(RunFolder run) => RecipeReader.Read(run) is BayesianRecipe recipe
        ? recipe
        : throw new CliException(
            $"The run '{run.Path}' cannot say \"I don't know\": its recipe is not of kind {BayesianRecipe.Kind}. The recipes refuse, mnist-refuse, mnist-bnn and mnist-bnn-reference are: 'epoche train refuse' needs no data.");
}
