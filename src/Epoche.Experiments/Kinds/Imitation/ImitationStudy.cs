namespace Epoche.Experiments;

/// <summary>
/// The networks of a study, trained one after the other: evaluates the one in training after each epoch, and keeps the curves of all.
/// </summary>
internal sealed class ImitationStudy(IReadOnlyList<NetworkTraining> networks, int epochs) : LoopObserver, IEvaluable, IStateful
{
    private double _reported;

    public IReadOnlyList<NetworkTraining> Networks { get; } = networks;

    /// <summary>All of them, as a loop runs them.</summary>
    public SequenceTraining Training { get; } = new(epochs, [.. networks.Select(n => n.Training)]);

    /// <summary>The network in training, until its last epoch is evaluated; null where all are done.</summary>
    public NetworkTraining? Current => Networks.FirstOrDefault(n => n.Epoch < epochs);

    /// <summary>The network whose epoch was evaluated last.</summary>
    public NetworkTraining? Latest { get; private set; }

    public int StateVersion => 1;

    /// <summary>Other networks are another scale: which is the best of them is for their games to show.</summary>
    public LoopEvaluation Evaluate(int index, CancellationToken cancellation)
    {
        NetworkTraining network = Current!;
        EpochPoint point = network.Evaluate(cancellation);
        return new(
            new Score(point.TestAccuracy, -point.TestLoss),
            [
                new(RunTags.TrainLoss, point.TrainLoss), new(RunTags.TrainAccuracy, point.TrainAccuracy),
                new(NetworkRecorder.TestLoss, point.TestLoss), new(NetworkRecorder.TestAccuracy, point.TestAccuracy),
            ])
        {
            Scale = network.Size.Name,
        };
    }

    public override void OnBegin(TrainingLoop loop) => _reported = loop.Seconds;

    public override void OnReport(TrainingLoop loop, LoopReport report)
    {
        if (report is { IsEvaluated: true, Evaluation.Measurements: var found })
        {
            Latest = Current!;
            Latest.Add(new(found[0].Value, found[1].Value, found[2].Value, found[3].Value), report.Seconds - _reported);
            _reported = report.Seconds;
        }
    }

    public void SaveState(StateSaver to)
    {
        for (int i = 0; i < Networks.Count; i++)
        {
            to.Part($"network_{i}", Networks[i]);
        }
    }

    public void LoadState(StateLoader from)
    {
        for (int i = 0; i < Networks.Count; i++)
        {
            from.Part($"network_{i}", Networks[i]);
        }
    }
}
