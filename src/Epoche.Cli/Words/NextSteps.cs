
namespace Epoche.Cli.Words;

/// <summary>What can be done with a run, by what it trained and how it ended.</summary>
internal static class NextSteps
{
    /// <summary>Commands as a user would type them, each with what it is for.</summary>
    /// <param name="recipe">What was trained; null where this version cannot read it.</param>
    /// <param name="result">How it ended.</param>
    public static IReadOnlyList<(string Command, string Purpose)> After(Recipe? recipe, RunResult result)
    {
        string run = result.Run;
        (string, string) show = ($"epoche show {run}", "its recipe, model and result");
        if (result.Status == RunStatus.Interrupted)
        {
            return [($"epoche resume {run}", "continue, with the result of an uninterrupted run"), show];
        }

        if (result.Status == RunStatus.Failed || result.WeightsSha256 is null)
        {
            return [show];
        }

        return recipe is null ? [show] : [.. Uses(recipe, run), show];
    }

    private static IEnumerable<(string Command, string Purpose)> Uses(Recipe recipe, string run) =>
        recipe.Capability<IDescribesResults>() is not null ? []
        : recipe.Capability<IPlaysGames>() is not null
            ? [($"epoche eval {run}", "evaluate it again, with seeds of your choice"), ($"epoche play {run}", "watch it")]
        : recipe.Capability<IRefuses>() is not null
            ?
            [
                ($"epoche classify {run} IMAGE", "its answer, or \"I don't know\""),
                ($"epoche doubt {run}", "try it on noise, letters and distorted images"),
            ]
        : [($"epoche eval {run}", "evaluate it again on its test set")];
}
