#:project ../src/Epoche.Learning
// A small transformer learns to add three-digit numbers.  Run it:  dotnet run -c Release samples/Addition.cs
using Epoche;
using static Epoche.Tensors.Ops;

const int Width = 64, Asked = 8, Answer = 4; // "123+456=" asks, four digits answer: 0579
const int Epochs = 5, Training = 40_000, Others = 5_000, Below = 1_000;

(Dataset training, Dataset test) = Sums(Training + Others, seed: 1).Split(Others, seed: 2); // no two sums are the same

// Tokens [batch, 12] → [batch, 12, 64] → what stands at the last four places → the logits of ten digits at each.
Sequential net =
[
    new Embedding(13, Width), new LearnedPositions(), new TransformerBlock(heads: 4), new TransformerBlock(heads: 4), new LayerNorm(),
    new SliceLayer(Asked * Width, [Answer, Width]), new Dense(10),
];
net.Build(training.InputShape, seed: 1);

Adam optimizer = new(Schedule.OneCycle(3e-3f, Epochs * Training / 64));
Trainer trainer = new(new() { Optimizer = optimizer, Epochs = Epochs, Seed = 1, ClipNorm = 1 }, net.Parameters);
trainer.Fit(net, training, SoftmaxCrossEntropy, new() { BatchSize = 64, Callbacks = [new ProgressLines(Console.Out)] });

float[] digits = net.Predict(test.Inputs()).ArgMax(-1).ToArray();
int right = digits.Chunk(Answer).Where((sum, i) => sum.AsSpan().SequenceEqual(test.Target(i))).Count();
Console.WriteLine($"of {test.Count} sums that it has not seen {100.0 * right / test.Count:F1}% right");

static Dataset Sums(int count, ulong seed)
{
    Rng random = Rng.Stream(seed, "sums");
    float[] tokens = new float[count * (Asked + Answer)], digits = new float[count * Answer];
    HashSet<int> seen = [];
    for (int i = 0; i < count;)
    {
        (int a, int b) = (random.NextInt(Below), random.NextInt(Below));
        if (seen.Add((1_000 * a) + b))
        {
            float[] sum = [.. $"{a + b:D4}".Select(c => (float)(c - '0'))];
            sum.CopyTo(digits, i * Answer);
            float[] text = [.. $"{a:D3}:{b:D3};<<<<".Select(c => (float)(c - '0'))]; // behind 9 come ':', ';' and '<': 10, 11, 12
            text.CopyTo(tokens, i++ * text.Length);
        }
    }

    return new(tokens, [Asked + Answer], digits, [Answer]);
}
