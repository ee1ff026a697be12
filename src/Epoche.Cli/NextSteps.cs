using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;

namespace Epoche.Cli;

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
            return [($"epoche resume {run}", "train on, with the result of an uninterrupted run"), show];
        }

        if (result.Status == RunStatus.Failed || result.WeightsSha256 is null)
        {
            return [show];
        }

        return recipe switch
        {
            DqnRecipe => [($"epoche eval {run}", "evaluate it again, with seeds of your choice"), ($"epoche play {run}", "watch it"), show],
            BayesianRecipe => [($"epoche classify {run} IMAGE.png", "its answer, or \"I don't know\""), ($"epoche doubt {run}", "try it on noise, letters and distorted images"), show],
            SupervisedRecipe => [($"epoche eval {run}", "evaluate it again on its test set"), show],
            _ => [show],
        };
    }
}
