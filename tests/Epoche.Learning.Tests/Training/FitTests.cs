using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

public sealed class FitTests
{
    [Fact]
    public void Fit_does_what_a_bare_loop_does()
    {
        (Sequential a, Sequential b) = (Network(), Network());
        Dataset data = Blobs(90);
        TrainerOptions options = new() { Optimizer = new Adam(1e-2f), Epochs = 3, Seed = 5 };
        Trainer fitted = new(options, a.Parameters), bare = new(options, b.Parameters);

        FitReport report = fitted.Fit(a, data, SoftmaxCrossEntropy, new() { BatchSize = 16 });
        EpochReport[] reports = [.. bare.Run(
            new Batches(data, new() { Size = 16, Seed = 5 }), batch => SoftmaxCrossEntropy(b.Call(batch.Inputs), batch.Targets).Mean())];

        Assert.Equal(b.Parameters.Values, a.Parameters.Values);
        Assert.Equal(
            reports.Select(r => (r.Epoch, r.Loss, r.GradientNorm, r.Steps)),
            report.Epochs.Select(r => (r.Epoch, r.Loss, r.GradientNorm, r.Steps)));
        Assert.Null(report.StopReason);
    }

    [Fact]
    public void A_classifier_learns_with_validation_and_metrics()
    {
        Sequential net = Network();
        Dataset data = Blobs(300);
        Trainer trainer = new(new() { Optimizer = new Adam(1e-2f), Epochs = 10, Seed = 5 }, net.Parameters);
        RecordingWriter writer = new();

        FitReport report = trainer.Fit(
            net, data, SoftmaxCrossEntropy, new() { ValidationShare = 0.2f, Metrics = [new Accuracy(), new F1Score()], Writer = writer });

        Assert.True(report.Last.Measured("validation/accuracy") > 0.95, $"{report.Last.Measured("validation/accuracy")}");
        Assert.Equal(8, report.Last.Steps); // 240 of 300 examples in batches of 32
        Assert.Equal(
            ["train/loss", "train/gradient_norm", "validation/loss", "validation/accuracy", "validation/f1", "validation/f1_0",
                "validation/f1_1", "validation/f1_2"],
            writer.Events.Where(e => e.Step == 8).Select(e => e.Name));
        Assert.Equal(report.Last.Loss, (float)report.Last.Measured("train/loss"));
        Evaluation evaluation = net.Evaluate(data, SoftmaxCrossEntropy, [new Accuracy()], batchSize: 7);
        Assert.Equal(evaluation.Loss, net.Evaluate(data, (x, y) => SoftmaxCrossEntropy(x, y).Mean(), batchSize: 300).Loss, 6);
        Tensor inputs = Tensor.Of([.. Enumerable.Range(0, data.Count).SelectMany(data.Input)], [300, 2]);
        Assert.Equal(net.Call(inputs).ToArray(), net.Predict(inputs, batchSize: 64).ToArray());
    }

    /// <summary>
    /// Without validation examples metrics are measured on those of training, with the weights at the end
    /// of each epoch and without dropout.
    /// </summary>
    [Fact]
    public void Metrics_without_validation_are_measured_on_the_training_examples()
    {
        Sequential net = new Sequential { new Dense(16, Tanh), new Dropout(0.5f), new Dense(3) }.Build([2], seed: 1);
        Dataset data = Blobs(60);
        Trainer trainer = new(new() { Optimizer = new Adam(1e-2f), Epochs = 3 }, net.Parameters);

        FitReport report = trainer.Fit(
            net, data, SoftmaxCrossEntropy, new() { Metrics = [new Accuracy(), new ConfusionMatrix(), new F1Score(F1Average.Weighted)] });

        Assert.Equal(
            ["train/loss", "train/gradient_norm", "train/accuracy", "train/confusion_accuracy", "train/f1_weighted", "train/f1_weighted_0",
                "train/f1_weighted_1", "train/f1_weighted_2"],
            report.Last.Measurements.Select(m => m.Name));
        Assert.Equal(
            net.Evaluate(data, SoftmaxCrossEntropy, [new Accuracy()]).Measurements[1].Value, report.Last.Measured("train/accuracy"));
    }

