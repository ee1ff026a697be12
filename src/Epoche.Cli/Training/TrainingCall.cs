using Epoche.Cli.Progress;
using Epoche.Cli.Recipes;
using Epoche.Cli.Recording;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Training;

/// <summary>What <c>epoche train</c> and <c>epoche resume</c> share: train, save the model, judge what was saved, save and print the result.</summary>
/// <param name="terminal">Where the result for programs goes.</param>
/// <param name="messages">Where all else goes.</param>
/// <param name="quiet">Whether to show no progress.</param>
/// <param name="json">Whether to print the result for programs.</param>
internal sealed class TrainingCall(Terminal terminal, Terminal messages, bool quiet, bool json)
{
    /// <returns>The exit code.</returns>
    public int Execute(RunFolder folder, Recipe recipe, Workload workload, RunSession session, RunRecorder recorder)
    {
        (RunResult result, int exitCode) = Run(folder, recipe, workload, session, recorder, $"{recipe.Name} · seed {recipe.Seed}");
        string wall = Format.Duration(ProcessClock.SecondsSinceStart());
        Print(recipe, result, session.IsResumed ? $"{wall} since it was resumed" : $"{wall} in all");
        return exitCode;
    }

    /// <summary>The same without printing the result.</summary>
    /// <returns>The result and the exit code.</returns>
    public (RunResult Result, int ExitCode) Run(RunFolder folder, Recipe recipe, Workload workload, RunSession session, RunRecorder recorder, string title)
    {
        workload.Recorder = recorder;
        using Interruption interruption = new();
        TrainingOutcome outcome;
        using (IProgressView view = ProgressViews.For(messages, quiet, title))
        {
            outcome = workload.Train(session, view, interruption.Token);
        }

        RunResult result = Finish(folder, recipe, workload, outcome, recorder, interruption.Token);
        return (result, result.Status == RunStatus.Failed ? ExitCode.Failure : interruption.ExitCode);
    }

    /// <summary>Prints a result.</summary>
    /// <param name="recipe">What was trained.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="wall">How long this call took, in words; null where it did not train.</param>
    public void Print(Recipe recipe, RunResult result, string? wall = null)
    {
        ResultReport.Training(messages.Out, recipe, result, wall);
        if (json)
        {
            terminal.Out.WriteLine(RunResultJson.Write(result, indented: false));
        }
    }

    private RunResult Finish(RunFolder folder, Recipe recipe, Workload workload, TrainingOutcome outcome, RunRecorder recorder, CancellationToken cancellation)
    {
        outcome.Model.Save(folder);
        using RunPictures pictures = new(folder, recipe, outcome, recorder, messages.Error, cancellation);
        RunStatus status = outcome.Status;
        EvaluationResult? evaluation = outcome.Judged;
        if (status == RunStatus.Complete)
        {
            try
            {
                evaluation = workload.Evaluate(workload.Load(folder), episodes: null, Seeds.FinalEvaluation(recipe.Seed), cancellation);
            }
            catch (OperationCanceledException)
            {
                status = RunStatus.Interrupted; // training is complete, and what is left of the evaluation is one call of 'epoche resume' away
            }
        }

        pictures.Record(status, evaluation);
        RunResult result = new()
        {
            Run = folder.Path,
            Recipe = recipe.Name,
            Seed = recipe.Seed,
            Status = status,
            Problem = outcome.Problem,
            TrainSeconds = outcome.Seconds,
            EnvSteps = outcome.EnvSteps,
            Updates = outcome.Updates,
            Evaluation = evaluation,
            WeightsSha256 = outcome.Model.WeightsSha256,
            WallSeconds = ProcessClock.SecondsSinceStart(),
        };
        folder.WriteResult(result);
        pictures.MakeReport();
        return result;
    }
}
