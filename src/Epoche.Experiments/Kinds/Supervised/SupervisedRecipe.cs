namespace Epoche.Experiments;

/// <summary>The training of one network, of whose epochs the best on the validation examples is kept: <c>kind: supervised</c>.</summary>
internal sealed record SupervisedRecipe : ClassifierRecipe
{
    /// <summary>How the weights are averaged; null: not at all.</summary>
    public required AveragingRecipe? Averaging { get; init; }

    public static SupervisedRecipe Read(ConfigMap map, ulong seed)
    {
        DataSetEntry data = DataSets.Read(map, mayWeigh: true);
        (int batchSize, int epochs, long? steps, int validation) = ReadPasses(map, data);
        long total = StepsOf(data.TrainExamples - validation, batchSize, epochs, steps);
        NetworkRecipe network = NetworkRecipe.Read(map.Map("network"), data.Image);
        return new SupervisedRecipe
        {
            Seed = seed,
            Data = data,
            BatchSize = batchSize,
            Epochs = epochs,
            Steps = steps,
            ValidationExamples = validation,
            Augmentation = AugmentationRecipe.Read(map, data.Image),
            Network = network,
            Optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"), total, network, data.Input, data.Image),
            Averaging = AveragingRecipe.Read(map),
            TotalSteps = total,
        };
    }
}
