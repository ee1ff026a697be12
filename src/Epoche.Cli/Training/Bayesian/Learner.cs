using Epoche.Cli.Recipes;

namespace Epoche.Cli.Training.Bayesian;

/// <summary>What an update of a classifier with doubt found.</summary>
/// <param name="Loss">For one example, in nats.</param>
/// <param name="GradientNorm">Before clipping.</param>
/// <param name="Bound">The two parts of the bound; null where none is maximized.</param>
internal readonly record struct LearnerReport(float Loss, float GradientNorm, SviReport? Bound = null);

/// <summary>Learns from a data set, update by update; one subclass per way to come to know what one does not know.</summary>
internal abstract class Learner : ITraining
{
    private LearnerReport _latest = new(float.NaN, float.NaN);

    public abstract long StepCount { get; }

    long ITraining.Step => StepCount;

    public long Updates => StepCount;

    public int Epochs => (int)(StepCount / StepsPerEpoch);

    public IReadOnlyList<ScopedSlab> Weights => [.. Parameters.Select(p => new ScopedSlab(p.Scope, p.Slab))];

    public abstract Schedule LearningRate { get; }

    public void Advance() => _latest = Step();

    public void Report(IRunWriter writer)
    {
        writer.Scalar(RunTags.TrainLoss, StepCount, _latest.Loss);
        writer.Scalar(RunTags.GradientNorm, StepCount, _latest.GradientNorm);
        writer.Scalar(RunTags.LearningRate, StepCount, LearningRate.At(StepCount));
        _latest.Bound?.Write(writer);
    }

    /// <summary>Updates in which every example is seen once.</summary>
    public abstract int StepsPerEpoch { get; }

    /// <summary>What has been learned, to predict by.</summary>
    public abstract Predictive Predictive { get; }

    /// <summary>What is learned, and what stands before its names, for a look at its distribution.</summary>
    public abstract IEnumerable<(string Scope, ParameterSlab Slab)> Parameters { get; }

    public virtual int StateVersion => 1;

    public static Learner Of(BayesianRecipe recipe, Dataset training)
    {
        Sequential network = recipe.Network.Create(recipe.Data.Input, recipe.Data.Image, recipe.Data.Classes);
        return recipe.Inference switch
        {
            InferenceKind.Variational => new VariationalLearner(recipe, network, training),
            InferenceKind.Ensemble => new EnsembleLearner(recipe, network, training),
            InferenceKind.Dropout or InferenceKind.Laplace => new NetworkLearner(recipe, network, training),
            _ => throw new ArgumentOutOfRangeException(nameof(recipe)),
        };
    }

    /// <summary>One update.</summary>
    /// <exception cref="NonFiniteException">The loss or a gradient is NaN or infinite; the parameters are as before.</exception>
    public abstract LearnerReport Step();

    /// <summary>What is left to do when the last update was made.</summary>
    public virtual void Finish()
    {
    }

    public abstract void SaveState(StateSaver to);

    public abstract void LoadState(StateLoader from);
}
