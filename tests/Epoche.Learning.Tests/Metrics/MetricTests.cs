using System.Text.Json;
using Epoche.Learning.Tests.Parity;
using Epoche.Tensors;

namespace Epoche.Learning.Tests.Metrics;

public sealed class MetricTests
{
    private static readonly Dictionary<string, JsonElement> s_cases = TorchFixture.Load("metrics.json");

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    /// <summary>Values: tests/fixtures/torch/metrics.py.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Metrics_agree_with_their_definitions_computed_by_PyTorch(string name)
    {
        JsonElement expected = s_cases[name];
        (Tensor logits, Tensor labels) = Inputs(expected);
        foreach (Metric metric in (Metric[])[new Accuracy(), new TopKAccuracy(2), new F1Score(), new F1Score(F1Average.Micro), new RocAuc(),
            new ExpectedCalibrationError(10), new BrierScore(), new NegativeLogLikelihood()])
        {
            metric.Add(logits, labels);
            double theirs = expected.GetProperty(metric.Name == "ece_10" ? "ece" : metric.Name).GetDouble();
            Assert.True(Math.Abs(theirs - metric.Value) <= 1e-5, $"{metric.Name}: PyTorch {theirs}, Epoche {metric.Value}");
            Assert.Equal(labels.Count, metric.Examples);
        }

        F1Score f1 = new();
        f1.Add(logits, labels);
        Assert.Equal(expected.Numbers("f1_per_class"), f1.PerClass, (a, b) => Math.Abs(a - b) < 1e-12);
        ConfusionMatrix confusion = new();
        confusion.Add(logits, labels);
        Assert.Equal(
            expected.Numbers("confusion"), Enumerable.Range(0, confusion.Classes * confusion.Classes)
                .Select(i => (double)confusion[i / confusion.Classes, i % confusion.Classes]));
        Assert.Equal(expected.GetProperty("accuracy").GetDouble(), confusion.Value, 12);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Probabilities_and_batches_change_nothing(string name)
    {
        (Tensor logits, Tensor labels) = Inputs(s_cases[name]);
        Tensor probabilities = logits.Shape[1] == 1 ? Ops.Sigmoid(logits) : Ops.Softmax(logits);
        foreach (Func<ClassOutputs, Metric> create in (Func<ClassOutputs, Metric>[])[
            o => new RocAuc(o), o => new ExpectedCalibrationError(7, o), o => new BrierScore(o), o => new NegativeLogLikelihood(o),
            o => new F1Score(outputs: o)])
        {
            Metric whole = create(ClassOutputs.Logits), parts = create(ClassOutputs.Logits), other = create(ClassOutputs.Probabilities);
            parts.Add(logits, labels);
            parts.Reset();
            whole.Add(logits, labels);
            parts.Add(logits.Slice(0, 0, 33), labels.Slice(0, 0, 33));
            parts.Add(logits.Slice(0, 33, labels.Count - 33), labels.Slice(0, 33, labels.Count - 33));
            if (logits.Shape[1] > 1 || create(ClassOutputs.Logits) is not F1Score)
            {
                other.Add(probabilities, labels);
                // float32 probabilities of the same logits in another order are no longer equal.
                Assert.Equal(whole.Value, other.Value, whole is RocAuc ? 4 : 5);
            }

            Assert.Equal(whole.Value, parts.Value, 12);
        }
    }

    [Fact]
    public void A_confusion_matrix_by_hand()
    {
        ConfusionMatrix matrix = new();
        matrix.Add(Tensor.Of(new float[,] { { 9, 1, 0 }, { 9, 1, 0 }, { 1, 9, 0 }, { 9, 0, 1 } }), Tensor.Of([0, 0, 0, 1]));

        Assert.Equal((2 / 3.0, 2 / 3.0, 2 / 3.0), (matrix.Precision(0), matrix.Recall(0), matrix.F1(0)));
        Assert.Equal((0, 0, 0), (matrix.Precision(1), matrix.Recall(1), matrix.F1(1)));
        Assert.Equal(1 / 3.0, matrix.MacroF1, 12); // class 2 is neither there nor predicted
        Assert.Equal(0.5, matrix.MicroF1);
        Assert.Equal(
            ["     cat  dog  owl", "cat    2    1    0", "dog    1    0    0", "owl    0    0    0"],
            matrix.ToTable(["cat", "dog", "owl"]).Split(Environment.NewLine));
    }

    [Fact]
    public void The_area_under_the_curve_is_undefined_with_one_class_only()
    {
        RocAuc auc = new();
        auc.Add(Tensor.Of([1, 2]), Tensor.Of([1, 1]));
        Assert.True(double.IsNaN(auc.Value));
    }

    /// <summary>By hand: ranks of the logits, which float32 probabilities cannot tell apart, for they are all 1 or all 0.</summary>
    [Fact]
    public void The_area_under_the_curve_orders_what_is_certain()
    {
        RocAuc two = new(), three = new();
        two.Add(Tensor.Of([40, 20, 30, 25, -200, -300]), Tensor.Of([1, 0, 1, 0, 1, 0]));
        three.Add(Tensor.Of(new float[,] { { 60, 0, 0 }, { 40, 0, 0 }, { 0, 60, 0 }, { 0, 0, 40 } }), Tensor.Of([0, 1, 1, 2]));

        Assert.Equal(7 / 9.0, two.Value, 12); // of the nine pairs −200 loses to 20 and 25
        Assert.Equal((1 + 0.875 + 1) / 3, three.Value, 12); // class 1: the one with 60 wins twice, the other against −60 and ties at −40
    }

    /// <summary>
    /// By pairs: of six rows, with infinities among the logits, one against the rest; and pairs of equal probability
    /// in another order, which are ties.
    /// </summary>
    [Fact]
    public void The_area_under_the_curve_knows_infinities_and_ties()
    {
        const float infinity = float.PositiveInfinity;
        Assert.Equal(1, Area([-infinity, 0, infinity, 1], 1, [0, 0, 1, 1]));
        Assert.Equal(0.25, Area([0.5f, 1.5f, -1.5f, -1, 0.5f, -1.5f, -1, 1.5f], 4, [0, 1]));

        // Class 0 is certain in row 0 (others −∞), as likely as class 1 in row 1, …: each area is the share of
        // pairs that are in order, a tie half.
        float[] logits = [0, -infinity, -infinity, 0, 0, -infinity, 1, 0, 0, 0, 1, 0, 0, 0, 1, -infinity, 0, 0];
        Assert.Equal(ByPairs(logits, 3, [0, 1, 0, 1, 2, 2]), Area(logits, 3, [0, 1, 0, 1, 2, 2]), 12);

        static double Area(float[] logits, int classes, float[] labels)
        {
            RocAuc auc = new();
            auc.Add(Tensor.Of(logits, [labels.Length, classes]), Tensor.Of(labels));
            return auc.Value;
        }
    }

    /// <summary>
    /// Probabilities of logits with infinities: a single ∞ is certain, as 0 among −∞ is; several, or −∞ alone, have none.
    /// </summary>
    [Fact]
    public void Infinite_logits_are_certain_or_refused()
    {
        const float infinity = float.PositiveInfinity;
        foreach ((Metric metric, double right, double wrong) in ((Metric, double, double)[])[
            (new BrierScore(), 0, 1), (new NegativeLogLikelihood(), 0, infinity), (new ExpectedCalibrationError(), 0, 1)])
        {
            metric.Add(Tensor.Of([infinity]), Tensor.Of([1]));
            Assert.Equal(right, metric.Value);
            metric.Reset();
            metric.Add(Tensor.Of([infinity]), Tensor.Of([0]));
            Assert.Equal(wrong, metric.Value);
            Assert.Equal(
                $"The metric '{metric.Name}' needs probabilities, which the logits of output 1 of the batch do not have: 2 of them are ∞. "
                + "(Parameter 'logits')",
                Assert.Throws<ArgumentException>(
                    () => metric.Add(Tensor.Of([1, 2, infinity, infinity], [2, 2]), Tensor.Of([0, 1]))).Message);
            Assert.Contains(
                "all of them are −∞",
                Assert.Throws<ArgumentException>(() => metric.Add(Tensor.Of([-infinity, -infinity], [1, 2]), Tensor.Of([0]))).Message,
                StringComparison.Ordinal);
        }
    }

    /// <summary>By hand, and as scikit-learn averages: 3 of class 0 (2 right, 1 taken for 1), 1 of class 1 (taken for 0).</summary>
    [Fact]
    public void Precision_recall_and_F1_average_as_they_are_asked_to()
    {
        Tensor logits = Tensor.Of(new float[,] { { 9, 1, 0 }, { 9, 1, 0 }, { 1, 9, 0 }, { 9, 0, 1 } }), labels = Tensor.Of([0, 0, 0, 1]);
        foreach ((string name, double macro) in ((string, double)[])[("f1", 1 / 3.0), ("precision", 1 / 3.0), ("recall", 1 / 3.0)])
        {
            foreach ((F1Average average, string suffix, double value) in ((F1Average, string, double)[])[
                (F1Average.Macro, "", macro), (F1Average.Micro, "_micro", 0.5), (F1Average.Weighted, "_weighted", 0.5)])
            {
                Metric metric = name switch { "f1" => new F1Score(average), "precision" =>
                    new Precision(average), _ => new Recall(average) };
                metric.Add(logits, labels);
                Assert.Equal(name + suffix, metric.Name);
                Assert.Equal(value, metric.Value, 12);
                Assert.Equal(
                    [name + suffix, $"{name}{suffix}_0", $"{name}{suffix}_1", $"{name}{suffix}_2"],
                    metric.Measurements.Select(m => m.Name));
            }
        }

        Assert.Equal(["accuracy", "confusion_accuracy"], ((Metric[])[new Accuracy(), new ConfusionMatrix()]).Select(metric => metric.Name));
    }

    /// <summary>
    /// By hand: 0.6 and 0.8 are borders of fifteen bins and belong to the bins below them, though float32 holds both a little above.
    /// </summary>
    [Fact]
    public void A_probability_on_a_border_belongs_to_the_bin_below()
    {
        ExpectedCalibrationError ece = new(outputs: ClassOutputs.Probabilities);
        ece.Add(Tensor.Of([0.6f, 0.62f, 0.8f, 0.82f]), Tensor.Of([0, 1, 1, 0]));

        Assert.Equal((0.6 + 0.38 + 0.2 + 0.82) / 4, ece.Value, 6);
    }

    [Fact]
    public void Logits_are_no_probabilities()
    {
        foreach (Metric metric in (Metric[])[new ExpectedCalibrationError(outputs: ClassOutputs.Probabilities),
            new BrierScore(ClassOutputs.Probabilities), new NegativeLogLikelihood(ClassOutputs.Probabilities)])
        {
            string many = Assert.Throws<ArgumentException>(
                () => metric.Add(Tensor.Of(new float[,] { { 0.5f, 0.5f }, { 0.9f, 0.9f } }), Tensor.Of([0, 1]))).Message;
            Assert.Contains(
                "output 1 of the batch is [0.9, 0.9]. Of logits it is made by ClassOutputs.Logits", many, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => metric.Add(Tensor.Of([0.5f, 3]), Tensor.Of([0, 1])));
            metric.Add(Tensor.Of([1, 0.3f]), Tensor.Of([1, 0]));
        }
    }

    [Fact]
    public void What_is_not_a_number_is_no_right_answer()
    {
        Tensor outputs = Tensor.Of(new float[,] { { 1, 2, 3 }, { 1, float.NaN, 3 } });
        Metric[] metrics =
        [
            new Accuracy(), new TopKAccuracy(2), new ConfusionMatrix(), new F1Score(), new RocAuc(), new ExpectedCalibrationError(),
            new BrierScore(), new NegativeLogLikelihood(),
        ];

        foreach (Metric metric in metrics)
        {
            Assert.Contains(
                "output 1 of the batch", Assert.Throws<ArgumentException>(() => metric.Add(outputs, Tensor.Of([0, 1]))).Message,
                StringComparison.Ordinal);
            metric.Add(Tensor.Zeros([0, 3]), Tensor.Zeros([0]));
            Assert.Equal(0, metric.Examples);
        }
    }

    [Fact]
    public void Wrong_shapes_and_labels_and_no_examples_are_refused()
    {
        Accuracy accuracy = new();
        Assert.Contains("no example", Assert.Throws<InvalidOperationException>(() => accuracy.Value).Message, StringComparison.Ordinal);
        string shapes = Assert.Throws<ArgumentException>(() => accuracy.Add(Tensor.Zeros([4, 3]), Tensor.Zeros([5]))).Message;
        Assert.Contains("[4, 3] and [5]", shapes, StringComparison.Ordinal);
        foreach (float label in (float[])[3, -1, 0.5f, float.NaN])
        {
            string message = Assert.Throws<ArgumentOutOfRangeException>(
                () => accuracy.Add(Tensor.Zeros([2, 3]), Tensor.Of([0, label]))).Message;
            Assert.Contains("from 0 to 2; target 1 of the batch is", message, StringComparison.Ordinal);
        }

        Assert.Equal(0, accuracy.Examples);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TopKAccuracy(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExpectedCalibrationError(0));
    }

    /// <summary>
    /// The definition: the share of pairs of an example of the class and another one in which the former's
    /// probability is larger, equal ones half.
    /// </summary>
    private static double ByPairs(float[] logits, int classes, int[] labels)
    {
        double sum = 0;
        for (int c = 0; c < classes; c++)
        {
            double[] p = [.. labels.Select(
                (_, i) => Math.Exp(logits[(i * classes) + c]) / logits.Skip(i * classes).Take(classes).Order().Sum(x => Math.Exp(x)))];
            int[] inside = [.. Enumerable.Range(0, p.Length).Where(i => labels[i] == c)],
                outside = [.. Enumerable.Range(0, p.Length).Where(i => labels[i] != c)];
            sum += inside.Average(i => outside.Average(o => p[i] > p[o] ? 1 : p[i] == p[o] ? 0.5 : 0));
        }

        return sum / classes;
    }

    private static (Tensor Logits, Tensor Labels) Inputs(JsonElement c)
    {
        int salt = c.GetProperty("salt").GetInt32(), examples = c.GetProperty("examples").GetInt32(),
            classes = c.GetProperty("classes").GetInt32();
        float[] logits = TorchFixture.Values(salt, examples * classes, -2, 2);
        if (c.GetProperty("coarse").GetBoolean())
        {
            logits = [.. logits.Select(x => MathF.Round(x * 4) / 4)];
        }

        return (Tensor.Of(logits, [examples, classes]), Tensor.Of(TorchFixture.Integers(salt + 1, examples, Math.Max(classes, 2))));
    }
}
