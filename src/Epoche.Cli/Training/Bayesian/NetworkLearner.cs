using Epoche.Cli.Recipes;
using static Epoche.Tensors.Ops;

namespace Epoche.Cli.Training.Bayesian;

/// <summary>Trains one network: with dropout that goes on when it predicts, or with a last layer that becomes random when training ends.</summary>
internal sealed class NetworkLearner : Learner
{
    private readonly BayesianRecipe _recipe;
    private readonly Dataset _training;
    private readonly Trainer _trainer;
    private readonly BatchCursor _batches;
    private readonly Objective<Batch> _objective;
    private readonly Sequential _network;
    private readonly Predictive _predictive;
    private LastLayerLaplace? _laplace;

    public NetworkLearner(BayesianRecipe recipe, Sequential network, Dataset training)
    {
        LearningRate = recipe.Optimizer.LearningRate;
        (_recipe, _training) = (recipe, training);
        _network = network.Build(recipe.Data.Input, recipe.Seed);
        OptimizerRecipe optimizer = recipe.Optimizer;
        _trainer = new Trainer(new TrainerOptions { Optimizer = optimizer.Optimizer, ClipNorm = optimizer.ClipNorm, ClipValue = optimizer.ClipValue, Seed = recipe.Seed }, _network.Parameters);
        Dataset examples = recipe.Outliers is { } outliers ? Outliers.Among(training, recipe.Data.Classes, outliers, recipe.Seed) : training;
        _batches = new BatchCursor(new Batches(examples, new BatchOptions { Size = recipe.BatchSize, Seed = recipe.Seed, Augmentation = recipe.Augmentation }));
        Func<Tensor, Tensor, Tensor> loss = recipe.Outliers is null ? SoftmaxCrossEntropy : Outliers.CrossEntropy;
        _objective = batch => loss(_network.Call(batch.Inputs), batch.Targets).Mean();
        _predictive = recipe.Inference == InferenceKind.Dropout ? new DropoutPredictive(_network, Softmax, recipe.Seed) : new DeepEnsemble([_network], Softmax);
    }

    public override Schedule LearningRate { get; }

    public override long StepCount => _trainer.StepCount;

    public override int StepsPerEpoch => _batches.StepsPerEpoch;

    /// <inheritdoc/>
    /// <remarks>Until <see cref="Finish"/> a network whose last layer will become random predicts alone.</remarks>
    public override Predictive Predictive => _laplace ?? _predictive;

    public override IEnumerable<(string Scope, ParameterSlab Slab)> Parameters => [("", _network.Parameters)];

    public override LearnerReport Step()
    {
        StepReport report = _trainer.Step(_objective, _batches.At(StepCount));
        return new LearnerReport(report.Loss, report.GradientNorm);
    }

    public override void Finish()
    {
        if (_recipe.Inference == InferenceKind.Laplace)
        {
            _laplace ??= new LastLayerLaplace(_network, _training, _recipe.Seed);
        }
    }

    public override void SaveState(StateSaver to) => to.Part("trainer", _trainer);

    public override void LoadState(StateLoader from) => from.Part("trainer", _trainer);
}
