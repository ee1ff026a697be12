#:project ../src/Epoche.Learning
// A fit that can be interrupted at any time.  Run it:  dotnet run -c Release samples/ResumeFit.cs
using Epoche;
using static Epoche.Tensors.Ops;

Dataset data = Waves(2_000);
string folder = Directory.CreateTempSubdirectory("epoche-fit-").FullName;
string undisturbed = Train(Path.Combine(folder, "undisturbed"), CancellationToken.None) ?? "";
using CancellationTokenSource impatience = new();
Train(Path.Combine(folder, "stopped"), impatience.Token, new CancelAt(137, impatience)); // in the middle of the fifth epoch
string resumed = Train(Path.Combine(folder, "stopped"), CancellationToken.None) ?? "";
Directory.Delete(folder, recursive: true);
Console.WriteLine($"undisturbed {undisturbed[..16]}, resumed {resumed[..16]}");
Console.WriteLine($"{(undisturbed == resumed ? 1 : 0)}: the same weights, bit for bit");

string? Train(string folder, CancellationToken cancellation, params TrainingCallback[] more)
{
    Sequential net = new Sequential { new Dense(64, Relu), new Dropout(0.1f), new Dense(1) }.Build([1], seed: 1);
    Trainer trainer = new(new() { Optimizer = new Adam(3e-3f), Epochs = 20, Seed = 1 }, net.Parameters);
    using Checkpoints checkpoints = Checkpoints.Open(folder);
    try
    {
        trainer.Fit(net, data, MeanSquaredError, new()
        {
            BatchSize = 64,
            ValidationShare = 0.1f,
            Callbacks = [new EarlyStopping(patience: 5), new ProgressLines(Console.Out, every: 5), .. more],
            Checkpoints = checkpoints, // saves every two seconds, and resumes from there
        }, cancellation);
        return WeightsHash.Compute(net.Parameters.Values);
    }
    catch (OperationCanceledException)
    {
        Console.WriteLine($"cancelled after {trainer.StepCount} updates");
        return null;
    }
}

static Dataset Waves(int count)
{
    Rng random = Rng.Stream(1, "waves");
    float[] inputs = new float[count], targets = new float[count];
    random.FillUniform(inputs, -3, 3);
    for (int i = 0; i < count; i++)
    {
        targets[i] = Sin(inputs[i]).Item() + random.NextSingle(-0.1f, 0.1f);
    }

    return new Dataset(inputs, [1], targets, [1]);
}

internal sealed class CancelAt(long update, CancellationTokenSource source) : TrainingCallback
{
    public override void OnUpdate(FitContext fit, StepReport report)
    {
        if (fit.Trainer.StepCount == update)
        {
            source.Cancel();
        }
    }
}
