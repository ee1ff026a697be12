namespace Epoche.Experiments;

/// <summary>The intervals of a run of <c>kind: regression</c>, in the units of the data.</summary>
internal static class NumberIntervals
{
    /// <summary>What a network predicts for examples.</summary>
    public static NumberPrediction Predict(Model model, TablePreparation preparation, Dataset examples) =>
        NumberPrediction.Of(preparation.ToUnits(model.Predict(examples.Inputs())));

    /// <summary>How many of the test examples lie in their intervals, and how wide these are; nothing where the run has none.</summary>
    public static IReadOnlyList<MetricValue> Measure(Model model, DataSetParts parts, RunFolder run)
    {
        if (!IntervalFile.Exists(run.ModelPath))
        {
            return [];
        }

        TablePreparation preparation = parts.Preparation!;
        Interval[] intervals = IntervalFile.Load(run.ModelPath).Intervals(Predict(model, preparation, parts.Test));
        return
        [
            new(NumberEvaluation.IntervalCoverage, Interval.Coverage(intervals, preparation.ToUnits(parts.Test.Targets()))),
            new(NumberEvaluation.IntervalWidth, Interval.MeanWidth(intervals)),
        ];
    }
}
