using Epoche.Tensors;

namespace Epoche.Experiments;

/// <summary>
/// The training of a network that predicts a number of a table, of whose epochs the best on the validation rows is kept:
/// <c>kind: regression</c>.
/// </summary>
internal sealed record RegressionRecipe : Recipe, IPredictsNumbers
{
    private static readonly (string Name, Func<Tensor, Tensor, Tensor> Loss)[] s_losses =
    [
        ("squared", Ops.MeanSquaredError),
        ("absolute", Ops.MeanAbsoluteError),
        ("huber", (predictions, targets) => Ops.Huber(predictions - targets)),
    ];

    private readonly Lazy<DataSetParts> _parts = null!;

    public required DataSetEntry Data
    {
        get;
        init => (field, _parts) = (value, new(value.Load));
    }

    /// <summary>The data in memory, loaded when they are first asked for.</summary>
    public DataSetParts Parts => _parts.Value;

    public required int BatchSize { get; init; }

    /// <summary>Passes over the training rows.</summary>
    public required int Epochs { get; init; }

    /// <summary>Training rows that nothing is learned from.</summary>
    public required int ValidationExamples { get; init; }

    public required NetworkRecipe Network { get; init; }

    public required OptimizerRecipe Optimizer { get; init; }

    /// <summary>What is made small, of predictions and targets that are scaled by mean and deviation.</summary>
    public required Func<Tensor, Tensor, Tensor> Loss { get; init; }

    /// <summary>How the weights are averaged; null: not at all.</summary>
    public required AveragingRecipe? Averaging { get; init; }

    /// <summary>The share of numbers that intervals are to contain; null for no intervals.</summary>
    public required double? Interval { get; init; }

    /// <summary>Optimizer steps of the whole training.</summary>
    public required long TotalSteps { get; init; }

    public static RegressionRecipe Read(ConfigMap map, ulong seed)
    {
        DataSetEntry data = DataSets.ReadNumbers(map);
        int validation = map.Int(
            "validation_examples", OwnTable.ValidationExamples(data.TrainExamples), Bounds.Between(0, data.TrainExamples - 1));
        int batchSize = map.Int("batch_size", Math.Min(128, data.TrainExamples), Bounds.Between(1, data.TrainExamples));
        int epochs = map.Int("epochs", 10, Bounds.Between(1, 100_000));
        long steps = (long)epochs * ((data.TrainExamples - validation + batchSize - 1) / batchSize);
        long total = map.TryGet("steps", out ConfigNode? limit) ? Math.Min(steps, limit.AsLong(Bounds.AtLeast(1))) : steps;
        string loss = ChoiceReader.Read(map, "loss", s_losses[0].Name, [.. s_losses.Select(each => each.Name)]);
        NetworkRecipe network = NetworkRecipe.Read(map.Map("network"), data.Image);
        return new RegressionRecipe
        {
            Seed = seed,
            Data = data,
            BatchSize = batchSize,
            Epochs = epochs,
            ValidationExamples = validation,
            Network = network,
            Optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"), total, network, data.Input, data.Image),
            Loss = Array.Find(s_losses, each => each.Name == loss).Loss,
            Averaging = AveragingRecipe.Read(map),
            Interval = ReadInterval(map, validation / 2),
            TotalSteps = total,
        };
    }

    // Of n rows the margin is the ⌈(n + 1)·share⌉-th smallest error, and there are only n.
    private static double? ReadInterval(ConfigMap map, int rows)
    {
        double share = map.Double("interval", 0.9, new Bounds { Low = 0, High = 1, ExcludesHigh = true });
        int least = (int)Math.Ceiling(Math.Round(share / (1 - share), 9));
        return share == 0 ? null
            : rows >= least ? share
            : !map.Contains("interval") ? null
            : throw map.Error(
                "interval",
                $"of {share} needs {2 * least} validation_examples at least, half of which choose the epoch; there are {2 * rows}");
    }

    /// <exception cref="ExperimentException">A model of these shapes is that of another recipe.</exception>
    public void RequireFits(Shape input, Shape output)
    {
        if (input != Data.Input || output != [1])
        {
            throw new ExperimentException(
                $"The model takes {input} and gives {output}; {Data.Name} has examples {Data.Input} with one number each. "
                + "Is it the model of another run?",
                ExperimentProblem.Failure);
        }
    }
}
