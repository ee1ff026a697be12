using Epoche.Cli.Data;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Recipes;

/// <summary>The training of a classifier on labelled images: <c>kind: supervised</c>.</summary>
internal sealed record SupervisedRecipe : Recipe
{
    public const string Kind = "supervised";

    public required DataSetEntry Data { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>Passes over the training examples.</summary>
    public required int Epochs { get; init; }

    /// <summary>A limit of optimizer steps within those passes; null for none.</summary>
    public required long? Steps { get; init; }

    /// <summary>Training examples held out to choose the best epoch; 0: the last weights are the result.</summary>
    public required int ValidationExamples { get; init; }

    /// <summary>How training examples are changed; null: not at all.</summary>
    public required Augmentation? Augmentation { get; init; }

    public required NetworkRecipe Network { get; init; }

    public required OptimizerRecipe Optimizer { get; init; }

    /// <summary>Optimizer steps of the whole training.</summary>
    public long TotalSteps { get; private init; }

    public override Recipe With(RunExtension extension) => this with { TotalSteps = extension.Steps };

    public static SupervisedRecipe Read(ConfigMap map, ulong seed)
    {
        DataSetEntry data = DataSets.Find(map.RequiredChoice("data", DataSets.Names));
        int batchSize = map.Int("batch_size", 128, Bounds.Between(1, data.TrainExamples));
        int epochs = map.Int("epochs", 10, Bounds.Between(1, 100_000));
        long? steps = map.TryGet("steps", out ConfigNode? limit) ? limit.AsLong(Bounds.AtLeast(1)) : null;
        int validation = map.Int("validation_examples", 5_000, Bounds.Between(0, data.TrainExamples - 1));
        int batches = (data.TrainExamples - validation + batchSize - 1) / batchSize;
        long total = Math.Min((long)epochs * batches, steps ?? long.MaxValue);
        return new SupervisedRecipe
        {
            Seed = seed,
            Data = data,
            BatchSize = batchSize,
            Epochs = epochs,
            Steps = steps,
            ValidationExamples = validation,
            Augmentation = AugmentationRecipe.Read(map, data.Image),
            Network = NetworkRecipe.Read(map.Map("network"), data.Image),
            Optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"), total),
            TotalSteps = total,
        };
    }
}
