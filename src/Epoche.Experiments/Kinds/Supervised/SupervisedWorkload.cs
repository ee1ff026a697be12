using static Epoche.Tensors.Ops;

namespace Epoche.Experiments;

/// <summary>Trains the network of a <see cref="SupervisedRecipe"/>.</summary>
internal sealed class SupervisedWorkload : Workload<Sequential>
{
    private const int CurveEvery = 10;

    private readonly SupervisedRecipe _recipe;
    private readonly Sequential _model;

    public SupervisedWorkload(SupervisedRecipe recipe)
    {
        _recipe = recipe;
        (Dataset training, Dataset validation) = recipe.Parts.Divide(recipe.ValidationExamples, recipe.Seed);
        DataSetEntry data = recipe.Data;
        _model = recipe.Network.Create(data.Input, data.Image, data.Classes).Build(data.Input, recipe.Seed);
        _model.Info = data.InfoOf(recipe.Parts);
        Batches batches = new(
            training, new BatchOptions { Size = recipe.BatchSize, Seed = recipe.Seed, Augmentation = recipe.Augmentation });
        Trainer trainer = new(
            recipe.Optimizer.ToTrainerOptions(recipe.Seed) with { Averaging = recipe.Averaging?.Of(recipe.TotalSteps, batches.Count) },
            _model.Parameters);
        Training = new SupervisedTraining(
            trainer, batches, batch => batch.Mean(SoftmaxCrossEntropy(_model.Call(batch.Inputs), batch.Targets)));
        bool evaluates = recipe.ValidationExamples > 0;
        Options = new()
        {
            Steps = recipe.TotalSteps,
            Evaluable = evaluates ? new ClassifierEvaluator(_model, validation) : null,
            EvaluateEpochs = evaluates,
            EvaluateLast = evaluates,
            ReportEvery = CurveEvery,
        };
    }

    public override ITraining Training { get; }

    public override LoopOptions Options { get; }

    public override ProgressDescription Progress => ClassifierProgress.Of(_recipe);

    public override IReadOnlyList<string> Metrics => ClassifierProgress.Metrics;

    public override Sequential CreateModel(TrainingLoop loop) => BestModel.Of(loop, _model);

    public override EvaluationResult? SelectedBy(TrainingLoop loop) =>
        loop.Best.Evaluation is { } selected ? ClassifierEvaluator.ToResult(selected) : null;
}
