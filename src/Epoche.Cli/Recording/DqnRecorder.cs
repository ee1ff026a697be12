using Epoche.Cli.Recipes;

namespace Epoche.Cli.Recording;

/// <summary>Turns an agent's reports into curves and distributions.</summary>
internal sealed class DqnRecorder(IRunWriter writer, DqnRecipe recipe, DqnAgent agent)
{
    private const int EverySteps = 250, StepsPerDistribution = 2_500, ReturnBars = 30;

    private readonly Cadence _curves = new(EverySteps, agent.Step), _distributions = new(StepsPerDistribution, agent.Step);
    private TrainingReport? _latest, _recorded;
    private EvaluationReport? _judged = agent.LatestEvaluation; // a run that goes on has recorded it
    private long _distributed = -1;

    /// <summary>Records what is due. Cheap where nothing is.</summary>
    public void Report(TrainingReport report)
    {
        _latest = report;
        if (writer is NullRunWriter)
        {
            return;
        }

        if (_curves.Passes(report.Step))
        {
            Curves(report);
        }

        if (_distributions.Passes(report.Step))
        {
            Distributions(report.Step);
        }

        if (report.Evaluation is { } judged && judged != _judged)
        {
            _judged = judged;
            Evaluation(report.Step, judged);
        }
    }

    /// <summary>Records where training ended.</summary>
    public void End()
    {
        if (_latest is null || writer is NullRunWriter)
        {
            return;
        }

        if (_recorded != _latest)
        {
            Curves(_latest);
        }

        Distributions(_latest.Step);
    }

    private void Curves(TrainingReport report)
    {
        _recorded = report;
        long step = report.Step;
        Scalar(RunTags.TrainReturn, step, report.MeanReturn);
        Scalar(RunTags.TrainLoss, step, report.Loss);
        Scalar(RunTags.GradientNorm, step, report.GradientNorm);
        Scalar(RunTags.MeanQ, step, report.MeanQ);
        Scalar(RunTags.Epsilon, step, report.Epsilon);
        Scalar(RunTags.LearningRate, step, recipe.LearningRate.At(Math.Max(1, report.Updates)));
        if (report.Updates > 0) // random steps before the first update are so fast that nothing else could be seen beside them
        {
            Scalar(RunTags.StepsPerSecond, step, report.StepsPerSecond);
            Scalar(RunTags.UpdatesPerSecond, step, report.UpdatesPerSecond);
        }
    }

    private void Distributions(long step)
    {
        if (agent.Updates == 0 || _distributed == step)
        {
            return;
        }

        _distributed = step;
        writer.Weights(step, agent.Network);
        writer.Histogram(RunTags.ActionValues, step, agent.ActionValues(), ReturnBars);
    }

    private void Evaluation(long step, EvaluationReport judged)
    {
        Scalar(RunTags.EvaluationReturn, step, judged.Mean);
        Scalar(RunTags.EvaluationReturnMin, step, judged.Min);
        Scalar(RunTags.EvaluationReturnMax, step, judged.Max);
        writer.Histogram(RunTags.EvaluationReturns, step, [.. judged.Returns.Select(value => (float)value)], ReturnBars);
    }

    // Before the first episode has ended, or the first update was made, there is nothing to tell.
    private void Scalar(string name, long step, double value)
    {
        if (!double.IsNaN(value))
        {
            writer.Scalar(name, step, value);
        }
    }
}
