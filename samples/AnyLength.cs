#:project ../src/Epoche.Learning
// Texts of any length: the time is free in the model's shape, a batch is padded to its longest, and padding changes no bit.
// Run it:  dotnet run -c Release samples/AnyLength.cs
using Epoche;
using static Epoche.Tensors.Ops;

string[] letters = ["", .. "abcdefghijklmnopqrstuvwxyz ".Select(letter => $"{letter}")]; // 0 is the padding
(string Text, float IsLoud)[] lines = [.. Lines(2_000)];

Sequential net = [new Masking(), new Embedding(letters.Length, 8), new Bidirectional(new Gru(16)), new Dense(1)];
net.Build([Shape.Any], seed: 1); // null in model.yaml
Trainer trainer = new(new() { Optimizer = new Adam(1e-2f), Epochs = 4, Seed = 1 }, net.Parameters);
SequenceBatches batches = new(Texts(lines[..1_500]), Loud(lines[..1_500]), new() { Size = 50, Seed = 1 });
trainer.Fit(batches, batch => BinaryCrossEntropy(net.Call(batch.Inputs), batch.Targets).Mean());

float[][] others = Texts(lines[1_500..]);
Tensor together = net.PredictSequences(others), alone = net.PredictSequences(others[..1]);
Console.WriteLine($"padded and alone, the same bits: {together.Values[0] == alone.Values[0]}");
Accuracy accuracy = new();
accuracy.Add(together, Loud(lines[1_500..]));
Console.WriteLine($"of other lines {100 * accuracy.Value:F1}% right");

float[][] Texts((string Text, float IsLoud)[] lines) =>
    [.. lines.Select(line => line.Text.Select(letter => (float)Array.IndexOf(letters, $"{letter}")).ToArray())];

static Tensor Loud((string Text, float IsLoud)[] lines) => Tensor.Of([.. lines.Select(line => line.IsLoud)], [lines.Length, 1]);

// Somebody calls out where an "oh" is followed by "no" later on; lines have 5 to 60 letters.
static IEnumerable<(string Text, float IsLoud)> Lines(int count)
{
    Rng random = Rng.Stream(1, "lines");
    string[] words = ["and", "the", "sea", "was", "blue", "ship", "wind", "sailed"];
    for (int i = 0; i < count; i++)
    {
        List<string> said = [.. Enumerable.Range(0, 2 + random.NextInt(9)).Select(_ => words[random.NextInt(words.Length)])];
        bool isLoud = random.NextBoolean();
        said.Insert(random.NextInt(said.Count + 1), isLoud ? "oh no" : random.NextBoolean() ? "no oh" : "on ho");
        yield return (string.Join(' ', said), isLoud ? 1 : 0);
    }
}
