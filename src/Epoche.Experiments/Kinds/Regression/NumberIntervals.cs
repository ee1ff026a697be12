namespace Epoche.Experiments;

/// <summary>The intervals of a run of <c>kind: regression</c>, in the units of the data.</summary>
internal static class NumberIntervals
{
    /// <summary>What a network predicts for examples.</summary>
    public static NumberPrediction Predict(Model model, TablePreparation preparation, Dataset examples) =>
        NumberPrediction.Of(preparation.ToUnits(model.Predict(examples.Inputs())));

    /// <summary>The true and the predicted numbers of test examples, evenly taken from all where there are many.</summary>
    public static IReadOnlyList<(double True, double Predicted)> Pairs(NumberPrediction predicted, ReadOnlySpan<float> targets)
    {
        int count = Math.Min(targets.Length, PredictionChart.MostPairs);
        (double, double)[] pairs = new (double, double)[count];
        for (int i = 0; i < count; i++)
        {
            int example = (int)((long)i * targets.Length / count);
            pairs[i] = (targets[example], predicted.Low[example]);
        }

        return pairs;
    }

    /// <summary>How many of the test examples lie in their intervals, and how wide these are; nothing where the run has none.</summary>
    public static IReadOnlyList<MetricValue> Measure(NumberPrediction predicted, Tensor targets, RunFolder run)
    {
        if (!IntervalFile.Exists(run.ModelPath))
        {
            return [];
        }

        Interval[] intervals = IntervalFile.Load(run.ModelPath).Intervals(predicted);
        return
        [
            new(NumberEvaluation.IntervalCoverage, Interval.Coverage(intervals, targets)),
            new(NumberEvaluation.IntervalWidth, Interval.MeanWidth(intervals)),
        ];
    }
}
