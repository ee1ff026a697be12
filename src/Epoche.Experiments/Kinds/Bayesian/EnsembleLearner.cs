using static Epoche.Tensors.Ops;

namespace Epoche.Experiments;

/// <summary>Trains several networks that started differently: where the data say little, they disagree.</summary>
internal sealed class EnsembleLearner : Learner
{
    private readonly DeepEnsemble _ensemble;

    public EnsembleLearner(BayesianRecipe recipe, Sequential network, Dataset training)
    {
        _ensemble = new DeepEnsemble(network, recipe.Data.Input, recipe.Members, recipe.Seed, Softmax);
        (Dataset examples, Func<Tensor, Tensor, Tensor> loss) = WithOutliers(recipe, training);
        Training = new EnsembleTrainer(_ensemble, examples, OptionsOf(recipe), BatchesOf(recipe), loss);
    }

    public override ITraining Training { get; }

    public override Predictive Predictive => _ensemble;
}
