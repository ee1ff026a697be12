namespace Epoche.Experiments;

/// <summary>A way to come to know what one does not know: what trains, and what predicts.</summary>
internal abstract class Learner
{
    /// <summary>What trains it.</summary>
    public abstract ITraining Training { get; }

    /// <summary>What has been learned, to predict by.</summary>
    public abstract Predictive Predictive { get; }

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

    /// <summary>
    /// What is left to do when the last update was made. It follows from weights and data alone, and changes nothing that another update
    /// would depend on.
    /// </summary>
    public virtual void Finish()
    {
    }

    protected static TrainerOptions OptionsOf(BayesianRecipe recipe) => recipe.Optimizer.ToTrainerOptions(recipe.Seed);

    protected static BatchOptions BatchesOf(BayesianRecipe recipe) =>
        new() { Size = recipe.BatchSize, Seed = recipe.Seed, Augmentation = recipe.Augmentation };

    /// <summary>The examples, with the recipe's outliers among them, and the loss that fits their targets.</summary>
    protected static (Dataset Examples, Func<Tensor, Tensor, Tensor> Loss) WithOutliers(BayesianRecipe recipe, Dataset training) =>
        recipe.Outliers is { } outliers
        ? (Outliers.Among(training, recipe.Data.Classes, outliers, recipe.Seed), Outliers.CrossEntropy)
        : (training, Tensors.Ops.SoftmaxCrossEntropy);
}
