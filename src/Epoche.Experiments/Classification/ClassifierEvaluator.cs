using static Epoche.Tensors.Ops;

namespace Epoche.Experiments;

/// <summary>Evaluates a network of class logits on examples.</summary>
internal sealed class ClassifierEvaluator(Sequential model, Dataset examples) : IEvaluable
{
    private const int BatchSize = 500, CustomaryK = 5;

    /// <summary>Accuracy and mean cross-entropy, quickly enough for every epoch.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ExampleEvaluation Evaluate(CancellationToken cancellation) => Evaluate([], cancellation);

    /// <summary>More examples right are better, or as many with a lower loss.</summary>
    public LoopEvaluation Evaluate(int index, CancellationToken cancellation)
    {
        ExampleEvaluation found = Evaluate(cancellation);
        return ToLoop(found);
    }

    /// <summary>An evaluation as a loop keeps it.</summary>
    public static LoopEvaluation ToLoop(ExampleEvaluation found) =>
        new(
            new Score(found.Accuracy, -found.Loss),
            [new(RunTags.ValidationAccuracy, found.Accuracy), new(RunTags.ValidationLoss, found.Loss)])
        {
            Count = found.Examples,
        };

    /// <summary>The other way round.</summary>
    public static ExampleEvaluation ToResult(LoopEvaluation evaluation) =>
        new((int)evaluation.Count, evaluation.Score.First, -evaluation.Score.Second);

    /// <summary>The same with F1, top 5 of more than five classes, and how good the probabilities are.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ExampleEvaluation EvaluateInFull(CancellationToken cancellation)
    {
        List<Metric> metrics = [new F1Score(), new NegativeLogLikelihood(), new BrierScore(), new ExpectedCalibrationError()];
        if (model.OutputShape[0] > CustomaryK)
        {
            metrics.Insert(0, new TopKAccuracy(CustomaryK));
        }

        return Evaluate(metrics, cancellation);
    }

    private ExampleEvaluation Evaluate(List<Metric> metrics, CancellationToken cancellation)
    {
        ConfusionMatrix confusion = new();
        Evaluation evaluation = model.Evaluate(examples, SoftmaxCrossEntropy, [confusion, .. metrics], BatchSize, cancellation);
        int classes = confusion.Classes;
        return new ExampleEvaluation(evaluation.Examples, confusion.Value, evaluation.Loss)
        {
            Confusion = [.. Enumerable.Range(0, classes * classes).Select(i => (int)confusion[i / classes, i % classes])],
            Measurements = [.. metrics.Select(metric => new MetricValue(metric.Name, metric.Value))],
        };
    }
}
