#:project ../src/Epoche.Learning
// A custom optimizer is one class.  Run it:  dotnet run -c Release samples/OwnOptimizer.cs
using Epoche;
using static Epoche.Tensors.Ops;

float[] inputs = new float[256 * 4], targets = new float[256];
Rng random = Rng.Stream(seed: 3, "data");
for (int i = 0; i < targets.Length; i++)
{
    Span<float> x = inputs.AsSpan(4 * i, 4);
    for (int k = 0; k < 4; k++)
    {
        x[k] = random.NextSingle(-1, 1);
    }

    targets[i] = (x[0] * x[1]) + (2 * x[2]) - (x[3] * x[3]);
}

Sequential net = [new Dense(64, Tanh), new Dense(1)];
net.Build(input: [4], seed: 3);
Trainer trainer = new(new() { Optimizer = new Lion(learningRate: 1e-3f) }, net.Parameters);
Batches batches = new(new Dataset(inputs, [4], targets, [1]), new() { Size = 256, Shuffle = false });
SupervisedTraining training = new(trainer, batches, batch => MeanSquaredError(net.Call(batch.Inputs), batch.Targets));
foreach (LoopReport report in new TrainingLoop(training, new() { Steps = 2_000, ReportEvery = 400 }).Run()
    .Where(report => report.Step % 400 == 0))
{
    Console.WriteLine($"step {report.Step,4}  mean squared error {report["train/loss"]:F5}");
}

/// <summary>Lion (Chen et al. 2023, algorithm 2, without decay): the sign of an interpolated momentum.</summary>
internal sealed class Lion(float learningRate, float beta1 = 0.9f, float beta2 = 0.99f) : Optimizer(slots: 1)
{
    public override Optimizer Fresh() => new Lion(learningRate, beta1, beta2);

    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step)
    {
        Span<float> momentum = slots[0];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] -= learningRate * float.Sign((beta1 * momentum[i]) + ((1 - beta1) * gradients[i]));
            momentum[i] = (beta2 * momentum[i]) + ((1 - beta2) * gradients[i]);
        }
    }
}
