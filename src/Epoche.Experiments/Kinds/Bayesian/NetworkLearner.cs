using static Epoche.Tensors.Ops;

namespace Epoche.Experiments;

/// <summary>
/// Trains one network: with dropout that goes on when it predicts, or with a last layer that becomes random when training ends.
/// </summary>
internal sealed class NetworkLearner : Learner
{
    private readonly Func<LastLayerLaplace>? _randomize;
    private readonly Predictive _predictive;
    private LastLayerLaplace? _laplace;

    public NetworkLearner(BayesianRecipe recipe, Sequential network, Dataset training)
    {
        network.Build(recipe.Data.Input, recipe.Seed);
        (Dataset examples, Func<Tensor, Tensor, Tensor> loss) = WithOutliers(recipe, training);
        Training = new SupervisedTraining(
            new Trainer(OptionsOf(recipe), network.Parameters),
            new Batches(examples, BatchesOf(recipe)),
            batch => loss(network.Call(batch.Inputs), batch.Targets).Mean());
        if (recipe.Inference == InferenceKind.Dropout)
        {
            _predictive = new DropoutPredictive(network, Softmax, recipe.Seed);
        }
        else
        {
            (_predictive, _randomize) = (new DeepEnsemble([network], Softmax), () => new LastLayerLaplace(network, training, recipe.Seed));
        }
    }

    public override ITraining Training { get; }

    /// <inheritdoc/>
    /// <remarks>Until <see cref="Finish"/> a network whose last layer will become random predicts alone.</remarks>
    public override Predictive Predictive => _laplace ?? _predictive;

    public override void Finish() => _laplace ??= _randomize?.Invoke();
}
