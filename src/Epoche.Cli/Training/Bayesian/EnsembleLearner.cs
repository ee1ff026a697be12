using Epoche.Cli.Recipes;
using static Epoche.Tensors.Ops;

namespace Epoche.Cli.Training.Bayesian;

/// <summary>Trains several networks that started differently: where the data say little, they disagree.</summary>
internal sealed class EnsembleLearner : Learner
{
    private readonly DeepEnsemble _ensemble;
    private readonly EnsembleTrainer _trainer;

    public EnsembleLearner(BayesianRecipe recipe, Sequential network, Dataset training)
    {
        LearningRate = recipe.Optimizer.LearningRate;
        _ensemble = new DeepEnsemble(network, recipe.Data.Input, recipe.Members, recipe.Seed, Softmax);
        _trainer = new EnsembleTrainer(
            _ensemble,
            recipe.Outliers is { } outliers ? Outliers.Among(training, recipe.Data.Classes, outliers, recipe.Seed) : training,
            new TrainerOptions { Optimizer = recipe.Optimizer.Optimizer, ClipNorm = recipe.Optimizer.ClipNorm, ClipValue = recipe.Optimizer.ClipValue, Seed = recipe.Seed },
            new BatchOptions { Size = recipe.BatchSize, Seed = recipe.Seed, Augmentation = recipe.Augmentation },
            recipe.Outliers is null ? null : Outliers.CrossEntropy);
    }

    public override Schedule LearningRate { get; }

    public override long StepCount => _trainer.StepCount;

    public override int StepsPerEpoch => _trainer.StepsPerEpoch;

    public override Predictive Predictive => _ensemble;

    public override IEnumerable<(string Scope, ParameterSlab Slab)> Parameters => _ensemble.Members.Select((member, i) => ($"member_{i}/", member.Parameters));

    public override LearnerReport Step()
    {
        StepReport report = _trainer.Step();
        return new LearnerReport(report.Loss, report.GradientNorm);
    }

    public override void SaveState(StateSaver to) => to.Part("trainer", _trainer);

    public override void LoadState(StateLoader from) => from.Part("trainer", _trainer);
}
