namespace Epoche.Experiments;

/// <summary>Trains the network of a <see cref="RegressionRecipe"/>.</summary>
internal sealed class RegressionWorkload : Workload<Sequential>
{
    private const int CurveEvery = 10;
    private const double Smoothing = 0.02;

    private readonly RegressionRecipe _recipe;
    private readonly Sequential _model;
    private readonly NumberEvaluator? _evaluator;
    private readonly Dataset _calibration;
    private readonly RunFolder _run;

    public RegressionWorkload(RegressionRecipe recipe, RunFolder run)
    {
        (_recipe, _run) = (recipe, run);
        (Dataset training, Dataset validation) = recipe.Parts.Divide(recipe.ValidationExamples, recipe.Seed);

        // Rows that chose the epoch say nothing of how far off it is on others.
        (validation, _calibration) = validation.Split(recipe.Interval is null ? 0 : validation.Count / 2, recipe.Seed);
        DataSetEntry data = recipe.Data;
        _model = recipe.Network.Create(data.Input, data.Image, outputs: 1).Build(data.Input, recipe.Seed);
        _model.Info = data.InfoOf(recipe.Parts);
        Batches batches = new(training, new BatchOptions { Size = recipe.BatchSize, Seed = recipe.Seed });
        Trainer trainer = new(
            recipe.Optimizer.ToTrainerOptions(recipe.Seed) with { Averaging = recipe.Averaging?.Of(recipe.TotalSteps, batches.Count) },
            _model.Parameters);
        Training = new SupervisedTraining(trainer, batches, batch => batch.Mean(recipe.Loss(_model.Call(batch.Inputs), batch.Targets)));
        _evaluator = validation.Count > 0 ? new(_model, validation, recipe.Loss, recipe.Parts.Preparation!.TargetScale.Divisor) : null;
        Options = new()
        {
            Steps = recipe.TotalSteps,
            Evaluable = _evaluator,
            EvaluateEpochs = _evaluator is not null,
            EvaluateLast = _evaluator is not null,
            ReportEvery = CurveEvery,
        };
    }

    public override ITraining Training { get; }

    public override LoopOptions Options { get; }

    public override IReadOnlyList<string> Metrics { get; } =
        [RunTags.ValidationRSquared, RunTags.ValidationMeanError, RunTags.ValidationLoss, RunTags.TrainLoss];

    public override ProgressDescription Progress => new()
    {
        Headline = new("loss", RunTags.TrainLoss) { Smoothing = Smoothing },
        Figures =
        [
            new("validation R²", RunTags.ValidationRSquared), new("mean error", RunTags.ValidationMeanError),
            new("updates/s", RunTags.UpdatesPerSecond, ProgressFormat.Count),
        ],
        Position = report => new(
            (double)report.Step / _recipe.TotalSteps,
            $"epoch {Math.Min(report.Epochs + 1, _recipe.Epochs)} of {_recipe.Epochs}, "
            + $"{Format.Count(report.Step)} of {Format.Count(_recipe.TotalSteps)} updates"),
    };

    public override Sequential CreateModel(TrainingLoop loop) => BestModel.Of(loop, _model);

    public override EvaluationResult? SelectedBy(TrainingLoop loop) => loop.Best.Evaluation is { } selected
        ? new NumberEvaluation((int)selected.Count, Of(selected, RunTags.ValidationMeanError), double.NaN, selected.Score.First)
        : null;

    /// <summary>Finds how wide intervals must be, and keeps it beside the model.</summary>
    public override FinalEvaluation? Evaluate(Sequential model, CancellationToken cancellation)
    {
        if (_recipe.Interval is { } share)
        {
            TablePreparation preparation = _recipe.Parts.Preparation!;
            IntervalFile.Save(
                IntervalRule.ForCoverage(
                    NumberIntervals.Predict(model, preparation, _calibration), preparation.ToUnits(_calibration.Targets()), share),
                _run.ModelPath);
        }

        return null;
    }

    private static double Of(LoopEvaluation evaluation, string tag) => evaluation.Measurements.First(metric => metric.Name == tag).Value;
}
