namespace Epoche;

/// <summary>
/// Monte Carlo dropout: a network trained with <see cref="Dropout"/> layers keeps dropping when it predicts, and its answers scatter where
/// it is unsure (Gal and Ghahramani 2016, arXiv:1506.02142). A draw is one thinned network: its masks cover one example and serve all of a
/// batch, so the draw does not depend on how examples are cut into batches. Batch normalization and whatever else acts differently in
/// training stays as it is outside of training.
/// </summary>
/// <example>
/// <code>
/// Sequential network = [new Dense(512, Relu), new Dropout(0.5f), new Dense(10)]; // trained as usual
/// Tensor probabilities = new DropoutPredictive(network, Softmax).Predict(x, samples: 50);
/// </code>
/// </example>
public sealed class DropoutPredictive : Predictive
{
    internal const string KindName = "dropout";

    private readonly ulong _seed;
    private readonly int _first; // the layer from which on draws differ

    /// <summary>Takes a network; what it learns later counts.</summary>
    /// <param name="network">The network, with one dropout layer at least.</param>
    /// <param name="output">Turns the network's outputs into what is predicted, such as <c>Ops.Softmax</c>. Default: nothing.</param>
    /// <param name="seed">Decides the masks; each layer has a stream of its own for each draw.</param>
    /// <exception cref="InvalidOperationException">The network is not built.</exception>
    /// <exception cref="ArgumentException">It has no dropout layer.</exception>
    public DropoutPredictive(Sequential network, Func<Tensor, Tensor>? output = null, ulong seed = 0)
        : base(output)
    {
        ArgumentNullException.ThrowIfNull(network);
        _ = network.Parameters;
        _first = network.Layers.TakeWhile(layer => layer is not Dropout { Rate: > 0 }).Count();
        if (_first == network.Layers.Count)
        {
            throw new ArgumentException("The network has no Dropout layer with a rate above 0, so all draws would be the same; "
                + "train it with one, such as new Dropout(0.5f) before the last layer.", nameof(network));
        }

        (Network, _seed) = (network, seed);
    }

    internal override Sequential Network { get; }

    /// <summary>The outputs of thinned networks, draw i with the masks i.</summary>
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The inputs have another shape than the network takes, or hold NaN or an infinity.</exception>
    public override Tensor Predict(Tensor x, int samples)
    {
        using SoleUse.Scope use = Enter();
        RequireInput(x);
        Tensor shared = Kept(() => Call(x, 0, _first, masks: []));
        return Gather(shared, samples, samples, draw =>
        {
            Tensor[] masks = Masks(draw);
            return examples => Finish(Call(examples, _first, Network.Layers.Count, masks));
        });
    }

    internal static DropoutPredictive Load(PredictiveSource source) =>
        new(source.BuildNetwork(""), source.Output, source.Description.ULong("seed", 0));

    internal override PredictiveContent Describe(YamlWriter yaml)
    {
        yaml.Value("seed", _seed, "of the masks");
        return new PredictiveContent(
            KindName, [.. Network.Parameters.Entries.Select(entry => new SavedTensor(entry.Name, Network.Parameters, entry))]);
    }

    private protected override Tensor FeaturesOf(Tensor x) => LastLayer.Features(Network, x);

    /// <summary>What the input of each layer that drops is multiplied by.</summary>
    private Tensor[] Masks(int draw)
    {
        List<Tensor> masks = [];
        for (int i = _first; i < Network.Layers.Count; i++)
        {
            if (Network.Layers[i] is Dropout { Rate: > 0 } dropout)
            {
                Rng random = Rng.Stream(_seed, "dropout/" + dropout.Name, draw);
                masks.Add(dropout.Mask(Network.ShapeAfter(i), ref random));
            }
        }

        return [.. masks];
    }

    /// <summary>The layers from one on up to another, thinned.</summary>
    private Tensor Call(Tensor x, int from, int to, ReadOnlySpan<Tensor> masks)
    {
        int dropped = 0;
        for (int i = from; i < to; i++)
        {
            x = Network.Layers[i] is Dropout { Rate: > 0 } ? x * masks[dropped++] : Network.Layers[i].Call(x);
        }

        return x;
    }
}
