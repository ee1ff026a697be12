using Epoche.Cli.Recipes;
using static Epoche.Tensors.Ops;

namespace Epoche.Cli.Training.Bayesian;

/// <summary>Trains one network with dropout, which goes on when it predicts.</summary>
internal sealed class DropoutLearner : Learner
{
    private readonly Trainer _trainer;
    private readonly BatchCursor _batches;
    private readonly Objective<Batch> _objective;
    private readonly Sequential _network;

    public DropoutLearner(BayesianRecipe recipe, Sequential network, Dataset training)
    {
        _network = network.Build(recipe.Data.Input, recipe.Seed);
        OptimizerRecipe optimizer = recipe.Optimizer;
        _trainer = new Trainer(new TrainerOptions { Optimizer = optimizer.Optimizer, ClipNorm = optimizer.ClipNorm, ClipValue = optimizer.ClipValue, Seed = recipe.Seed }, _network.Parameters);
        _batches = new BatchCursor(new Batches(training, new BatchOptions { Size = recipe.BatchSize, Seed = recipe.Seed, Augmentation = recipe.Augmentation }));
        _objective = batch => SoftmaxCrossEntropy(_network.Call(batch.Inputs), batch.Targets).Mean();
        Predictive = new DropoutPredictive(_network, Softmax, recipe.Seed);
    }

    public override long StepCount => _trainer.StepCount;

    public override int StepsPerEpoch => _batches.StepsPerEpoch;

    public override Predictive Predictive { get; }

    public override IEnumerable<(string Scope, ParameterSlab Slab)> Parameters => [("", _network.Parameters)];

    public override LearnerReport Step()
    {
        StepReport report = _trainer.Step(_objective, _batches.At(StepCount));
        return new LearnerReport(report.Loss, report.GradientNorm);
    }

    public override void SaveState(StateSaver to) => to.Part("trainer", _trainer);

    public override void LoadState(StateLoader from) => from.Part("trainer", _trainer);
}
