using Epoche.Cli.Progress;
using Epoche.Cli.Recipes;
using Epoche.Cli.Recording;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Training;

/// <summary>Runs of recipes in a directory: those that are complete already are taken as they are, interrupted ones go on, others are trained.</summary>
/// <param name="directory">Where the runs are.</param>
/// <param name="messages">Where progress goes.</param>
/// <param name="quiet">Whether to show none.</param>
internal sealed class KnownRuns(string directory, Terminal messages, bool quiet)
{
    /// <summary>The first run in a directory with the values of a recipe, however they are written; one that works, or was given more steps, is passed over.</summary>
    public static RunFolder? Find(string directory, Recipe recipe)
    {
        string wanted = RecipeValues.Of(recipe);
        return RunFolder.All(directory).FirstOrDefault(run => !run.IsRunning && run.ReadExtension() is null && RecipeReader.TryRead(run) is { } found && RecipeValues.Of(found) == wanted);
    }

    /// <summary>The complete run of a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="stem">What a new run is called.</param>
    /// <param name="title">What the lines about it begin with.</param>
    /// <param name="exitCode">How its training ended.</param>
    /// <returns>Null where it was interrupted or failed.</returns>
    public (RunFolder Run, RunResult Result)? Get(Recipe recipe, string stem, string title, out int exitCode)
    {
        RunFolder? run = Find(directory, recipe);
        RunResult? result = run?.ReadResult();
        bool isThere = result?.Status == RunStatus.Complete;
        exitCode = ExitCode.Success;
        if (!isThere)
        {
            bool isNew = run is null;
            run ??= RunFolder.Create(directory, null, stem, recipe.ResolvedYaml);
            (result, exitCode) = Train(run, recipe, isNew, title);
            if (exitCode != ExitCode.Success || result.Status != RunStatus.Complete)
            {
                messages.Out.WriteLine($"{title}: {(result.Problem is { } problem ? problem : "interrupted; the same command goes on")}");
                return null;
            }
        }

        messages.Out.WriteLine($"{title}: {(result!.Evaluation is { } evaluation ? ResultReport.Sentence(evaluation) : "complete")}{(isThere ? " (was there)" : "")}");
        return (run!, result);
    }

    private (RunResult Result, int ExitCode) Train(RunFolder run, Recipe recipe, bool isNew, string title)
    {
        Workload workload = Workload.Of(recipe);
        workload.Prepare();
        using RunRecorder recorder = new(run, recipe, messages.Error);
        using RunSession session = RunSession.Open(run, isNew, messages.Out, recorder);
        return new TrainingCall(messages, messages, quiet, json: false).Run(run, recipe, workload, session, recorder, title);
    }
}
