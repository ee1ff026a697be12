namespace Epoche.Experiments;

/// <summary>The training of a classifier on labelled images: what all kinds of such recipes have in common.</summary>
internal abstract record ClassifierRecipe : Recipe, IClassifies
{
    private readonly Lazy<DataSetParts> _parts = null!;

    public required DataSetEntry Data
    {
        get;
        init => (field, _parts) = (value, new(value.Load));
    }

    /// <summary>The data set in memory, loaded when it is first asked for.</summary>
    public DataSetParts Parts => _parts.Value;

    public required int BatchSize { get; init; }

    /// <summary>Passes over the training examples.</summary>
    public required int Epochs { get; init; }

    /// <summary>A limit of optimizer steps within those passes; null for none.</summary>
    public required long? Steps { get; init; }

    /// <summary>Training examples that nothing is learned from.</summary>
    public required int ValidationExamples { get; init; }

    /// <summary>How training examples are changed; null: not at all.</summary>
    public required Augmentation? Augmentation { get; init; }

    public required NetworkRecipe Network { get; init; }

    public required OptimizerRecipe Optimizer { get; init; }

    /// <summary>Optimizer steps of the whole training.</summary>
    public required long TotalSteps { get; init; }

    /// <exception cref="ExperimentException">A model of these shapes is that of another recipe.</exception>
    public void RequireFits(Shape input, Shape output)
    {
        if (input != Data.Input || output != [Data.Classes])
        {
            throw new ExperimentException(
                $"The model takes {input} and gives {output}; {Data.Name} has examples {Data.Input} "
                + $"of {Data.Classes} classes. Is it the model of another run?",
                ExperimentProblem.Failure);
        }
    }

    /// <summary>The keys that say how often the examples are passed over.</summary>
    protected static (int BatchSize, int Epochs, long? Steps, int ValidationExamples) ReadPasses(ConfigMap map, DataSetEntry data) => (
        map.Int("batch_size", 128, Bounds.Between(1, data.TrainExamples)),
        map.Int("epochs", 10, Bounds.Between(1, 100_000)),
        map.TryGet("steps", out ConfigNode? limit) ? limit.AsLong(Bounds.AtLeast(1)) : null,
        map.Int("validation_examples", OwnTable.ValidationExamples(data.TrainExamples), Bounds.Between(0, data.TrainExamples - 1)));

    /// <summary>How many steps a training has.</summary>
    /// <param name="images">Images that are learned from in an epoch.</param>
    /// <param name="batchSize">How many at a time.</param>
    /// <param name="epochs">Passes.</param>
    /// <param name="steps">The limit; null for none.</param>
    protected static long StepsOf(int images, int batchSize, int epochs, long? steps) =>
        Math.Min((long)epochs * ((images + batchSize - 1) / batchSize), steps ?? long.MaxValue);
}
