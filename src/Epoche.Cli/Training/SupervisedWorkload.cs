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
    private const int CurveEvery = 10;

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
        Objective<Batch> objective = batch => SoftmaxCrossEntropy(model.Call(batch.Inputs), batch.Targets).Mean();
        bool evaluates = recipe.ValidationExamples > 0;
        TrainingLoop loop = new(new SupervisedTraining(trainer, batches, objective), new()
        {
            Steps = recipe.TotalSteps,
            Evaluable = evaluates ? new Classifier(model, validation) : null,
            EvaluateEpochs = evaluates,
            EvaluateLast = evaluates,
            ReportEvery = CurveEvery,
            Observers = [new SupervisedProgress(view, recipe), new LoopRecorder(_ => Writer, CurveEvery) { RecordsEnd = false }],
            Checkpoints = session,
        });
        (RunStatus status, string? problem) = Run(loop, cancellation);
        Sequential best = model.Clone();
        if (!loop.Best.CopyTo(best.Parameters))
        {
            best = model;
        }

        return new TrainingOutcome
        {
            Model = new NetworkModel(best),
            Status = status,
            Problem = problem,
            Seconds = loop.Seconds,
            EnvSteps = 0,
            Updates = trainer.StepCount,
            Judged = loop.Best.Evaluation is { } judged ? Classifier.ResultOf(judged) : null,
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
}
