using System.Diagnostics;
using Epoche.Cli.Runs;
using Epoche.Cli.Training;
using static Epoche.Tensors.Ops;

namespace Epoche.Cli.Imitation;

/// <summary>The training of one network, epoch by epoch, with its curves: all that its rest depends on is its state.</summary>
internal sealed class NetworkTraining : IStateful
{
    private readonly Trainer _trainer;
    private readonly Batches _batches;
    private readonly Classifier _onTraining, _onTest;
    private readonly List<EpochPoint> _curve = [];
    private readonly Objective<Batch> _objective;

    public NetworkTraining(ImitationRecipe recipe, NetworkSize size, Dataset train, Dataset test, int actions)
    {
        Size = size;
        Model = Build(recipe, size, train, actions);
        _trainer = new(
            new TrainerOptions
            {
                Optimizer = recipe.Optimizer.Optimizer,
                ClipNorm = recipe.Optimizer.ClipNorm,
                ClipValue = recipe.Optimizer.ClipValue,
                Seed = recipe.Seed,
            },
            Model.Parameters);
        _batches = new(train, new BatchOptions { Size = recipe.BatchSize, Seed = recipe.Seed });
        (_onTraining, _onTest) = (new(Model, train), new(Model, test));
        _objective = batch => SoftmaxCrossEntropy(Model.Call(batch.Inputs), batch.Targets).Mean();
    }

    public NetworkSize Size { get; }

    public Sequential Model { get; }

    /// <summary>A point for each epoch that is done.</summary>
    public IReadOnlyList<EpochPoint> Curve => _curve;

    public int Epoch => _curve.Count;

    public long Updates => _trainer.StepCount;

    /// <summary>Time of its epochs, those of earlier processes included.</summary>
    public double Seconds { get; private set; }

    public int StateVersion => 1;

    /// <summary>One pass over the records, and a judgement.</summary>
    /// <exception cref="CliException">The loss or a gradient is not finite.</exception>
    public void NextEpoch()
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            foreach (Batch batch in _batches)
            {
                _trainer.Step(_objective, batch);
            }
        }
        catch (NonFiniteException exception)
        {
            throw new CliException($"Network {Size.Name}: {exception.Message}", ExitCode.Failure, exception);
        }

        // An epoch takes a fraction of a second: it is not cut short, so that checkpoints lie between two of them.
        ExampleEvaluation train = _onTraining.Judge(CancellationToken.None), test = _onTest.Judge(CancellationToken.None);
        _curve.Add(new(train.Loss, train.Accuracy, test.Loss, test.Accuracy));
        Seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void SaveState(StateSaver to)
    {
        to.Part("trainer", _trainer); // with the model
        to.Part("batches", _batches);
        to.Write("seconds", Seconds);
        to.Write<double>("curve", [.. _curve.SelectMany(p => (double[])[p.TrainLoss, p.TrainAccuracy, p.TestLoss, p.TestAccuracy])]);
    }

    public void LoadState(StateLoader from)
    {
        from.Part("trainer", _trainer);
        from.Part("batches", _batches);
        Seconds = from.Double("seconds");
        _curve.Clear();
        _curve.AddRange(from.Array<double>("curve").Chunk(4).Select(p => new EpochPoint(p[0], p[1], p[2], p[3])));
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
        return ([.. means.Select(m => (float)m)], [.. squares.Select((s, j) => (float)Math.Sqrt(Math.Max(0, (s / data.Count) - (means[j] * means[j]))))]);
    }
}
