using Epoche.Cli.Recipes;

namespace Epoche.Cli.Tests;

/// <summary>Every recipe, cut down to a second or two.</summary>
internal static class ShortRuns
{
    /// <summary>The recipes that this machine has the data for.</summary>
    public static IReadOnlyList<string> Recipes { get; } = [.. RecipeCatalog.Names.Where(name => Environment.GetEnvironmentVariable("EPOCHE_DATA") is { Length: > 0 } || !NeedsFiles(name))];

    /// <summary>The arguments of <c>epoche train</c>.</summary>
    public static string[] Train(string recipe, string name, string runs) => ["train", recipe, "--name", name, "--runs", runs, "--json", .. Cut(recipe)];

    private static IEnumerable<string> Cut(string recipe)
    {
        string[] settings = IsClassifier(recipe)
            ? ["network.hidden=[32]", .. HasValidation(recipe) ? ["validation_examples=2000"] : (string[])[], .. HasConvolutions(recipe) ? ["network.convolutions=[{filters: 4, kernel_size: 5, strides: 4}]"] : (string[])[], .. Doubt(recipe), .. IsDrawn(recipe) ? ["drawings=60000"] : (string[])[]]
            : ["warm_up_steps=200", "evaluation.every_steps=400", "evaluation.episodes=4", "evaluation.stop_when_perfect=false", "evaluation.final_episodes=5", "replay.capacity=700"];
        int steps = IsBayesian(recipe) ? 500 : IsClassifier(recipe) ? 700 : ShowsPictures(recipe) ? 600 : 1_500;
        return [.. settings.SelectMany(s => (string[])["--set", s]), "--steps", $"{steps}"];
    }

    private static IEnumerable<string> Doubt(string name) => Read(name) switch
    {
        BayesianRecipe { Inference: InferenceKind.Ensemble } => ["ensemble.members=2", "refusal.distance_examples=500"],
        BayesianRecipe { ValidationExamples: > 0 } => ["prediction.samples=5", "refusal.distance_examples=500"],
        BayesianRecipe => ["prediction.samples=10"],
        _ => [],
    };

    private static bool NeedsFiles(string name) => Read(name) is ClassifierRecipe { Data.Name: "mnist" };

    private static bool IsDrawn(string name) => Read(name) is ClassifierRecipe { Data.Draw: not null };

    private static bool HasConvolutions(string name) => Read(name) is ClassifierRecipe { Network.Convolutions.Count: > 0 };

    private static bool HasValidation(string name) => Read(name) is ClassifierRecipe { ValidationExamples: > 0 };

    private static bool IsClassifier(string name) => Read(name) is ClassifierRecipe;

    private static bool IsBayesian(string name) => Read(name) is BayesianRecipe;

    private static bool ShowsPictures(string name) => Read(name) is DqnRecipe { Spec.Observation.Rank: > 1 };

    private static Recipe Read(string name) => RecipeReader.Read(RecipeCatalog.BuiltIn(name), []);
}
