#:project ../src/Epoche.Learning
// A network learns which of two interleaved spirals a point lies on.  Run it:  dotnet run -c Release samples/Spirals.cs
using Epoche;
using static Epoche.Tensors.Ops;

(float[] points, float[] spirals) = MakeSpirals(count: 512, seed: 1);
(float[] newPoints, float[] newSpirals) = MakeSpirals(count: 512, seed: 2);

Sequential net = [new Dense(64, Relu), new Dense(64, Relu), new Dense(2)];
net.Build(input: [2], seed: 7);
Console.WriteLine(net.Summary());

Trainer trainer = new(new() { Optimizer = new Adam(3e-3f), Epochs = 200 }, net.Parameters);
foreach (EpochReport report in trainer.Run(Batches(), batch => SoftmaxCrossEntropy(net.Call(batch.Point), batch.Spiral).Mean()))
{
    if (report.Epoch % 25 == 0)
    {
        Console.WriteLine($"epoch {report.Epoch,3}  loss {report.Loss:F4}  accuracy on new points {Accuracy():P1}");
    }
}

// Batches refer to the arrays without copying: one epoch visits each point once, in the same order.
IEnumerable<(Tensor Point, Tensor Spiral)> Batches()
{
    const int size = 64;
    for (int first = 0; first < spirals.Length; first += size)
    {
        yield return (Tensor.Wrap(points, [size, 2], offset: 2 * first), Tensor.Wrap(spirals, [size], offset: first));
    }
}

float Accuracy()
{
    Tensor answers = net.Call(Tensor.Wrap(newPoints, [newSpirals.Length, 2])).ArgMax(1);
    int right = 0;
    for (int i = 0; i < newSpirals.Length; i++)
    {
        right += answers[i] == newSpirals[i] ? 1 : 0;
    }

    return (float)right / newSpirals.Length;
}

static (float[] Points, float[] Spirals) MakeSpirals(int count, ulong seed)
{
    Rng random = Rng.Stream(seed, "spirals");
    float[] points = new float[2 * count], spirals = new float[count];
    for (int i = 0; i < count; i++)
    {
        int spiral = i % 2;
        float radius = random.NextSingle(0.1f, 1f);
        float angle = (radius * 9f) + (spiral * MathF.PI) + random.NextSingle(-0.15f, 0.15f);
        points[2 * i] = radius * MathF.Cos(angle);
        points[(2 * i) + 1] = radius * MathF.Sin(angle);
        spirals[i] = spiral;
    }

    return (points, spirals);
}
