using static Epoche.Tensors.Ops;

namespace Epoche.Experiments;

/// <summary>One network of a study: its training, how it did after each epoch, and how long that took.</summary>
internal sealed class NetworkTraining : IStateful
{
    private readonly ClassifierEvaluator _onTraining, _onTest;
    private readonly List<EpochPoint> _curve = [];

    public NetworkTraining(ImitationRecipe recipe, NetworkSize size, Dataset train, Dataset test, int actions)
    {
        Size = size;
        Model = Build(recipe, size, train, actions);
        Trainer trainer = new(recipe.Optimizer.ToTrainerOptions(recipe.Seed), Model.Parameters);
        Batches batches = new(train, new BatchOptions { Size = recipe.BatchSize, Seed = recipe.Seed });
        Training = new SupervisedTraining(trainer, batches, batch => SoftmaxCrossEntropy(Model.Call(batch.Inputs), batch.Targets).Mean());
        (_onTraining, _onTest) = (new(Model, train), new(Model, test));
    }

    public NetworkSize Size { get; }

    public Sequential Model { get; }

    public SupervisedTraining Training { get; }

    /// <summary>A point for each epoch that is done.</summary>
    public IReadOnlyList<EpochPoint> Curve => _curve;

    public int Epoch => _curve.Count;

    public long Updates => Training.Updates;

    /// <summary>Time of its epochs, those of earlier processes included.</summary>
    public double Seconds { get; private set; }

    public int StateVersion => 2;

    /// <summary>How it stands on what it learns from, and on what it never saw.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EpochPoint Evaluate(CancellationToken cancellation)
    {
        ExampleEvaluation train = _onTraining.Evaluate(cancellation), test = _onTest.Evaluate(cancellation);
        return new(train.Loss, train.Accuracy, test.Loss, test.Accuracy);
    }

    /// <summary>An epoch is done.</summary>
    public void Add(EpochPoint point, double seconds)
    {
        _curve.Add(point);
        Seconds += seconds;
    }

    /// <summary>The curve; the training is a part of the loop's state.</summary>
    public void SaveState(StateSaver to)
    {
        to.Write("seconds", Seconds);
        to.Write<double>("curve", [.. _curve.SelectMany(p => (double[])[p.TrainLoss, p.TrainAccuracy, p.TestLoss, p.TestAccuracy])]);
    }

    public void LoadState(StateLoader from)
    {
        from.RequireVersion(2);
        double seconds = from.Seconds("seconds");
        double[] curve = from.Array<double>("curve");
        if (curve.Length % 4 != 0 || curve.Length / 4 is var epochs && (epochs > Training.Epochs || epochs < Training.Epochs - 1))
        {
            throw from.Mismatch("curve", $"4 numbers for each of {Training.Epochs} epochs, or of one less", $"{curve.Length} numbers");
        }

        Seconds = seconds;
        _curve.Clear();
        _curve.AddRange(curve.Chunk(4).Select(p => new EpochPoint(p[0], p[1], p[2], p[3])));
    }

    private static Sequential Build(ImitationRecipe recipe, NetworkSize size, Dataset train, int actions)
    {
        Initializer initializer = Initializer.UniformFanIn;
        Normalization? normalization = recipe.Normalize ? new(limit: 10) : null;
        Sequential model = [];
        if (normalization is not null)
        {
            model.Add(normalization);
        }

        foreach (int units in size.Hidden)
        {
            model.Add(new Dense(units, recipe.Activation, initializer, initializer));
        }

        model.Add(new Dense(actions, activation: null, initializer, initializer));
        model.Build(train.InputShape, recipe.Seed);
        (float[] mean, float[] deviation) = Statistics(train);
        normalization?.SetStatistics(mean, deviation);
        return model;
    }

    private static (float[] Mean, float[] Deviation) Statistics(Dataset data)
    {
        int width = data.InputShape.ElementCount;
        double[] sum = new double[width], squares = new double[width];
        for (int i = 0; i < data.Count; i++)
        {
            float[] input = data.Input(i);
            for (int j = 0; j < width; j++)
            {
                sum[j] += input[j];
                squares[j] += (double)input[j] * input[j];
            }
        }

        double[] means = [.. sum.Select(s => s / data.Count)];
        return (
            [.. means.Select(m => (float)m)],
            [.. squares.Select((s, j) => (float)Math.Sqrt(Math.Max(0, (s / data.Count) - (means[j] * means[j]))))]);
    }
}
