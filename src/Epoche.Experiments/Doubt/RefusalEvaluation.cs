namespace Epoche.Experiments;

/// <summary>How good the answers of a classifier with doubt are.</summary>
internal static class RefusalEvaluation
{
    private const int QuickSamples = 3;

    /// <param name="prediction">What the networks say.</param>
    /// <param name="labels">What is right.</param>
    /// <param name="forced">The answers where refusing is not allowed.</param>
    /// <param name="verdicts">The answers where it is.</param>
    public static ExampleEvaluation Of(Prediction prediction, Tensor labels, int[] forced, IReadOnlyList<Verdict> verdicts)
    {
        Metric[] metrics =
        [
            new F1Score(outputs: ClassOutputs.Probabilities),
            new NegativeLogLikelihood(ClassOutputs.Probabilities),
            new BrierScore(ClassOutputs.Probabilities),
            new ExpectedCalibrationError(outputs: ClassOutputs.Probabilities),
        ];
        foreach (Metric metric in metrics)
        {
            metric.Add(prediction.Mean, labels);
        }

        int classes = prediction.Classes, right = 0, answered = 0, answeredRight = 0;
        int[] confusion = new int[classes * classes];
        for (int i = 0; i < forced.Length; i++)
        {
            int label = (int)labels.Values[i];
            confusion[(label * classes) + forced[i]]++;
            right += forced[i] == label ? 1 : 0;
            answered += verdicts[i].IsRefused ? 0 : 1;
            answeredRight += !verdicts[i].IsRefused && verdicts[i].Classes[0] == label ? 1 : 0;
        }

        return new ExampleEvaluation(forced.Length, (double)right / forced.Length, metrics[1].Value)
        {
            Confusion = confusion,
            Measurements =
            [
                .. metrics.Select(metric => new MetricValue(metric.Name, metric.Value)),
                new MetricValue(ExampleEvaluation.Coverage, (double)answered / forced.Length),
                new MetricValue(ExampleEvaluation.AnsweredAccuracy, answered > 0 ? (double)answeredRight / answered : double.NaN),
            ],
        };
    }

    /// <summary>Accuracy and loss by few draws, quickly enough for every epoch.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ExampleEvaluation Quick(Predictive predictive, Dataset examples, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Prediction prediction = Prediction.Of(predictive, examples.Inputs(), QuickSamples);
        Accuracy accuracy = new(ClassOutputs.Probabilities);
        NegativeLogLikelihood loss = new(ClassOutputs.Probabilities);
        Tensor labels = examples.Targets();
        accuracy.Add(prediction.Mean, labels);
        loss.Add(prediction.Mean, labels);
        return new ExampleEvaluation(examples.Count, accuracy.Value, loss.Value);
    }
}
