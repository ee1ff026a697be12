namespace Epoche.Compare;

/// <summary>
/// Metrics over outputs and labels or targets, given in batches, and what is measured of doubts. The answer is the value, of some
/// with those of the classes behind it.
/// </summary>
internal static class MetricCases
{
    public static IReadOnlyList<Tensor> Run(Case c)
    {
        if (c.Name.StartsWith("doubt ", StringComparison.Ordinal))
        {
            return [Tensor.Of((float)Doubt(c))];
        }

        ClassOutputs outputs = c.Text("outputs") == "logits" ? ClassOutputs.Logits : ClassOutputs.Probabilities;
        Metric metric = c.Name switch
        {
            "accuracy" => new Accuracy(outputs),
            "top-k" => new TopKAccuracy(c.Integer("k"), outputs),
            "f1" => new F1Score(Average(c), outputs),
            "precision" => new Precision(Average(c), outputs),
            "recall" => new Recall(Average(c), outputs),
            "confusion" => new ConfusionMatrix(outputs),
            "roc-auc" => new RocAuc(outputs),
            "ece" => new ExpectedCalibrationError(c.Integer("bins"), outputs),
            "brier" => new BrierScore(outputs),
            "nll" => new NegativeLogLikelihood(outputs),
            "mae" => new MeanAbsoluteError(),
            "rmse" => new RootMeanSquaredError(),
            "r2" => new RSquared(),
            _ => throw new NotSupportedException($"No metric is called '{c.Name}'."),
        };
        (Tensor scores, Tensor labels) = (c.Inputs[0], c.Inputs[1]);
        int split = c.Integer("split");
        if (split > 0)
        {
            metric.Add(scores.Slice(0, 0, split), labels.Slice(0, 0, split));
        }

        int rest = labels.Length(0) - split;
        metric.Add(scores.Slice(0, split, rest), labels.Slice(0, split, rest));
        float[] classes = metric switch
        {
            AveragedMetric averaged => [.. averaged.PerClass.Select(value => (float)value)],
            ConfusionMatrix matrix => [.. Enumerable.Range(0, matrix.Classes * matrix.Classes)
                .Select(i => (float)matrix[i / matrix.Classes, i % matrix.Classes])],
            _ => [],
        };
        return [Tensor.Of([(float)metric.Value, .. classes])];
    }

    private static F1Average Average(Case c) => Enum.Parse<F1Average>(c.Text("average"));

    private static double Doubt(Case c)
    {
        Tensor[] x = c.Inputs;
        if (c.Name is "doubt auroc")
        {
            return DoubtMetrics.Auroc(x[0].Values, x[1].Values);
        }

        if (c.Name is "doubt foreign accepted")
        {
            return DoubtMetrics.ForeignAccepted(x[0].Values, x[1].Values, c.Exact("share"));
        }

        RiskCoverageCurve curve = new(x[0].Values, [.. x[1].ToArray().Select(wrong => wrong != 0)]);
        return c.Name switch
        {
            "doubt coverage at" => curve.CoverageAt(c.Exact("share")),
            "doubt error at" => curve.ErrorAt(c.Exact("share")),
            "doubt area" => curve.Area,
            _ => throw new NotSupportedException($"Nothing is called '{c.Name}'."),
        };
    }
}
