#:project ../src/Epoche.Learning
// Several answers at once: which of four marks does a grid of 6 × 6 pixels show?  Run it:  dotnet run -c Release samples/MultiLabel.cs
using Epoche;
using static Epoche.Tensors.Ops;

(Dataset training, Dataset test) = Grids(3_000).Split(validation: 1_000, seed: 1);
Sequential net = [new Dense(32, Relu), new Dense(4)]; // a logit for each mark
net.Build([36], seed: 1);
Trainer trainer = new(new() { Optimizer = new Adam(1e-2f), Epochs = 5, Seed = 1 }, net.Parameters);
trainer.Fit(net, training, BinaryCrossEntropy, new() { BatchSize = 50 });

Metric[] metrics = [new LabelF1Score(), new LabelAccuracy(), new ExactMatch(), new PerLabel(() => new RocAuc())];
foreach (MetricValue measured in net.Evaluate(test, BinaryCrossEntropy, metrics).Measurements)
{
    Console.WriteLine($"{measured.Name,-18} {measured.Value:F3}");
}

Console.WriteLine($"all four marks right for {100 * metrics[2].Value:F1}%");

// Any of a row, a column and the two diagonals, on noise.
static Dataset Grids(int count)
{
    Rng random = Rng.Stream(1, "grids");
    (float[] pixels, float[] marks) = (new float[count * 36], new float[count * 4]);
    random.FillNormal(pixels, 0, 0.4f);
    for (int i = 0; i < count; i++)
    {
        for (int mark = 0; mark < 4; mark++)
        {
            marks[(4 * i) + mark] = random.NextBoolean(0.4) ? 1 : 0;
            for (int j = 0; j < 6 && marks[(4 * i) + mark] == 1; j++)
            {
                (int row, int column) = mark switch { 0 => (2, j), 1 => (j, 3), 2 => (j, j), _ => (j, 5 - j) };
                pixels[(36 * i) + (6 * row) + column] += 1;
            }
        }
    }

    return new(pixels, [36], marks, [4]);
}
