namespace Epoche;

/// <summary>
/// How <see cref="Trainer.Fit(Model, Dataset, Func{Tensor, Tensor, Tensor}, SupervisedOptions?, CancellationToken)"/> trains.
/// </summary>
public sealed record SupervisedOptions
{
    /// <summary>Examples in a batch, 1 or more. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Batches whose gradients are averaged for one update, 1 or more. Default 1.</summary>
    public int BatchesPerUpdate { get; init; } = 1;

    /// <summary>Examples to evaluate on after each epoch. Default: none.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>The share of the data held back for evaluation instead, in [0, 1); drawn by the trainer's seed. Default 0.</summary>
    public float ValidationShare { get; init; }

    /// <summary>How much the examples of each class count in training; validation counts all alike. Default: alike.</summary>
    public ClassWeights? ClassWeights { get; init; }

    /// <summary>
    /// What is measured after each epoch beside the loss, each by a name of its own: on the validation examples, as <c>validation/NAME</c>;
    /// without any on the training examples, as <c>train/NAME</c>, by one more pass over them with the weights that the
    /// epoch ended with and without dropout.
    /// </summary>
    public IReadOnlyList<Metric> Metrics { get; init => field = Elements.Of(value); } = [];

    /// <summary>What watches the training, called in this order.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init => field = Elements.Of(value); } = [];

    /// <summary>
    /// Where the training saves itself, every two seconds and at the end, and where it goes on from: bit for bit as if it had not been
    /// interrupted. One folder for one call; after its end another call with it trains no further, unless there
    /// are more epochs. Default: nowhere.
    /// </summary>
    public Checkpoints? Checkpoints { get; init; }

    /// <summary>Where each epoch's measurements go. Default: nowhere.</summary>
    public IRunWriter Writer { get; init => field = value ?? throw new ArgumentNullException(nameof(Writer)); } = NullRunWriter.Instance;

    /// <summary>The examples to train on, and those to evaluate on.</summary>
    internal (Dataset Training, Dataset? Validation) Split(Dataset data, ulong seed)
    {
        Require.InRange(ValidationShare, 0, 1, "share of validation examples");
        if (Validation is not null && ValidationShare > 0)
        {
            throw new ArgumentException(
                $"{nameof(Validation)} and {nameof(ValidationShare)} exclude each other: give examples, or a share to hold back.");
        }

        ModelEvaluation.RequireDifferentNames(Metrics);
        if (ValidationShare == 0)
        {
            return (data, Validation);
        }

        if (data.Count == 1)
        {
            throw new ArgumentException($"One example cannot be both trained on and evaluated on; leave {nameof(ValidationShare)} at 0, "
                + $"or give {nameof(Validation)} examples.");
        }

        // One on each side at least.
        int count = Math.Clamp(
            (int)Math.Round((decimal)ValidationShare * data.Count), Math.Min(1, data.Count), Math.Max(0, data.Count - 1));
        return data.Split(count, seed);
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(SupervisedOptions), PrintMembers);
}
