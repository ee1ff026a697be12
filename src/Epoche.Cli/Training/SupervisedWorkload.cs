using System.Diagnostics;
using Epoche.Cli.Progress;
using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;
using static Epoche.Tensors.Ops;

namespace Epoche.Cli.Training;

/// <summary>Trains and judges classifiers of <see cref="SupervisedRecipe"/>.</summary>
internal sealed class SupervisedWorkload(SupervisedRecipe recipe) : Workload
{
    private (Dataset Train, Dataset Test)? _data;

    public override void Prepare() => _data = recipe.Data.Load();

    public override TrainingOutcome Train(IProgressView view, CancellationToken cancellation)
    {
        (Dataset train, _) = _data ??= recipe.Data.Load();
        Stopwatch watch = Stopwatch.StartNew();
        (Dataset training, Dataset validation) = train.Split(recipe.ValidationExamples, recipe.Seed);
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
        Batches batches = new(training, new BatchOptions { Size = recipe.BatchSize, Seed = recipe.Seed });
        BestModel best = new(model, recipe.ValidationExamples > 0 ? new Classifier(model, validation) : null);
        RunStatus status = RunStatus.Complete;
        string? problem = null;
        try
        {
            Run(model, trainer, batches, best, new SupervisedProgress(view, recipe), cancellation);
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
            Model = best.Model,
            Status = status,
            Problem = problem,
            Seconds = watch.Elapsed.TotalSeconds,
            EnvSteps = 0,
            Updates = trainer.StepCount,
            Judged = best.Judged,
        };
    }

    public override EvaluationResult Evaluate(Sequential model, int? episodes, ulong seed, CancellationToken cancellation)
    {
        if (model.InputShape != recipe.Data.Input || model.OutputShape != [recipe.Data.Classes])
        {
            throw new CliException(
                $"The model takes {model.InputShape} and gives {model.OutputShape}; {recipe.Data.Name} has examples {recipe.Data.Input} "
                + $"of {recipe.Data.Classes} classes. Is it the model of another run?",
                ExitCode.Failure);
        }

        (_, Dataset test) = _data ??= recipe.Data.Load();
        return new Classifier(model, test).Judge(cancellation);
    }

    private void Run(Sequential model, Trainer trainer, Batches batches, BestModel best, SupervisedProgress progress, CancellationToken cancellation)
    {
        Objective<Batch> objective = batch => SoftmaxCrossEntropy(model.Call(batch.Inputs), batch.Targets).Mean();
        while (trainer.StepCount < recipe.TotalSteps)
        {
            foreach (Batch batch in batches)
            {
                cancellation.ThrowIfCancellationRequested();
                StepReport step = trainer.Step(objective, batch);
                progress.Report(batches.Epoch, trainer.StepCount, step.Loss);
                if (trainer.StepCount == recipe.TotalSteps)
                {
                    break;
                }
            }

            best.Judge(cancellation);
            progress.Judged(best.Latest);
        }
    }
}
