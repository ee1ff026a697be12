using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Doubt;

/// <summary>Asks a classifier with doubt, and says how good its answers are.</summary>
internal sealed class DoubtJudge(BayesianRecipe recipe, DoubtingModel model)
{
    private const int GlanceSamples = 3;

    /// <summary>What the networks say.</summary>
    public Prediction Predict(Tensor images) => Predict(recipe, model.Predictive, images);

    public static Prediction Predict(BayesianRecipe recipe, Predictive predictive, Tensor images) =>
        Prediction.Of(predictive, images, recipe.Samples);

    /// <summary>The answer to each image where refusing is not allowed.</summary>
    /// <param name="images">[images, pixels].</param>
    /// <param name="prediction">What the networks say of them.</param>
    public int[] Forced(Tensor images, Prediction prediction)
    {
        if (recipe.Prediction.ForcedSamples is not { } samples)
        {
            return prediction.Best();
        }

        Tensor outputs = model.Predictive.PredictOutputs(images, samples).Mean(axis: 0).ArgMax(-1);
        return [.. outputs.ToArray().Select(c => (int)c)];
    }

    /// <summary>How good the answers to examples are, forced and free.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ExampleEvaluation Evaluate(Dataset examples, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Tensor images = examples.Inputs(), labels = examples.Targets();
        Prediction prediction = Predict(images);
        cancellation.ThrowIfCancellationRequested();
        return Evaluate(prediction, labels, Forced(images, prediction), model.Rule.Judge(prediction));
    }

    public static ExampleEvaluation Evaluate(Prediction prediction, Tensor labels, int[] forced, IReadOnlyList<Verdict> verdicts)
    {
        Metric[] metrics = [new F1Score(outputs: ClassOutputs.Probabilities), new NegativeLogLikelihood(ClassOutputs.Probabilities), new BrierScore(ClassOutputs.Probabilities), new ExpectedCalibrationError(outputs: ClassOutputs.Probabilities)];
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

    /// <summary>Accuracy and loss by few draws.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ExampleEvaluation Glance(Predictive predictive, Dataset examples, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Prediction prediction = Prediction.Of(predictive, examples.Inputs(), GlanceSamples);
        Accuracy accuracy = new(ClassOutputs.Probabilities);
        NegativeLogLikelihood loss = new(ClassOutputs.Probabilities);
        Tensor labels = examples.Targets();
        accuracy.Add(prediction.Mean, labels);
        loss.Add(prediction.Mean, labels);
        return new ExampleEvaluation(examples.Count, accuracy.Value, loss.Value);
    }
}
