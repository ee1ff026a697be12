using System.Diagnostics;

namespace Epoche.Experiments;

/// <summary>
/// One training of a run, from its newest checkpoint to its result: the workload is made, the loop resumed, the recorder opened with the
/// step it goes on from, the loop run; then the model is saved, what was saved is evaluated, pictures, report and, last, the result are
/// written.
/// </summary>
internal sealed class TrainingSession<TRecipe, TModel>(
    RecipeKind<TRecipe, TModel> kind,
    TRecipe recipe,
    RunCheckpoints checkpoints,
    IRunSource runs,
    RunOptions options,
    CancellationToken cancellation)
    where TRecipe : Recipe
    where TModel : class
{
    private readonly RunFolder _folder = checkpoints.Folder;
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public RunResult Run()
    {
        try
        {
            foreach (RunNotice notice in recipe.Notices)
            {
                Notify(notice);
            }

            using Workload<TModel> workload = kind.CreateWorkload(recipe, new()
            {
                Folder = _folder,
                Runs = runs,
                Notify = Notify,
                Cancellation = cancellation,
            });
            TrainingLoop loop = new(workload.Training, workload.Options with { Checkpoints = checkpoints });
            loop.Resume();
            // Where an evaluation was cut off, its step is recorded again.
            long? resumeStep = checkpoints.IsResumed ? loop.ReportedStep + 1 : checkpoints.ResumeStep;
            using IRunRecorder recorder = workload.OpenRecorder(new(_folder, recipe, resumeStep, Warn) { Recovered = Recovered });
            checkpoints.BeforeValid = recorder.Flush;
            return Train(workload, loop, recorder);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Write(Result(RunStatus.Interrupted)); // before its training began
        }
        finally
        {
            checkpoints.BeforeValid = null;
        }
    }

    private RunResult Train(Workload<TModel> workload, TrainingLoop loop, IRunRecorder recorder)
    {
        List<LoopObserver> observers = [.. workload.Options.Observers];
        if (options.Progress is { } progress)
        {
            string title = options.Title ?? $"{recipe.Name} · seed {recipe.Seed}";
            observers.Add(new ProgressObserver(title, workload.Progress, progress));
        }

        loop.Options = loop.Options with { Observers = [.. observers, recorder.Observer] };
        if (workload.ForgetsGoal)
        {
            loop.ForgetGoal();
        }

        (RunStatus status, string? problem) = Run(workload, loop);
        TModel? model = workload.CreateModel(loop);
        if (model is not null)
        {
            kind.Models.Save(model, _folder);
        }

        EvaluationResult? selected = workload.SelectedBy(loop);
        FinalEvaluation? final = selected is null ? null : new(selected, null);
        long environmentSteps = workload.EnvironmentSteps, updates = loop.Training.Updates;
        using RunPictures? pictures = options.IsPlain
            ? null
            : new(_folder, recipe, status, recorder, text => Notify(new(text, IsWarning: true)), cancellation);
        if (status == RunStatus.Complete)
        {
            (final, status) = Evaluate(workload, final);
        }

        if (pictures is null)
        {
            recorder.End(status);
        }
        else
        {
            status = pictures.Record(status, environmentSteps > 0 ? environmentSteps : updates, final?.Evaluation);
        }

        RunResult result = Result(status) with
        {
            Problem = problem,
            TrainSeconds = loop.Seconds,
            EnvSteps = environmentSteps,
            Updates = updates,
            Evaluation = final?.Evaluation,
            Details = final?.Details,
            WeightsSha256 = model is null ? null : kind.Models.Hash(model),
        };
        // The result comes last: a run that says that it is complete has everything, and one that is killed here is resumed.
        pictures?.Illustrate(result, () =>
        {
            if (status == RunStatus.Complete)
            {
                kind.Illustrate(recipe, _folder);
            }

            Report.Save(kind.CreateReport(recipe, _folder), Path.Combine(_folder.Path, RunPictures.ReportName));
        });
        return Write(result);
    }

    /// <summary>Runs the loop to its end, or as far as it gets.</summary>
    private (RunStatus Status, string? Problem) Run(Workload<TModel> workload, TrainingLoop loop)
    {
        try
        {
            loop.RunToEnd(cancellation);
            workload.Complete(cancellation);
            return (RunStatus.Complete, null);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return (RunStatus.Interrupted, null);
        }
        catch (NonFiniteException exception)
        {
            return (RunStatus.Failed, exception.Message);
        }
    }

    private (FinalEvaluation? Evaluation, RunStatus Status) Evaluate(Workload<TModel> workload, FinalEvaluation? selected)
    {
        try
        {
            TModel saved = kind.Models.Load(_folder);
            EvaluationRequest request = new(Episodes: null, Seeds.FinalEvaluation(recipe.Seed));
            FinalEvaluation final =
                workload.Evaluate(saved, cancellation) ?? new(kind.Evaluate(recipe, saved, _folder, request, cancellation), null);
            return options.IsPlain ? (final, RunStatus.Complete)
                : (final with { Evaluation = RandomReturns.Beside(final.Evaluation, recipe, cancellation) }, RunStatus.Complete);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return (selected, RunStatus.Interrupted); // training is complete, and the evaluation is made when the run is resumed
        }
    }

    private RunResult Result(RunStatus status) => new()
    {
        Run = _folder.Path,
        Recipe = recipe.Name,
        Seed = recipe.Seed,
        Status = status,
        WallSeconds = options.WallSeconds?.Invoke() ?? _watch.Elapsed.TotalSeconds,
    };

    private RunResult Write(RunResult result)
    {
        _folder.WriteResult(result);
        return result;
    }

    private void Warn(Exception exception) =>
        Notify(new($"warning: {exception.Message} Training continues.", IsWarning: true));

    private void Recovered(long lost) => Notify(lost == 0
        ? new("The curves can be written again; nothing of them was lost.", IsWarning: false)
        : new($"warning: The curves can be written again; lost: {Format.Count(lost, "event")}.", IsWarning: true));

    private void Notify(RunNotice notice)
    {
        try
        {
            options.Notices?.Invoke(notice);
        }
        catch (Exception lost) when (lost is IOException or ObjectDisposedException)
        {
            // Nobody listens any more, and training depends on no listener.
        }
    }
}
