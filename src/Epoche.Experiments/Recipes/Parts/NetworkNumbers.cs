namespace Epoche.Experiments;

/// <summary>How many numbers a network has, known from its layers' sizes before it is built.</summary>
internal readonly record struct NetworkNumbers
{
    /// <summary>Weights and biases of the convolutions.</summary>
    public long Convolutions { get; private init; }

    /// <summary>Weights and biases of the dense layers, and the table of an embedding.</summary>
    public long Dense { get; private init; }

    /// <summary>Outputs of all layers for one example.</summary>
    public long Outputs { get; private init; }

    /// <summary>Outputs of the layer with most of them.</summary>
    public long Widest { get; private init; }

    /// <summary>Outputs of the last layer: what the next one takes, for each example.</summary>
    public long Width { get; private init; }

    /// <summary>Inputs of the last layer.</summary>
    public long Features { get; private init; }

    public long Weights => Saturating.Sum(Convolutions, Dense);

    /// <summary>No layers yet.</summary>
    /// <param name="inputs">Numbers of one example.</param>
    public static NetworkNumbers Of(long inputs) => new() { Width = inputs };

    /// <summary>With a convolution behind it.</summary>
    public NetworkNumbers Convolve(long kernel, long biases, long outputs) =>
        Shown(outputs) with { Convolutions = Saturating.Sum(Convolutions, kernel, biases) };

    /// <summary>With a layer without weights behind it.</summary>
    public NetworkNumbers Pool(long outputs) => Shown(outputs);

    /// <summary>With a table of vectors behind it, one of them for each number.</summary>
    public NetworkNumbers Embed(long values, long width) =>
        Shown(Saturating.Product(Width, width)) with { Dense = Saturating.Sum(Dense, Saturating.Product(values, width)) };

    /// <summary>With a dense layer behind it.</summary>
    public NetworkNumbers Connect(long units) =>
        Shown(units) with { Dense = Saturating.Sum(Dense, Saturating.Product(Width, units), units) };

    /// <summary>With a recurrent layer behind it that sees one step at a time.</summary>
    /// <param name="gates">Blocks of its kernels.</param>
    /// <param name="units">Its units.</param>
    public NetworkNumbers Remember(int gates, long units) => Shown(units) with
    {
        Dense = Saturating.Sum(Dense, Saturating.Product(Saturating.Sum(Width, units, 1), gates, units)),
        Outputs = Saturating.Sum(Outputs, Saturating.Product(2 * gates, units)), // its gates, and what it keeps for the gradient
        Widest = Math.Max(Widest, Saturating.Product(2 * gates, units)),
    };

    private NetworkNumbers Shown(long outputs) => this with
    {
        Outputs = Saturating.Sum(Outputs, outputs),
        Widest = Math.Max(Widest, outputs),
        Features = Width,
        Width = outputs,
    };
}
