using Epoche.Tensors;

namespace Epoche.Cli.Recipes;

/// <summary>A network of dense layers: the section <c>network</c> of a recipe.</summary>
internal sealed record NetworkRecipe
{
    private const string NoActivation = "none";

    /// <summary>Units of the hidden layers; none: a linear model.</summary>
    public required int[] Hidden { get; init; }

    /// <summary>The hidden layers' activation; null for none.</summary>
    public required Func<Tensor, Tensor>? Activation { get; init; }

    public required Initializer Kernel { get; init; }

    public required Initializer Bias { get; init; }

    /// <summary>The rate of dropout behind every hidden layer; 0 for none.</summary>
    public required float Dropout { get; init; }

    public static NetworkRecipe Read(ConfigMap map)
    {
        string[] initializers = [.. Initializer.All.Select(i => i.Name)];
        string activation = ChoiceReader.Read(map, "activation", "relu", [NoActivation, .. Activations.Names]);
        return new NetworkRecipe
        {
            Hidden = map.Ints("hidden", [256, 256], Bounds.Between(1, 1 << 16)),
            Activation = activation == NoActivation ? null : Activations.Find(activation),
            Kernel = Initializer.Find(ChoiceReader.Read(map, "kernel", Initializer.GlorotUniform.Name, initializers)),
            Bias = Initializer.Find(ChoiceReader.Read(map, "bias", Initializer.Zeros.Name, initializers)),
            Dropout = map.Float("dropout", 0, new Bounds { Low = 0, High = 1, ExcludesHigh = true }),
        };
    }

    /// <summary>The network, not yet built.</summary>
    /// <param name="flatten">Whether the input has several axes.</param>
    /// <param name="outputs">Units of the last layer, which is linear.</param>
    public Sequential Create(bool flatten, int outputs)
    {
        Sequential network = [];
        if (flatten)
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
}
