namespace Epoche;

/// <summary>How a policy is learned from pairs.</summary>
public sealed record CloningOptions
{
    /// <summary>
    /// Makes the network, not yet built: from observations to what <see cref="ActionHead.For"/> takes, so for discrete actions one output
    /// each, <c>spec => [new Dense(64, Relu), new Dense(spec.Actions.Count)]</c>. For continuous actions as many outputs as numbers learn
    /// them by squared error, whatever the player's scatter; means and ln σ, such as <c>new Dense(spec.Actions.Count), new
    /// FreeDeviation()</c> at the end, learn a normal distribution by its likelihood, for players that scatter.
    /// </summary>
    public required Func<EnvironmentSpec, Model> Network { get; init => field = value ?? throw new ArgumentNullException(nameof(Network)); }

    /// <summary>The optimizer, as a pattern. Default: Adam with 0.001.</summary>
    public Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(Optimizer)); } = new Adam(1e-3f);

    /// <summary>Passes over the pairs. Default 100; range: at least 1.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Pairs of an update. Default 64; range: at least 1.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>
    /// Whether observations are shifted and scaled by the mean and deviation of those that are learned from, in a layer of the network
    /// itself. Default true; false where an observation is an index.
    /// </summary>
    public bool? NormalizeObservations { get; init; }

    /// <summary>
    /// Pairs to evaluate on after each epoch. Best from other episodes: steps in a row are nearly the same pair, and those held back of the
    /// same episodes flatter. Default: none.
    /// </summary>
    public Demonstrations? Validation { get; init; }

    /// <summary>The share of the pairs held back for that instead, drawn by the seed. Default 0; range 0 to below 1.</summary>
    public float ValidationShare { get; init; }

    /// <summary>The largest norm of the whole gradient. Default: none; range above 0.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>What watches the training, such as <see cref="EarlyStopping"/> on <c>validation/loss</c>. Default: none.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init => field = Elements.Of(value); } = [];

    /// <summary>Where the training saves itself, and where it goes on from. Default: nowhere.</summary>
    public Checkpoints? Checkpoints { get; init; }

    /// <summary>Where each epoch's measurements go. Default: nowhere.</summary>
    public IRunWriter Writer { get; init => field = value ?? throw new ArgumentNullException(nameof(Writer)); } = NullRunWriter.Instance;

    /// <summary>Decides initial weights, orders and what is held back. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(CloningOptions), PrintMembers);
}
