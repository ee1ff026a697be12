namespace Epoche;

public sealed partial class NetworkPredictive
{
    internal const string KindName = "bayesian-network";

    internal override Sequential Network => _network.Network;

    internal static NetworkPredictive Load(PredictiveSource source)
    {
        ulong seed = source.Description.ULong("seed", 0);
        BayesianNetwork network = BayesianNetwork.Load(source, source.Description.String("scope", ""), out ParameterStore parameters);
        return new NetworkPredictive(network, parameters, source.Output, seed);
    }

    internal override PredictiveContent Describe(YamlWriter yaml)
    {
        yaml.Value("seed", seed, "of the networks that are drawn");
        yaml.Value("scope", _network.Scope, "before the names of the sites");
        return new PredictiveContent(KindName, _network.Saved(_parameters));
    }

    private protected override Tensor FeaturesOf(Tensor x) => _network.Features(_parameters, x);
}
