using Epoche.Cli.Recipes;
using Epoche.Cli.Training;

namespace Epoche.Cli.Recording;

/// <summary>Turns the updates of a classifier into curves and distributions.</summary>
/// <param name="writer">Where to.</param>
/// <param name="recipe">What is trained.</param>
/// <param name="state">The training, new or loaded from a checkpoint.</param>
internal sealed class SupervisedRecorder(IRunWriter writer, SupervisedRecipe recipe, SupervisedState state)
{
    private const int EveryUpdates = 10;

    private readonly Cadence _curves = new(EveryUpdates, state.Trainer.StepCount);
    private readonly RateMeter _updates = new(state.Trainer.StepCount);
    private long _judgedAt = state.Best.JudgedAt;

    /// <summary>After each update. Cheap where nothing is due.</summary>
    public void Report(StepReport report)
    {
        long step = state.Trainer.StepCount;
        if (writer is NullRunWriter || !_curves.Passes(step))
        {
            return;
        }

        _updates.Advance(step);
        writer.Scalar(RunTags.TrainLoss, step, report.Loss);
        writer.Scalar(RunTags.GradientNorm, step, report.GradientNorm);
        writer.Scalar(RunTags.LearningRate, step, recipe.Optimizer.LearningRate.At(step));
        writer.Scalar(RunTags.UpdatesPerSecond, step, _updates.PerSecond);
    }

    /// <summary>After each pass over the examples, and at the end.</summary>
    public void Judged()
    {
        long step = state.Trainer.StepCount;
        if (writer is NullRunWriter || _judgedAt == step)
        {
            return;
        }

        _judgedAt = step;
        if (state.Best.Latest is { } judged && state.Best.JudgedAt == step)
        {
            writer.Scalar(RunTags.ValidationAccuracy, step, judged.Accuracy);
            writer.Scalar(RunTags.ValidationLoss, step, judged.Loss);
        }

        writer.Weights(step, state.Model);
    }
}