    [Fact]
    public void An_objective_is_evaluated_over_batches_of_any_kind_and_size()
    {
        (Tensor A, Tensor B)[] batches = [(Tensor.Of([1, 2]), Tensor.Of([3, 3])), (Tensor.Of([6]), Tensor.Of([0]))];
        LossTerms terms = new();
        Tensor Loss((Tensor A, Tensor B) batch) => terms.Add("a", batch.A.Mean()) + terms.Add("b", batch.B.Mean(), weight: 2);

        Evaluation alike = ModelEvaluation.Evaluate(batches, Loss, terms),
            bySize = ModelEvaluation.Evaluate(batches, Loss, terms, batch => batch.A.Count);

        Assert.Equal((2, (1.5 + 6 + 6 + 0) / 2), (alike.Examples, alike.Loss));
        Assert.Equal((3, ((2 * 7.5) + 6) / 3), (bySize.Examples, bySize.Loss));
        Assert.Equal([("loss", alike.Loss), ("a", 3.75), ("b", 1.5)], alike.Measurements.Select(m => (m.Name, m.Value)));
        Assert.Contains(
            "no batch", Assert.Throws<ArgumentException>(() => ModelEvaluation.Evaluate([], (Objective<Tensor>)(x => x))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "[2]",
            Assert.Throws<ArgumentException>(() => ModelEvaluation.Evaluate([Tensor.Of([1, 2])], (Objective<Tensor>)(x => x))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_outside_of_the_classes_is_named_with_its_example()
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(
            () => SoftmaxCrossEntropy(Tensor.Zeros([3, 10]), Tensor.Of([0, 9, 10]))).Message;

        Assert.Contains("from 0 to 9", message, StringComparison.Ordinal);
        Assert.Contains("example 2 of the batch has the label 10", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_with_several_inputs_and_outputs_predicts_batch_by_batch()
    {
        Symbol a = Model.Input([2], "a"), b = Model.Input([3], "b");
        GraphModel model = new([a, b], ("both", Symbol.Concat(a, b).Then(new Dense(4))), ("first", a.Then(new Dense(1))));
        model.Build(seed: 1);
        Rng random = Rng.Stream(1, "inputs");
        float[] numbers = new float[5 * 10];
        random.FillUniform(numbers, -1, 1);
        Tensor left = Tensor.Of(numbers[..20], [10, 2]), right = Tensor.Of(numbers[20..], [10, 3]);

        ModelOutputs predicted = model.Predict([left, right], batchSize: 4), called = model.Call(left, right);

        Assert.Equal((called["both"].Shape, called["first"].Shape), (predicted["both"].Shape, predicted["first"].Shape));
        Assert.Equal(called["both"].ToArray(), predicted["both"].ToArray());
        Assert.Equal(called["first"].ToArray(), predicted["first"].ToArray());
        Assert.Contains(
            "[10, 2], [3, 3]", Assert.Throws<ArgumentException>(() => model.Predict([left, Tensor.Zeros([3, 3])])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_of_several_batches_make_one_update_of_their_mean()
    {
        (Sequential whole, Sequential parts) = (Network(), Network());
        Dataset data = Blobs(48);
        TrainerOptions options = new() { Optimizer = new Sgd(0.1f), Epochs = 2, ClipNorm = 0.5f };
        Trainer a = new(options, whole.Parameters), b = new(options, parts.Parameters);
        Batches Cut(int size) => new(data, new() { Size = size, Shuffle = false });

        FitReport one = a.Fit(Cut(16), batch => SoftmaxCrossEntropy(whole.Call(batch.Inputs), batch.Targets).Mean());
        FitReport many = b.Fit(
            Cut(4), batch => SoftmaxCrossEntropy(parts.Call(batch.Inputs), batch.Targets).Mean(), new() { BatchesPerUpdate = 4 });

        Assert.Equal(one.Last.Steps, many.Last.Steps);
        Assert.Equal(one.Last.Loss, many.Last.Loss, 1e-6f);
        Assert.Equal(whole.Parameters.Values.ToArray(), parts.Parameters.Values.ToArray(), (x, y) => MathF.Abs(x - y) < 1e-6f);
        // 8 and the rest.
        Assert.Equal(2, b.Fit(Cut(4), batch => SoftmaxCrossEntropy(parts.Call(batch.Inputs), batch.Targets).Mean(),
            new() { BatchesPerUpdate = 8 }).Last.Steps);
    }

    [Fact]
    public void What_is_gathered_must_become_an_update()
    {
        Sequential net = Network();
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);
        Objective<Tensor> objective = x => net.Call(x).Mean();
        Tensor x = Tensor.Ones([1, 2]);

        Assert.Throws<InvalidOperationException>(() => trainer.Update());
        trainer.Accumulate(objective, x);
        Assert.Contains(
            "call Update", Assert.Throws<InvalidOperationException>(() => trainer.Step(objective, x)).Message, StringComparison.Ordinal);
        Assert.Throws<NonFiniteException>(() => trainer.Accumulate(objective, Tensor.Of([1, float.NaN], [1, 2])));
        trainer.Update(); // the bad batch is left out
        Assert.All(net.Parameters.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void The_terms_of_a_loss_are_logged_by_their_names_before_their_weights()
    {
        Sequential net = new Sequential { new Dense(3) }.Build([2], seed: 3);
        LossTerms terms = new();
        RecordingWriter writer = new();
        Trainer trainer = new(new() { Optimizer = new Sgd(0) }, net.Parameters);
        Tensor[] batches = [Tensor.Ones([1, 2]), Tensor.Zeros([1, 2])];

        FitReport report = trainer.Fit(
            batches, x => terms.Add("outputs", net.Call(x).Mean()) + terms.Add("inputs", x.Mean(), weight: 3),
            new() { Terms = terms, Writer = writer });

        float mean = (net.Call(batches[0]).Mean().Item() + net.Call(batches[1]).Mean().Item()) / 2;
        Assert.Equal(mean, report.Last.Measured("train/outputs"), 6);
        Assert.Equal(0.5, report.Last.Measured("train/inputs"));
        Assert.Equal(mean + 1.5, report.Last.Loss, 5);
        Assert.Contains(writer.Events, e => e is { Name: "train/inputs", Step: 2, Value: 0.5 });
        Assert.Contains(
            "'aux' of a loss is one element", Assert.Throws<ArgumentException>(() => terms.Add("aux", Tensor.Zeros([2]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_steady_step_with_terms_weights_and_accumulation_allocates_nothing()
    {
        Sequential net = Network();
        LossTerms terms = new();
        ClassWeights weights = new(1, 2, 3);
        Trainer trainer = new(new() { Optimizer = new Adam(1e-3f) }, net.Parameters);
        float[] inputs = new float[8], labels = [0, 1, 2, 0];
        Objective<int> objective = _ =>
        {
            Tensor y = Tensor.Wrap(labels, [4]), logits = net.Call(Tensor.Wrap(inputs, [4, 2]));
            return terms.Add("class", weights.Mean(SoftmaxCrossEntropy(logits, y), y)) + terms.Add(
                "size", Square(logits).Mean(), weight: 0.1f);
        };

        Assert.Equal(0, Conformance.Allocations.InRound(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                trainer.Accumulate(objective, 0);
                trainer.Accumulate(objective, 0);
                trainer.Update();
            }
        }));
    }

    [Fact]
    public void Class_weights_are_taken_as_PyTorch_takes_them()
    {
        // torch.nn.functional.cross_entropy(torch.tensor([[1., 2., 0.5], [0., -1., 2.], [0.3, 0.2, 0.1]]), torch.tensor([0, 2, 1]),
        // weight=torch.tensor([1., 4., 0.5]))
        Tensor logits = Tensor.Of(new float[,] { { 1, 2, 0.5f }, { 0, -1, 2 }, { 0.3f, 0.2f, 0.1f } }), labels = Tensor.Of([0, 2, 1]);
        Assert.Equal(PyTorchWeightedLoss, new ClassWeights(1, 4, 0.5f).Mean(SoftmaxCrossEntropy(logits, labels), labels).Item(), 1e-5f);

        Dataset data = new([0, 0, 0, 0], [1], [0, 0, 0, 1], []);
        Assert.Equal([4 / 6f, 2], ClassWeights.Balanced(data, 2).Values); // 4 / (2·3) and 4 / (2·1)
        Assert.Contains(
            "Class 2 of 3", Assert.Throws<ArgumentException>(() => ClassWeights.Balanced(data, 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ClassWeights(0, 0));
        Assert.Throws<ArgumentException>(() => new ClassWeights(1, -1));
        Assert.Contains(
            "target 1 is 2", Assert.Throws<ArgumentOutOfRangeException>(() => new ClassWeights(1, 1).Of(Tensor.Of([0, 2]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Contradictions_and_misfits_are_refused()
    {
        Sequential net = Network();
        Dataset data = Blobs(9);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters),
            other = new(new() { Optimizer = new Sgd(0.1f) }, Network().Parameters);

        Fails("other models", () => other.Fit(net, data, SoftmaxCrossEntropy));
        Fails("exclude each other", () => trainer.Fit(net, data, SoftmaxCrossEntropy, new() { Validation = data, ValidationShare = 0.1f }));
        Fails(
            "Two of the metrics are called 'accuracy'",
            () => trainer.Fit(net, data, SoftmaxCrossEntropy, new() { Metrics = [new Accuracy(), new F1Score(), new Accuracy()] }));
        Fails(
            "A metric is called 'loss', as what training measures by itself is, so they cannot be distinguished. Give it another name.",
            () => net.Evaluate(data, SoftmaxCrossEntropy, [new OwnLoss()]));
        Assert.Equal(["loss", "ece", "ece_5"], net.Evaluate(
            data, SoftmaxCrossEntropy, [new ExpectedCalibrationError(), new ExpectedCalibrationError(5)]).Measurements.Select(m => m.Name));
        Fails("Two of the metrics are called 'f1'", () => net.Evaluate(data, SoftmaxCrossEntropy, [new F1Score(), new F1Score()]));
        Fails("[2]; the examples have inputs [1]", () => trainer.Fit(net, new Dataset([1], [1], [1], []), SoftmaxCrossEntropy));
        Fails(
            "one loss an example",
            () => trainer.Fit(net, data, (x, y) => SoftmaxCrossEntropy(x, y).Mean(), new() { ClassWeights = new(1, 1, 1) }));
        Fails("hold no batch", () => trainer.Fit(Array.Empty<int>(), _ => 0));
        Fails(
            "'validation/loss' was measured; there are train/loss",
            () => trainer.Fit(net, data, SoftmaxCrossEntropy, new() { Callbacks = [new EarlyStopping()] }));

        static void Fails(string part, Action action) =>
            Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_range_test_finds_where_the_loss_falls_and_puts_everything_back()
    {
        Sequential net = Network();
        float[] before = net.Parameters.Values.ToArray();
        Batches batches = new(Blobs(64), new() { Size = 16, Seed = 1 });

        LearningRateReport report = LearningRateTest.Run(
            rate => new Sgd(rate), batches, batch => Square(net.Call(batch.Inputs) - 1).Mean(), [net.Parameters],
            new() { Low = 1e-4f, High = 1e4f, Steps = 80 });

        Assert.Equal(before, net.Parameters.Values.ToArray());
        Assert.InRange(report.Suggested, 1e-3f, 3);
        Assert.InRange(report.Rates.Count, 20, 79); // it diverged before the end
        Assert.Equal(report.Rates.Count, report.Losses.Count);
    }

    private const float PyTorchWeightedLoss = 1.0831023f;

    private static Sequential Network() => new Sequential { new Dense(8, Tanh), new Dropout(0.1f), new Dense(3) }.Build([2], seed: 3);

    /// <summary>Three clouds of points.</summary>
    private static Dataset Blobs(int count)
    {
        Rng random = Rng.Stream(4, "blobs");
        float[] inputs = new float[2 * count], labels = new float[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % 3;
            inputs[2 * i] = (i % 3 == 0 ? 2 : -1) + random.NextSingle(-0.8f, 0.8f);
            inputs[(2 * i) + 1] = (i % 3 == 1 ? 2 : -1) + random.NextSingle(-0.8f, 0.8f);
        }

        return new Dataset(inputs, [2], labels, []);
    }

    private sealed class OwnLoss : Metric
    {
        public override string Name => "loss";

        public override double Value => 0;

        public override long Examples => 0;

        public override void Add(Tensor outputs, Tensor targets)
        {
        }

        public override void Reset()
        {
        }
    }
}

/// <summary>Keeps every number that is written.</summary>
internal sealed class RecordingWriter : IRunWriter
{
    public List<(string Name, long Step, double Value)> Events { get; } = [];

    public void Write(in RunEvent runEvent) => Events.Add((runEvent.Name, runEvent.Step, runEvent.Value));
}
