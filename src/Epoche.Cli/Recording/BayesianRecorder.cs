using Epoche.Cli.Recipes;
using Epoche.Cli.Training;
using Epoche.Cli.Training.Bayesian;

namespace Epoche.Cli.Recording;

/// <summary>Turns the updates of a classifier with doubt into curves, likelihood and divergence apart, and distributions.</summary>
/// <param name="writer">Where to.</param>
/// <param name="recipe">What is trained.</param>
/// <param name="state">The training, new or loaded from a checkpoint.</param>
internal sealed class BayesianRecorder(IRunWriter writer, BayesianRecipe recipe, BayesianState state)
{
    private const int EveryUpdates = 10;

    private readonly Cadence _curves = new(EveryUpdates, state.Learner.StepCount);
    private readonly RateMeter _updates = new(state.Learner.StepCount);
    private long _judgedAt = state.JudgedAt;

    /// <summary>After each update. Cheap where nothing is due.</summary>
    public void Report(LearnerReport report)
    {
        long step = state.Learner.StepCount;
        if (writer is NullRunWriter || !_curves.Passes(step))
        {
            return;
        }

        _updates.Advance(step);
        writer.Scalar(RunTags.TrainLoss, step, report.Loss);
        writer.Scalar(RunTags.GradientNorm, step, report.GradientNorm);
        writer.Scalar(RunTags.LearningRate, step, recipe.Optimizer.LearningRate.At(step));
        writer.Scalar(RunTags.UpdatesPerSecond, step, _updates.PerSecond);
        report.Bound?.Write(writer);
    }

    /// <summary>After each pass over the examples, and at the end.</summary>
    public void Judged()
    {
        long step = state.Learner.StepCount;
        if (writer is NullRunWriter || _judgedAt == step)
        {
            return;
        }

        _judgedAt = step;
        if (state.Judged is { } judged && state.JudgedAt == step)
        {
            writer.Scalar(RunTags.ValidationAccuracy, step, judged.Accuracy);
            writer.Scalar(RunTags.ValidationLoss, step, judged.Loss);
        }

        foreach ((string name, ParameterSlab slab) in state.Learner.Parameters)
        {
            writer.Weights(step, slab, name);
        }
    }
}
