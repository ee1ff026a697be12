namespace Epoche.Learning.Tests.Metrics;

public sealed class MultiLabelMetricTests
{
    // Three labels of four examples: predicted where a logit is above 0.
    private static readonly Tensor s_outputs = Tensor.Of([2, -1, 0, 1, 1, -3, -1, 2, -2, 3, -2, 1], [4, 3]);
    private static readonly Tensor s_targets = Tensor.Of([1, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1], [4, 3]);

    /// <summary>Two of twelve labels are wrong, in two of four examples.</summary>
    [Fact]
    public void Labels_and_whole_examples_are_counted()
    {
        Assert.Equal(10 / 12.0, Measure(new LabelAccuracy()));
        Assert.Equal(0.5, Measure(new ExactMatch()));
    }

    /// <summary>
    /// Of the labels right, predicted and actual: (2, 3, 3), (2, 2, 2), (1, 1, 1). F1 2/3, 1, 1; scikit-learn's
    /// f1_score(average=…) says the same by its formulas.
    /// </summary>
    [Theory]
    [InlineData(F1Average.Macro, (2 / 3.0 + 2) / 3)]
    [InlineData(F1Average.Micro, 10 / 12.0)]
    [InlineData(F1Average.Weighted, ((3 * 2 / 3.0) + 2 + 1) / 6)]
    public void Counts_of_labels_become_one_number(F1Average average, double expected)
    {
        LabelF1Score score = new(average);
        Assert.Equal(expected, Measure(score), 1e-12);
        Assert.Equal([2 / 3.0, 1, 1], score.PerLabel);
        Assert.Equal([expected, 2 / 3.0, 1, 1], score.Measurements.Select(measurement => measurement.Value));
        Assert.Equal($"{score.Name}_2", score.Measurements.Last().Name);
        Assert.Equal(expected, Measure(new LabelPrecision(average)), 1e-12); // as many predicted as actual, label by label
        Assert.Equal(expected, Measure(new LabelRecall(average)), 1e-12);
    }

    /// <summary>The probability 0.75 is the logit ln 3: what is above it is predicted.</summary>
    [Fact]
    public void A_threshold_is_a_probability()
    {
        Tensor targets = Tensor.Of([1, 0], [1, 2]);
        LabelAccuracy ofLogits = new(0.75f), ofProbabilities = new(0.75f, ClassOutputs.Probabilities);
        ofLogits.Add(Tensor.Of([1.1f, 1.09f], [1, 2]), targets);
        ofProbabilities.Add(Tensor.Of([0.76f, 0.75f], [1, 2]), targets);
        Assert.Equal((1, 1), (ofLogits.Value, ofProbabilities.Value));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExactMatch(1));
    }

    /// <summary>Label 0: pairs won (2 over 1, 3 over 1) and lost (−1 under 1), 2/3; label 2 has one example, above all others.</summary>
    [Fact]
    public void A_metric_of_two_classes_is_taken_for_each_label()
    {
        PerLabel area = new(() => new RocAuc());
        area.Add(s_outputs.Slice(0, 0, 2), s_targets.Slice(0, 0, 2));
        area.Add(s_outputs.Slice(0, 2, 2), s_targets.Slice(0, 2, 2));
        Assert.Equal(("label_roc_auc", 4L), (area.Name, area.Examples));
        Assert.Equal([2 / 3.0, 1, 1], area.Values);
        Assert.Equal(8 / 9.0, area.Value, 1e-12);
        area.Reset();
        Assert.Throws<InvalidOperationException>(() => area.Value);
        area.Add(Tensor.Of([1, 2], [1, 2]), Tensor.Of([1, 0], [1, 2]));
        Assert.Equal(double.NaN, area.Value);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        LabelAccuracy metric = new(outputs: ClassOutputs.Probabilities);
        Assert.Equal(
            "The metric 'label_accuracy' takes outputs and targets [batch, labels]; received [2, 2] and [2].",
            Assert.Throws<ArgumentException>(() => metric.Add(Tensor.Zeros([2, 2]), Tensor.Zeros([2]))).Message);
        Assert.Equal(
            "The metric 'label_accuracy' takes targets 0 and 1; that of label 1 of example 0 of the batch is 2. (Parameter 'targets')",
            Assert.Throws<ArgumentOutOfRangeException>(() => metric.Add(Tensor.Zeros([1, 2]), Tensor.Of([1, 2], [1, 2]))).Message);
        Assert.Equal(
            "The metric 'label_accuracy' takes probabilities from 0 to 1; the output for label 0 of example 1 of the batch is 1.5. "
            + "(Parameter 'outputs')",
            Assert.Throws<ArgumentException>(() => metric.Add(Tensor.Of([1, 1.5f], [2, 1]), Tensor.Zeros([2, 1]))).Message);
        Assert.Equal(0, metric.Examples);
        Assert.Throws<InvalidOperationException>(() => metric.Value);
        metric.Add(Tensor.Zeros([2, 2]), Tensor.Zeros([2, 2]));
        Assert.Equal(
            "The metric 'label_accuracy' takes outputs and targets [batch, 2]; received [2, 3] and [2, 3].",
            Assert.Throws<ArgumentException>(() => metric.Add(Tensor.Zeros([2, 3]), Tensor.Zeros([2, 3]))).Message);
    }

    private static double Measure(Metric metric)
    {
        metric.Add(s_outputs.Slice(0, 0, 1), s_targets.Slice(0, 0, 1));
        metric.Add(s_outputs.Slice(0, 1, 3), s_targets.Slice(0, 1, 3));
        return metric.Value;
    }
}
