namespace Epoche;

public sealed partial class BayesianNetwork
{
    internal Sequential Network => _network;

    internal string Scope => _scope;

    /// <summary>
    /// A network as <see cref="Saved"/> left it, with the store in which its guide's parameters are. Priors are not saved:
    /// prediction does not ask for them.
    /// </summary>
    internal static BayesianNetwork Load(PredictiveSource source, string scope, out ParameterStore parameters)
    {
        BayesianNetwork network = new(source.ReadNetwork(), source.Input, prior: null, scope, builder =>
        {
            foreach (ParameterInfo entry in builder.Entries)
            {
                bool isDrawn = entry.Kind == ParameterKind.Parameter;
                source.Require(isDrawn ? LocationOf(scope, entry) : entry.Name, entry.Shape);
                source.Require(isDrawn ? ScaleOf(scope, entry) : entry.Name, entry.Shape);
            }

            ParameterSlab slab = builder.ToSlab();
            foreach (ParameterInfo entry in slab.Entries.Where(entry => entry.Kind == ParameterKind.Buffer))
            {
                source.Read(entry.Name, entry.Shape, slab.Values.Slice(entry.Offset, entry.Shape.ElementCount));
            }

            return slab;
        });
        parameters = new ParameterStore();
        foreach ((int entry, _, _, string location, string scale) in network._sites)
        {
            foreach (string name in new[] { location, scale })
            {
                float[] values = new float[network._network.Parameters.Entries[entry].Shape.ElementCount];
                source.Read(name, network._network.Parameters.Entries[entry].Shape, values);
                parameters.Declare(name, network._network.Parameters.Entries[entry].Shape, values);
            }
        }

        parameters.Build();
        return network;
    }

    /// <summary>What a file holds of a learned network: locations and free scales of the guide, and buffers.</summary>
    internal IReadOnlyList<SavedTensor> Saved(ParameterStore parameters)
    {
        ParameterSlab learned = parameters.Slab, own = _network.Parameters;
        Dictionary<string, ParameterInfo> entries = learned.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        List<SavedTensor> saved =
            [.. own.Entries.Where(entry => entry.Kind == ParameterKind.Buffer).Select(entry => new SavedTensor(entry.Name, own, entry))];
        foreach ((_, _, _, string location, string scale) in _sites)
        {
            saved.Add(new SavedTensor(location, learned, entries[location]));
            saved.Add(new SavedTensor(scale, learned, entries[scale]));
        }

        return saved;
    }

    /// <summary>What enters the last layer of the network whose parameters are the means.</summary>
    internal Tensor Features(ParameterStore parameters, Tensor x)
    {
        try
        {
            foreach ((_, Parameter parameter, _, string location, _) in _sites)
            {
                parameter.Bind(parameters.Slab[location]);
            }

            return LastLayer.Features(_network, x);
        }
        finally
        {
            foreach ((int entry, Parameter parameter, _, _, _) in _sites)
            {
                parameter.Bind(_network.Parameters[entry]);
            }
        }
    }

    private static string LocationOf(string scope, ParameterInfo entry) => $"{scope}{entry.Name}/location";

    private static string ScaleOf(string scope, ParameterInfo entry) => $"{scope}{entry.Name}/scale";
}
