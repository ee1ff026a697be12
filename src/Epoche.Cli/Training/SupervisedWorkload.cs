using Epoche.Cli.Data;
using Epoche.Cli.Progress;
using Epoche.Cli.Recipes;
using Epoche.Cli.Recording;
using Epoche.Cli.Runs;
using static Epoche.Tensors.Ops;

namespace Epoche.Cli.Training;

/// <summary>Trains and judges classifiers of <see cref="SupervisedRecipe"/>.</summary>
internal sealed class SupervisedWorkload(SupervisedRecipe recipe) : Workload
{
    private DataSetParts? _data;

    public override void Prepare() => _data = recipe.Data.Load();

    public override TrainingOutcome Train(RunSession session, IProgressView view, CancellationToken cancellation)
    {
        _data ??= recipe.Data.Load();
        (Dataset training, Dataset validation) = _data.Train.Split(recipe.ValidationExamples, recipe.Seed);
        Sequential model = recipe.Network.Create(recipe.Data.Input, recipe.Data.Image, recipe.Data.Classes).Build(recipe.Data.Input, recipe.Seed);
        Trainer trainer = new(
            new TrainerOptions
            {
                Optimizer = recipe.Optimizer.Optimizer,
                ClipNorm = recipe.Optimizer.ClipNorm,
                ClipValue = recipe.Optimizer.ClipValue,
                Seed = recipe.Seed,
            },
            model.Parameters);
        Batches batches = new(training, new BatchOptions { Size = recipe.BatchSize, Seed = recipe.Seed, Augmentation = recipe.Augmentation });
        BestModel best = new(model, recipe.ValidationExamples > 0 ? new Classifier(model, validation) : null);
        SupervisedState state = new(model, trainer, batches, best);
        session.Begin(state);
        RunStatus status = RunStatus.Complete;
        string? problem = null;
        try
        {
            Run(model, state, session, new SupervisedProgress(view, recipe, trainer.StepCount), new ClassifierRecorder(Writer, recipe, trainer.StepCount, best.JudgedAt), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            status = RunStatus.Interrupted;
        }
        catch (NonFiniteException exception)
        {
            (status, problem) = (RunStatus.Failed, exception.Message);
        }

        return new TrainingOutcome
        {
            Model = new NetworkModel(best.Model),
            Status = status,
            Problem = problem,
            Seconds = session.Seconds,
            EnvSteps = 0,
            Updates = trainer.StepCount,
            Judged = best.Judged,
        };
    }

    public override EvaluationResult Evaluate(TrainedModel trained, int? episodes, ulong seed, CancellationToken cancellation)
    {
        Sequential model = ((NetworkModel)trained).Network;
        if (model.InputShape != recipe.Data.Input || model.OutputShape != [recipe.Data.Classes])
        {
            throw new CliException(
                $"The model takes {model.InputShape} and gives {model.OutputShape}; {recipe.Data.Name} has examples {recipe.Data.Input} "
                + $"of {recipe.Data.Classes} classes. Is it the model of another run?",
                ExitCode.Failure);
        }

        _data ??= recipe.Data.Load();
        return new Classifier(model, _data.Test).JudgeInFull(cancellation) with { Set = _data.TestSet };
    }

    private void Run(Sequential model, SupervisedState state, RunSession session, SupervisedProgress progress, ClassifierRecorder recorder, CancellationToken cancellation)
    {
        progress.Judged(state.Best.Latest);
        try
        {
            Learn(model, state, session, progress, recorder, cancellation);
        }
        catch (OperationCanceledException)
        {
            session.SaveInterrupted(state.Trainer.StepCount);
            throw;
        }

        session.Save(state.Trainer.StepCount);

        // Where training ends within an epoch. Behind the last checkpoint: had it been given more steps, this judgement would not have been.
        state.Best.Judge(state.Trainer.StepCount, cancellation);
        Tell(state, progress, recorder);
    }

    private void Learn(Sequential model, SupervisedState state, RunSession session, SupervisedProgress progress, ClassifierRecorder recorder, CancellationToken cancellation)
    {
        (Trainer trainer, Batches batches, BestModel best) = (state.Trainer, state.Batches, state.Best);
        Objective<Batch> objective = batch => SoftmaxCrossEntropy(model.Call(batch.Inputs), batch.Targets).Mean();
        while (true)
        {
            if (trainer.StepCount > 0 && trainer.StepCount % batches.Count == 0)
            {
                best.Judge(trainer.StepCount, cancellation);
                Tell(state, progress, recorder);
            }

            if (trainer.StepCount >= recipe.TotalSteps)
            {
                return;
            }

            cancellation.ThrowIfCancellationRequested();
            foreach (Batch batch in batches)
            {
                StepReport step = trainer.Step(objective, batch);
                progress.Report((int)((trainer.StepCount - 1) / batches.Count) + 1, trainer.StepCount, step.Loss);
                recorder.Report(trainer.StepCount, step.Loss, step.GradientNorm);
                if (trainer.StepCount >= recipe.TotalSteps)
                {
                    break;
                }

                session.SaveIfDue(trainer.StepCount);
                cancellation.ThrowIfCancellationRequested(); // only here, where every batch that was drawn has been learned from
            }
        }
    }

    private static void Tell(SupervisedState state, SupervisedProgress progress, ClassifierRecorder recorder)
    {
        long step = state.Trainer.StepCount;
        progress.Judged(state.Best.Latest);
        recorder.Judged(step, state.Best.JudgedAt == step ? state.Best.Latest : null, [("", state.Model.Parameters)]);
    }
}
