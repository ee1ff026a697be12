namespace Epoche.Experiments;

/// <summary>What a network takes in training: a plain list of parts.</summary>
/// <param name="network">What it has.</param>
/// <param name="key">The key of the recipe that its weights grow with.</param>
internal sealed class NetworkMemory(NetworkNumbers network, string key)
{
    private const string Weights = "weights", Gradients = "gradients", Copies = "copies of the weights", Activations = "activations";

    /// <summary>That of a recipe's network.</summary>
    /// <param name="recipe">The network.</param>
    /// <param name="image">The shape of the image in an input, or of the input.</param>
    /// <param name="outputs">Units of the last layer.</param>
    /// <param name="memory">A recurrent layer in it; counted as in front of all others, where it is largest.</param>
    public static NetworkMemory Of(NetworkRecipe recipe, Shape image, int outputs, RecurrentOptions? memory = null)
    {
        NetworkNumbers numbers = recipe.Count(image, outputs, memory);
        bool isConvolutional = recipe.Convolutions.Count > 0 && (recipe.Hidden.Count == 0 || numbers.Convolutions > numbers.Dense);
        return new(numbers, isConvolutional ? "network.convolutions" : "network.hidden");
    }

    /// <summary>What the network has.</summary>
    public NetworkNumbers Numbers => network;

    /// <summary>Weights, gradients, and what the optimizer keeps of each weight.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="perWeight">Learned numbers for each weight of the network: 2 where it has a mean and a deviation.</param>
    public IEnumerable<MemoryPart> Trained(Optimizer optimizer, int perWeight = 1)
    {
        long numbers = Saturating.Product(network.Weights, perWeight);
        yield return Part(Weights, numbers) with { LongestArray = numbers };
        yield return Part(Gradients, numbers);
        if (optimizer.SlotCount > 0)
        {
            yield return Part($"{optimizer.GetType().Name}'s state", Saturating.Product(numbers, optimizer.SlotCount));
        }
    }

    /// <summary>Other networks like it, whose gradients are allocated and never written to.</summary>
    /// <param name="count">How many; of the best weights so far there is no network.</param>
    /// <param name="perWeight">Numbers for each weight.</param>
    public MemoryPart Copied(int count, int perWeight = 1)
    {
        MemoryPart part = Part(Copies, Saturating.Product(network.Weights, count, perWeight));
        return part with { Reserved = Saturating.Product(part.Bytes, 2) };
    }

    /// <summary>The best weights so far.</summary>
    public MemoryPart Kept() => Part(Copies, network.Weights);

    /// <summary>Weights that are drawn, with what comes of them.</summary>
    /// <param name="perWeight">Numbers for each weight.</param>
    public MemoryPart Drawn(long perWeight) => Part("draws of the weights", Saturating.Product(network.Weights, perWeight));

    /// <summary>The outputs of all layers for a batch, and their gradients or another network's outputs.</summary>
    public MemoryPart Batch(long examples, string batchKey) =>
        new(Activations, Saturating.Product(2, examples, network.Outputs, sizeof(float)), batchKey)
        {
            LongestArray = Saturating.Product(examples, network.Widest),
        };

    private MemoryPart Part(string name, long numbers) => new(name, Saturating.Product(numbers, sizeof(float)), key);
}
