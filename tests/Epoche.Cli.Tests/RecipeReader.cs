namespace Epoche.Cli.Tests;

/// <summary>Recipes as the library reads them.</summary>
internal static class RecipeReader
{
    public static Recipe Read(RecipeText text, IReadOnlyList<string> set, ulong? seed = null, long? steps = null) =>
        Experiment.Parse(text, seed, set, steps).Recipe;
}
