using static Epoche.Tensors.Ops;

namespace Epoche.Experiments;

/// <summary>Moves a distribution over all weights of a network towards the posterior.</summary>
internal sealed class VariationalLearner : Learner
{
    private readonly VariationalRecipe _recipe;
    private readonly BayesianNetwork _network;
    private readonly IReadOnlyList<ParameterInfo> _sites;
    private readonly (Tensor Location, Tensor Scale)[] _starts;
    private readonly int _examples;

    public VariationalLearner(BayesianRecipe recipe, Sequential network, Dataset training)
    {
        (_recipe, _examples) = (recipe.Variational!, training.Count);
        Normal prior = new(0, _recipe.PriorScale);
        _network = new BayesianNetwork(network, recipe.Data.Input, _ => prior, recipe.Seed) { Estimator = _recipe.Estimator };
        _sites = network.Parameters.Entries;
        _starts = _recipe.StartsAtNetwork ? [] : [.. _sites.Select((site, i) => Start(site.Shape, recipe.Seed, i))];
        Batches batches = new(training, BatchesOf(recipe));
        Svi<Batch> svi = new(Model, Guide, new SviOptions
        {
            Optimizer = recipe.Optimizer.Optimizer,
            ClipNorm = recipe.Optimizer.ClipNorm,
            Elbo = _recipe.Elbo,
            Particles = _recipe.Particles,
            KlWeight = _recipe.KlWeight,
            Seed = recipe.Seed,
        });
        Training = new SviTraining<Batch>(svi, batches.At, batches.Count) { Examples = PlateSize };
        Predictive = new NetworkPredictive(_network, svi.Parameters, Softmax, recipe.Seed);
    }

    public override ITraining Training { get; }

    public override Predictive Predictive { get; }

    private void Model(ProgramContext p, Batch batch)
    {
        Tensor logits = _network.Call(p, batch.Inputs);
        using (p.Plate("examples", PlateSize(batch), batch: batch.Targets.Count))
        {
            p.Sample("label", Categorical.OfLogits(logits), observed: batch.Targets);
        }
    }

    private void Guide(ProgramContext p, Batch batch)
    {
        if (_recipe.StartsAtNetwork)
        {
            _network.Guide(p, _recipe.InitialScale);
            return;
        }

        for (int i = 0; i < _starts.Length; i++)
        {
            string name = _sites[i].Name;
            p.Sample(name, new Normal(
                p.Param($"{name}/location", _starts[i].Location), p.Param($"{name}/scale", _starts[i].Scale, Constraint.Positive)));
        }
    }

    /// <summary>For how many examples a batch stands.</summary>
    private int PlateSize(Batch batch) => _recipe.ScalesLikelihood ? _examples : batch.Targets.Count;

    private static (Tensor Location, Tensor Scale) Start(Shape shape, ulong seed, int site)
    {
        Rng random = Rng.Stream(seed, "guide", site);
        return (Tensor.Normal(shape, ref random), Softplus(Tensor.Normal(shape, ref random)));
    }
}
