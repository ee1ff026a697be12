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
    private DataSetParts? _data;

    private DataSetParts Data => _data ??= recipe.Data.Load();

    public override void Prepare() => _ = Data;

    public override TrainingOutcome Train(RunSession session, IProgressView view, CancellationToken cancellation)
    {
        (Dataset training, Dataset validation) = Data.Train.Split(recipe.ValidationExamples, recipe.Seed);
        Learner learner = Learner.Of(recipe, training);
        BayesianState state = new(learner);
        session.Begin(state);
        RunStatus status = RunStatus.Complete;
        string? problem = null;
        RefusalRule? rule = null;
        try
        {
            Run(state, validation, session, new SupervisedProgress(view, recipe, learner.StepCount), new ClassifierRecorder(Writer, recipe, learner.StepCount, state.JudgedAt), cancellation);
            rule = Refusals.Calibrate(recipe, learner.Predictive, training, validation, cancellation);
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
            Model = new DoubtingModel(learner.Predictive, rule),
            Status = status,
            Problem = problem,
            Seconds = session.Seconds,
            EnvSteps = 0,
            Updates = learner.StepCount,
            Judged = state.Judged,
        };
    }

    public override TrainedModel Load(RunFolder run) => DoubtingModel.Load(run);

    public override EvaluationResult Evaluate(TrainedModel trained, int? episodes, ulong seed, CancellationToken cancellation)
    {
        DoubtingModel model = (DoubtingModel)trained;
        model.RequireFits(recipe);
        return new DoubtJudge(recipe, model).Evaluate(Data.Alike.Examples, cancellation) with { Set = Data.Alike.What };
    }

    private void Run(BayesianState state, Dataset validation, RunSession session, SupervisedProgress progress, ClassifierRecorder recorder, CancellationToken cancellation)
    {
        progress.Judged(state.Judged);
        try
        {
            Learn(state, validation, session, progress, recorder, cancellation);
        }
        catch (OperationCanceledException)
        {
            session.SaveInterrupted(state.Learner.StepCount);
            throw;
        }

        session.Save(state.Learner.StepCount);

        // Behind the last checkpoint: had it been given more steps, none of this would have been.
        state.Learner.Finish();
        Judge(state, validation, cancellation);
        Tell(state, progress, recorder);
    }

    private void Learn(BayesianState state, Dataset validation, RunSession session, SupervisedProgress progress, ClassifierRecorder recorder, CancellationToken cancellation)
    {
        Learner learner = state.Learner;
        while (learner.StepCount < recipe.TotalSteps)
        {
            if (learner.StepCount > 0 && learner.StepCount % learner.StepsPerEpoch == 0)
            {
                Judge(state, validation, cancellation);
                Tell(state, progress, recorder);
            }

            cancellation.ThrowIfCancellationRequested();
            LearnerReport report = learner.Step();
            progress.Report((int)((learner.StepCount - 1) / learner.StepsPerEpoch) + 1, learner.StepCount, report.Loss);
            recorder.Report(learner.StepCount, report.Loss, report.GradientNorm, report.Bound);
            if (learner.StepCount < recipe.TotalSteps)
            {
                session.SaveIfDue(learner.StepCount);
            }
        }
    }

    /// <summary>A look at the validation examples, quick enough for every epoch.</summary>
    private static void Judge(BayesianState state, Dataset validation, CancellationToken cancellation)
    {
        if (validation.Count == 0 || state.JudgedAt == state.Learner.StepCount)
        {
            return;
        }

        state.Judged = DoubtJudge.Glance(state.Learner.Predictive, validation, cancellation);
        state.JudgedAt = state.Learner.StepCount;
    }

    private static void Tell(BayesianState state, SupervisedProgress progress, ClassifierRecorder recorder)
    {
        long step = state.Learner.StepCount;
        progress.Judged(state.Judged);
        recorder.Judged(step, state.JudgedAt == step ? state.Judged : null, state.Learner.Parameters);
    }
}
