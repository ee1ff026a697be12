using static Epoche.Tensors.Ops;

namespace Epoche.Probability.Tests.Predictives;

/// <summary>A predictive of each kind, from [3] to 2 classes.</summary>
internal static class Examples
{
    internal static IReadOnlyDictionary<string, Func<Predictive>> All { get; } = new SortedDictionary<string, Func<Predictive>>(
        StringComparer.Ordinal)
    {
        ["ensemble"] = () => new DeepEnsemble([new Dense(4, Relu), new Dense(2)], [3], members: 2, seed: 1, output: Softmax),
        ["bayesian network"] = BayesianNetwork,
        ["dropout"] = () => new DropoutPredictive(Built([new Dense(8, Relu), new Dropout(0.5f), new Dense(2)]), Softmax, seed: 7),
        ["last-layer Laplace"] = () => new LastLayerLaplace(
            Built([new Dense(4, Relu), new Dense(2)]), Dataset.Of(DeepEnsembleTests.Inputs(20), Tensor.Zeros([20])), seed: 7),
    };

    private static Sequential Built(Sequential network) => network.Build([3], seed: 1);

    private static NetworkPredictive BayesianNetwork()
    {
        BayesianNetwork network = new([new Dense(4, Relu), new BatchNorm(), new Dense(2)], [3], seed: 1, scope: "net/");
        Svi<Tensor> svi = new(
            (p, x) =>
            {
                Tensor logits = network.Call(p, x);
                using (p.Plate("data", 4))
                {
                    p.Sample("y", Categorical.OfLogits(logits), observed: Tensor.Of(0, 1, 1, 0));
                }
            },
            (p, _) => network.Guide(p),
            new() { Optimizer = new Adam(0.01f) });
        _ = svi.Run(DeepEnsembleTests.Inputs(4), 5).Last();
        return new NetworkPredictive(network, svi.Parameters, Softmax, seed: 7);
    }
}
