using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// A network of dense layers, with convolutions in front where the inputs are images: the section <c>network</c> of a recipe.
/// </summary>
public sealed record NetworkRecipe
{
    private const string NoActivation = "none";

    /// <summary>What looks at the image first; none: dense layers take all pixels at once.</summary>
    internal IReadOnlyList<ConvolutionRecipe> Convolutions { get; init; } = [];

    /// <summary>The table that an observation's index is looked up in; null where inputs are numbers.</summary>
    internal EmbeddingRecipe? Embedding { get; init; }

    /// <summary>Units of the hidden dense layers; none: a linear model.</summary>
    public required IReadOnlyList<int> Hidden { get; init => field = NotNull.Of(value); }

    /// <summary>The activation of convolutions and hidden layers; null for none.</summary>
    public required Func<Tensor, Tensor>? Activation { get; init; }

    /// <summary>How the weights start.</summary>
    public required Initializer Kernel { get; init => field = NotNull.Of(value); }

    /// <summary>How the biases start.</summary>
    public required Initializer Bias { get; init => field = NotNull.Of(value); }

    /// <summary>The rate of dropout behind every hidden layer; 0 for none.</summary>
    public required float Dropout { get; init; }

    /// <summary>Reads the section; every key has a default.</summary>
    /// <param name="map">The section.</param>
    /// <param name="input">The shape of an input, or, where the data come as rows of numbers, of the image in them.</param>
    /// <exception cref="ConfigurationException">A value is out of range, or convolutions do not fit the input.</exception>
    public static NetworkRecipe Read(ConfigMap map, Shape input) => Read(map, input, new());

    /// <summary>The same with other defaults.</summary>
    internal static NetworkRecipe Read(ConfigMap map, Shape input, NetworkDefaults defaults)
    {
        ArgumentNullException.ThrowIfNull(map);
        string[] initializers = [.. Initializer.All.Select(i => i.Name)];
        string activation = ChoiceReader.Read(map, "activation", defaults.Activation, [NoActivation, .. Activations.Names]);
        return new NetworkRecipe
        {
            Convolutions = ConvolutionRecipe.ReadAll(map, input),
            Hidden = map.Ints("hidden", defaults.Hidden, Bounds.Between(1, 1 << 16)),
            Activation = activation == NoActivation ? null : Activations.Find(activation),
            Kernel = Initializer.Find(ChoiceReader.Read(map, "kernel", defaults.Kernel.Name, initializers)),
            Bias = Initializer.Find(ChoiceReader.Read(map, "bias", Initializer.Zeros.Name, initializers)),
            Dropout = defaults.HasDropout ? map.Float("dropout", 0, new Bounds { Low = 0, High = 1, ExcludesHigh = true }) : 0,
        };
    }

    /// <summary>
    /// Reads the section for what an environment shows: where that is the index of one of n values, the network begins with an
    /// <see cref="Epoche.Embedding"/>, for an index is no quantity.
    /// </summary>
    /// <param name="map">The section.</param>
    /// <param name="spec">What the network is to see.</param>
    /// <exception cref="ConfigurationException">A value is out of range, or does not fit what the environment shows.</exception>
    public static NetworkRecipe Read(ConfigMap map, EnvironmentSpec spec) => Read(map, spec, new());

    /// <summary>The same with other defaults.</summary>
    internal static NetworkRecipe Read(ConfigMap map, EnvironmentSpec spec, NetworkDefaults defaults)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(spec);
        return Read(map, spec.Observation, defaults) with { Embedding = EmbeddingRecipe.Read(map, spec) };
    }

    /// <summary>The network, not yet built.</summary>
    /// <param name="input">The shape of an input.</param>
    /// <param name="image">The shape of the image in it.</param>
    /// <param name="outputs">Units of the last layer, which is linear.</param>
    public Sequential Create(Shape input, Shape image, int outputs)
    {
        Sequential network = [];
        if (Convolutions.Count > 0 && input != image)
        {
            network.Add(new Reshape(image));
        }

        AddFront(network);
        if (network.Layers.Count == 0 && input.Rank > 1)
        {
            network.Add(new Flatten());
        }

        foreach (int units in Hidden)
        {
            network.Add(new Dense(units, Activation, Kernel, Bias));
            if (Dropout > 0)
            {
                network.Add(new Dropout(Dropout));
            }
        }

        network.Add(new Dense(outputs, activation: null, Kernel, Bias));
        return network;
    }

    /// <summary>
    /// What stands in front of the dense layers: convolutions or an embedding, with what makes vectors of what they give; none without
    /// them.
    /// </summary>
    internal IReadOnlyList<Layer> CreateFront()
    {
        Sequential front = [];
        AddFront(front);
        return front.Layers;
    }

    private void AddFront(Sequential network)
    {
        if (Embedding is { } embedding)
        {
            network.Add(new Embedding(embedding.Values, embedding.Width));
        }

        foreach (ConvolutionRecipe convolution in Convolutions)
        {
            convolution.AddTo(network, this);
        }

        if (Convolutions.Count > 0 || Embedding is not null)
        {
            network.Add(new Flatten());
        }
    }

    /// <summary>What the network will have.</summary>
    /// <param name="image">The shape of the image in an input, or of the input.</param>
    /// <param name="outputs">Units of the last layer.</param>
    /// <param name="memory">A recurrent layer in front of the dense ones, if there is one.</param>
    internal NetworkNumbers Count(Shape image, int outputs, RecurrentOptions? memory = null)
    {
        NetworkNumbers numbers = NetworkNumbers.Of(image.ElementCount);
        numbers = Embedding is { } embedding ? numbers.Embed(embedding.Values, embedding.Width) : numbers;
        foreach (ConvolutionRecipe convolution in Convolutions)
        {
            numbers = convolution.AddTo(numbers, ref image);
        }

        numbers = memory is null ? numbers : numbers.Remember(memory.Cell == RecurrentCell.Lstm ? 4 : 3, memory.Units);
        return Hidden.Aggregate(numbers, (before, units) => before.Connect(units)).Connect(outputs);
    }

    /// <inheritdoc/>
    public override string ToString() => Hidden.Count == 0 ? "linear" : string.Join('-', Hidden);
}
