namespace Epoche;

/// <summary>What a predictive is loaded from. Whoever asks for a tensor names it, so that what nobody asked for is found.</summary>
/// <param name="description">The description.</param>
/// <param name="output">Turns a network's outputs into what is predicted.</param>
/// <param name="weights">The weights.</param>
/// <param name="file">What messages call them.</param>
internal sealed class PredictiveSource(ConfigMap description, Func<Tensor, Tensor>? output, SafetensorsReader weights, string file)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly ModelInfo _info = ModelFileDescription.ReadInfo(description);

    internal ConfigMap Description => description;

    internal Func<Tensor, Tensor>? Output => output;

    /// <summary>The shape of one example.</summary>
    internal Shape Input { get; } = ModelFileLayers.ReadShape(description.Required("input"));

    /// <summary>The layers, not built.</summary>
    internal Sequential ReadNetwork()
    {
        Sequential network = [.. ModelFileLayers.Read(description.Required("layers"))];
        network.Info = _info;
        return network;
    }

    /// <summary>A network with its numbers, whose names in the file begin with a prefix.</summary>
    internal Sequential BuildNetwork(string prefix) => ReadNetwork().Build(Input, builder =>
    {
        foreach (ParameterInfo entry in builder.Entries)
        {
            Require(prefix + entry.Name, entry.Shape);
        }

        ParameterSlab slab = builder.ToSlab();
        foreach (ParameterInfo entry in slab.Entries)
        {
            Read(prefix + entry.Name, entry.Shape, slab.Values.Slice(entry.Offset, entry.Shape.ElementCount));
        }

        return slab;
    });

    /// <summary>Refuses a file without a tensor; whatever is allocated for it comes after.</summary>
    /// <exception cref="DataFormatException">It is not there, or of another shape.</exception>
    internal SafetensorsEntry Require(string name, Shape shape)
    {
        _known.Add(name);
        return ModelFileWeights.Require(weights, name, shape, file);
    }

    /// <summary>Reads a tensor.</summary>
    /// <exception cref="DataFormatException">It is not there, of another shape, or damaged.</exception>
    internal void Read(string name, Shape shape, Span<float> values) => weights.Read(Require(name, shape), values);

    /// <summary>Refuses a file with tensors that nobody asked for.</summary>
    internal void RequireNoOthers() => ModelFileWeights.RequireNoOthers(weights, _known, file);
}
