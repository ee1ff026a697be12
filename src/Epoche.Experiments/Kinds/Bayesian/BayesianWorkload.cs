namespace Epoche.Experiments;

/// <summary>
/// Trains the classifier of a <see cref="BayesianRecipe"/>: learns, then finds the rule by which answers are refused on examples that
/// nothing
/// was learned from.
/// </summary>
internal sealed class BayesianWorkload : Workload<RefusingModel>
{
    private const int CurveEvery = 10;

    private readonly BayesianRecipe _recipe;
    private readonly Dataset _training, _validation;
    private readonly Learner _learner;
    private RefusalRule? _rule;

    public BayesianWorkload(BayesianRecipe recipe)
    {
        _recipe = recipe;
        (_training, _validation) = recipe.Parts.Divide(recipe.ValidationExamples, recipe.Seed);
        _learner = Learner.Of(recipe, _training);
        bool evaluates = _validation.Count > 0;
        Options = new()
        {
            Steps = recipe.TotalSteps,
            Evaluable = evaluates ? new QuickEvaluation(_learner, _validation, recipe.TotalSteps) : null,
            EvaluateEpochs = evaluates,
            EvaluateLast = evaluates,
            KeepBest = false, // the last weights are the result
            ReportEvery = CurveEvery,
        };
    }

    public override ITraining Training => _learner.Training;

    public override LoopOptions Options { get; }

    public override ProgressDescription Progress => ClassifierProgress.Of(_recipe);

    public override IReadOnlyList<string> Metrics => ClassifierProgress.Metrics;

    public override void Complete(CancellationToken cancellation)
    {
        _learner.Finish();
        _rule = Refusals.Calibrate(_recipe, _learner.Predictive, _training, _validation, cancellation);
    }

    public override RefusingModel? CreateModel(TrainingLoop loop)
    {
        if (loop.Training.Updates == 0)
        {
            return null; // a variational network has no weights before its first update
        }

        Predictive predictive = _learner.Predictive;
        predictive.Info = _recipe.Data.InfoOf(_recipe.Parts);
        return new(predictive, _rule);
    }

    public override EvaluationResult? SelectedBy(TrainingLoop loop) =>
        loop.Latest is { } latest ? ClassifierEvaluator.ToResult(latest) : null;

    /// <summary>A look at the validation examples, quick enough for every epoch.</summary>
    private sealed class QuickEvaluation(Learner learner, Dataset validation, long end) : IEvaluable
    {
        public LoopEvaluation Evaluate(int index, CancellationToken cancellation)
        {
            if (learner.Training.Step >= end)
            {
                learner.Finish();
            }

            return ClassifierEvaluator.ToLoop(RefusalEvaluation.Quick(learner.Predictive, validation, cancellation));
        }
    }
}
