using Epoche.Cli.Data;
using Epoche.Cli.Doubt;
using Epoche.Cli.Progress;
using Epoche.Cli.Recipes;
using Epoche.Cli.Recording;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Training.Bayesian;

/// <summary>Trains and judges classifiers of <see cref="BayesianRecipe"/>: learns, then finds the rule by which answers are refused on examples that nothing was learned from.</summary>
internal sealed class BayesianWorkload(BayesianRecipe recipe) : Workload
{
    private const int CurveEvery = 10;

    private DataSetParts? _data;

    private DataSetParts Data => _data ??= recipe.Data.Load();

    public override void Prepare() => _ = Data;

    public override TrainingOutcome Train(RunSession session, IProgressView view, CancellationToken cancellation)
    {
        (Dataset training, Dataset validation) = Data.Train.Split(recipe.ValidationExamples, recipe.Seed);
        Learner learner = Learner.Of(recipe, training);
        bool evaluates = validation.Count > 0;
        TrainingLoop loop = new(learner.Training, new()
        {
            Steps = recipe.TotalSteps,
            Evaluable = evaluates ? new Glance(learner, validation, recipe.TotalSteps) : null,
            EvaluateEpochs = evaluates,
            EvaluateLast = evaluates,
            KeepBest = false, // the last weights are the result
            ReportEvery = CurveEvery,
            Observers = [new SupervisedProgress(view, recipe), new LoopRecorder(_ => Writer, CurveEvery) { RecordsEnd = false }],
            Checkpoints = session,
        });
        RefusalRule? rule = null;
        (RunStatus status, string? problem) = Run(loop, cancellation);
        if (status == RunStatus.Complete)
        {
            try
            {
                learner.Finish();
                rule = Refusals.Calibrate(recipe, learner.Predictive, training, validation, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                status = RunStatus.Interrupted;
            }
        }

        return new TrainingOutcome
        {
            Model = new DoubtingModel(learner.Predictive, rule),
            Status = status,
            Problem = problem,
            Seconds = loop.Seconds,
            EnvSteps = 0,
            Updates = loop.Training.Updates,
            Judged = loop.Latest is { } latest ? Classifier.ResultOf(latest) : null,
        };
    }

    public override TrainedModel Load(RunFolder run) => DoubtingModel.Load(run);

    public override EvaluationResult Evaluate(TrainedModel trained, int? episodes, ulong seed, CancellationToken cancellation)
    {
        DoubtingModel model = (DoubtingModel)trained;
        model.RequireFits(recipe);
        return new DoubtJudge(recipe, model).Evaluate(Data.Alike.Examples, cancellation) with { Set = Data.Alike.What };
    }

    /// <summary>A look at the validation examples, quick enough for every epoch.</summary>
    private sealed class Glance(Learner learner, Dataset validation, long end) : IEvaluable
    {
        public LoopEvaluation Evaluate(int index, CancellationToken cancellation)
        {
            if (learner.Training.Step >= end)
            {
                learner.Finish();
            }

            ExampleEvaluation found = DoubtJudge.Glance(learner.Predictive, validation, cancellation);
            return new(new Score(found.Accuracy, -found.Loss), [new(RunTags.ValidationAccuracy, found.Accuracy), new(RunTags.ValidationLoss, found.Loss)]) { Count = found.Examples };
        }
    }
}
