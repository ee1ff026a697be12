#:project ../src/Epoche.Learning
#:project ../src/Epoche.Tracking
// Curves of a fit for TensorBoard, those of the trainer and some of your own.  Run it:  dotnet run -c Release samples/TensorBoard.cs
// To keep the log and look at it:  dotnet run -c Release samples/TensorBoard.cs logs  and  tensorboard --logdir logs
using Epoche;
using static Epoche.Tensors.Ops;

string folder = args.Length > 0 ? args[0] : Directory.CreateTempSubdirectory("epoche-log-").FullName;
Dataset training = DrawnCharacters.Digits(4_000, seed: 1);
Sequential net = new Sequential { new Dense(64, Relu), new Dense(10) }.Build(training.InputShape, seed: 1);

using (EventFileWriter log = EventFileWriter.Open(folder))
{
    log.Text("note", 0, "784-64-10 on drawn digits");
    Trainer trainer = new(new() { Optimizer = new Adam(1e-3f), Epochs = 5, Seed = 1 }, net.Parameters);
    trainer.Fit(net, training, SoftmaxCrossEntropy, new()
    {
        BatchSize = 64,
        ValidationShare = 0.1f,
        Metrics = [new Accuracy()],
        Writer = log, // train/loss, validation/loss, validation/accuracy, one point per epoch
        Callbacks = [new Weights(net)],
    });
}

RunLog written = RunLog.Read(folder);
foreach (string curve in written.ScalarNames)
{
    Console.WriteLine($"{curve}: {written.Scalars(curve).Count} points");
}

if (args.Length == 0)
{
    Directory.Delete(folder, recursive: true);
}

Console.WriteLine($"validation accuracy {written.Scalars("validation/accuracy")[^1].Value:F3}");

/// <summary>A curve and a distribution after each epoch.</summary>
internal sealed class Weights(Model model) : TrainingCallback
{
    public override void OnEpoch(FitContext fit, EpochReport epoch)
    {
        Tensor kernel = model.Parameters["dense/kernel"];
        fit.Writer.Scalar("weights/norm", fit.Updates, Sqrt(Square(kernel).Sum()).Item());
        fit.Writer.Histogram("weights/dense", fit.Updates, kernel.Values);
    }
}
