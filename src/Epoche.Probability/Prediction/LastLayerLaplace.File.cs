namespace Epoche;

public sealed partial class LastLayerLaplace
{
    internal const string KindName = "last-layer-laplace";

    private const string Prefix = "curvature/";

    internal static LastLayerLaplace Load(PredictiveSource source)
    {
        LastLayerLaplace laplace = new(
            source.BuildNetwork(""), source.Description.ULong("seed", 0), (name, shape) => source.Require(name, shape))
        {
            PriorPrecision = source.Description.RequiredFloat("prior_precision", Bounds.Positive),
        };
        foreach (ParameterInfo entry in laplace._curvature.Entries)
        {
            source.Read(Prefix + entry.Name, entry.Shape, laplace._curvature.Values.Slice(entry.Offset, entry.Shape.ElementCount));
        }

        return source.Output == Tensors.Ops.Softmax
            ? laplace
            : throw source.Description.Error("output", "must be softmax for a last-layer Laplace approximation");
    }

    internal override PredictiveContent Describe(YamlWriter yaml)
    {
        yaml.Value("seed", _seed, "of the draws");
        yaml.Value("prior_precision", PriorPrecision);
        return new PredictiveContent(
            KindName,
            [
                .. Network.Parameters.Entries.Select(entry => new SavedTensor(entry.Name, Network.Parameters, entry)),
                .. _curvature.Entries.Select(entry => new SavedTensor(Prefix + entry.Name, _curvature, entry)),
            ]);
    }
}
