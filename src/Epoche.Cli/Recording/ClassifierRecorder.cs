using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;
using Epoche.Cli.Training;

namespace Epoche.Cli.Recording;

/// <summary>Turns the updates of a classifier, of any kind, into curves and distributions.</summary>
/// <param name="writer">Where to.</param>
/// <param name="recipe">What is trained.</param>
/// <param name="step">Updates made before.</param>
/// <param name="judgedAt">After how many of them it was judged last.</param>
internal sealed class ClassifierRecorder(IRunWriter writer, ClassifierRecipe recipe, long step, long judgedAt)
{
    private const int EveryUpdates = 10;

    private readonly Cadence _curves = new(EveryUpdates, step);
    private readonly RateMeter _updates = new(step);
    private long _judgedAt = judgedAt;

    /// <summary>After each update. Cheap where nothing is due.</summary>
    /// <param name="updates">Updates so far.</param>
    /// <param name="loss">The loss of the batch.</param>
    /// <param name="gradientNorm">The norm of the whole gradient.</param>
    /// <param name="bound">What inference found, logged term by term; null where there is none.</param>
    public void Report(long updates, float loss, float gradientNorm, SviReport? bound = null)
    {
        if (writer is NullRunWriter || !_curves.Passes(updates))
        {
            return;
        }

        _updates.Advance(updates);
        writer.Scalar(RunTags.TrainLoss, updates, loss);
        writer.Scalar(RunTags.GradientNorm, updates, gradientNorm);
        writer.Scalar(RunTags.LearningRate, updates, recipe.Optimizer.LearningRate.At(updates));
        writer.Scalar(RunTags.UpdatesPerSecond, updates, _updates.PerSecond);
        bound?.Write(writer);
    }

    /// <summary>After each pass over the examples, and at the end.</summary>
    /// <param name="updates">Updates so far.</param>
    /// <param name="judged">What validation examples said after just so many; null where there are none.</param>
    /// <param name="weights">The weights, each slab with what stands before its names.</param>
    public void Judged(long updates, ExampleEvaluation? judged, IEnumerable<(string Scope, ParameterSlab Slab)> weights)
    {
        if (writer is NullRunWriter || _judgedAt == updates)
        {
            return;
        }

        _judgedAt = updates;
        if (judged is not null)
        {
            writer.Scalar(RunTags.ValidationAccuracy, updates, judged.Accuracy);
            writer.Scalar(RunTags.ValidationLoss, updates, judged.Loss);
        }

        foreach ((string scope, ParameterSlab slab) in weights)
        {
            writer.Weights(updates, slab, scope);
        }
    }
}
