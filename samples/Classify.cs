#:project ../src/Epoche.Learning
// A classifier of imbalanced classes: fitted, evaluated and used in a few lines.  Run it:  dotnet run -c Release samples/Classify.cs
using Epoche;
using static Epoche.Tensors.Ops;

Dataset training = Rings(3_000, seed: 1), test = Rings(1_000, seed: 2);
Sequential Network() => new Sequential { new Dense(64, Relu), new Dropout(0.1f), new Dense(64, Relu), new Dense(3) }.Build([2], seed: 1);

// Which learning rate? A range test shows where the loss falls fastest.
Sequential net = Network();
LearningRateReport range = LearningRateTest.Run(
    rate => new Adam(rate), new Batches(training, new() { Size = 64 }),
    batch => SoftmaxCrossEntropy(net.Call(batch.Inputs), batch.Targets).Mean(), [net.Parameters]);
Console.WriteLine($"learning rate {range.Suggested:G2}, tried {range.Rates[0]:G2} to {range.Rates[^1]:G2}");

EarlyStopping stopping = new("validation/f1", patience: 10, higherIsBetter: true);
Trainer trainer = new(new() { Optimizer = new Adam(range.Suggested), Epochs = 100, Seed = 1 }, net.Parameters);
FitReport report = trainer.Fit(net, training, SoftmaxCrossEntropy, new()
{
    BatchSize = 64,
    ValidationShare = 0.15f,
    ClassWeights = ClassWeights.Balanced(training, classes: 3),
    Metrics = [new Accuracy(), new F1Score()],
    Callbacks = [stopping, new ProgressLines(Console.Out, every: 10, shown: ["train/loss", "validation/f1"])],
});
Console.WriteLine($"{report.Epochs.Count} epochs");

ConfusionMatrix confusion = new();
Evaluation evaluation = net.Evaluate(
    test, SoftmaxCrossEntropy, [new RocAuc(), new ExpectedCalibrationError(), new BrierScore(), new F1Score(), confusion]);
Console.WriteLine(string.Join("  ", evaluation.Measurements.Select(m => $"{m.Name} {m.Value:F3}")));
Console.WriteLine(confusion.ToTable(["inner", "ring", "rest"]));

Tensor probabilities = Softmax(net.Predict(Tensor.Of(new float[,] { { 0, 0 }, { 0.5f, 0 }, { 1, 1 } })));
Console.WriteLine($"the middle is inner: {probabilities[0, 0]:P0}, macro F1 on new points {confusion.MacroF1:F3}");

// Points in a square; one class is rare.
static Dataset Rings(int count, ulong seed)
{
    Rng random = Rng.Stream(seed, "rings");
    float[] points = new float[2 * count], classes = new float[count];
    random.FillUniform(points, -1, 1);
    for (int i = 0; i < count; i++)
    {
        float radius =
            MathF.Sqrt((points[2 * i] * points[2 * i]) + (points[(2 * i) + 1] * points[(2 * i) + 1])) + random.NextSingle(-0.02f, 0.02f);
        classes[i] = radius < 0.25f ? 0 : radius < 0.7f ? 1 : 2;
    }

    return new Dataset(points, [2], classes, []);
}
