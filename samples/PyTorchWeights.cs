#:project ../src/Epoche.Learning
// A CNN with an LSTM that PyTorch has trained goes on here: its weights are read by name, its outputs are the same.
// Run it:  dotnet run -c Release samples/PyTorchWeights.cs
using Epoche;
using static Epoche.Tensors.Ops;

// There: conv = Conv1d(3, 5, 3, padding=1), bn = BatchNorm1d(5), lstm = LSTM(5, 4, num_layers=2, batch_first=True), fc = Linear(4, 2).
Sequential net = new Sequential
{
    new Conv1D(5, 3, padding: Padding.Same) { Name = "conv" }, new BatchNorm { Name = "bn" }, new ActivationLayer(Relu),
    new Lstm(4, sequences: true) { Name = "lstm" }, new Lstm(4) { Name = "lstm_l1" }, new Dense(2) { Name = "fc" },
}.Build([Shape.Any, 3]);
WeightsReport report = PyTorchWeights.Load(net, Path.Combine(Directory.Exists("samples") ? "samples" : "", "cnn-lstm.safetensors"));
Console.WriteLine(report.RequireComplete());

Tensor outputs = net.Call(Series());
Console.WriteLine($"here {string.Join(", ", outputs.ToArray().Select(number => $"{number:F6}"))}");
Console.WriteLine($"in PyTorch {string.Join(", ", PyTorch().Select(number => $"{number:F6}"))}");
Console.WriteLine($"off by at most {outputs.ToArray().Zip(PyTorch(), (here, there) => Math.Abs(here - there)).Max():F6}");

// Two series of seven steps of three numbers, and what PyTorch 1.13 gives for them in evaluation.
static Tensor Series() => Tensor.Of(
    [.. new[]
    {
        -6814, -28401, -19100, 11973, -14169, 27930, 847, -27886, -27847, -16802, -27770, -7251, -11600, 1527,
        -14452, 3930, -13876, 6811, -10110, -15066, -28346, -16350, 7693, -15061, 1280, 30608, -8916, 26400,
        -17294, -21529, 9855, 10700, -22752, -18520, 30749, -16665, -1747, -5659, 32008, 14049, -7986, 9745,
    }.Select(number => number / 32768f)],
    [2, 7, 3]);

static float[] PyTorch() => [0.563079031f, 0.419725395f, 0.558991507f, 0.419176427f];
