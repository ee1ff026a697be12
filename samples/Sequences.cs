#:project ../src/Epoche.Learning
// Sentences of different lengths: an embedding, an LSTM, padding that both leave out.  Run it:  dotnet run -c Release samples/Sequences.cs
using Epoche;
using static Epoche.Tensors.Ops;

const int Longest = 14;
string[] words = ["", "the", "film", "plot", "was", "and", "good", "great", "bad", "awful", "not"]; // 0 is the padding
string[] people = ["the film", "the plot", "the good film", "the bad plot"];

Dataset training = Sentences(4_000, seed: 1), test = Sentences(1_000, seed: 2);

// Word numbers [batch, steps] → [batch, steps, 16] → the state after the last word [batch, 32] → one logit. Steps of padding are masked.
Sequential net = [new Embedding(words.Length, 16, padding: 0), new Lstm(32, padding: 0), new Dense(1)];
net.Build([Longest], seed: 1);
Console.WriteLine(net.Summary());

Trainer trainer = new(new() { Optimizer = new Adam(3e-3f), Epochs = 8, Seed = 1, ClipNorm = 1 }, net.Parameters);
trainer.Fit(net, training, BinaryCrossEntropy, new() { BatchSize = 50, Callbacks = [new ProgressLines(Console.Out, every: 4)] });

foreach (string sentence in (string[])["the film was good", "the film was not good", "the plot was bad and the film was not bad"])
{
    float positive = Sigmoid(net.Predict(Tensor.Of(Encode(sentence), [1, Longest]))).Item();
    Console.WriteLine($"{100 * positive,3:F0}% positive: {sentence}");
}

Accuracy accuracy = new();
net.Evaluate(test, BinaryCrossEntropy, [accuracy]);
Console.WriteLine($"of new sentences {100 * accuracy.Value:F1}% right");

// Shorter sentences end in padding. It could stand in front as well: a masked step leaves the state as it is.
float[] Encode(string sentence)
{
    float[] numbers = new float[Longest];
    string[] said = sentence.Split(' ');
    for (int i = 0; i < said.Length; i++)
    {
        numbers[i] = Array.IndexOf(words, said[i]);
    }

    return numbers;
}

// "the film was not good and the plot was great": what is said last decides, and "not" turns it round.
Dataset Sentences(int count, ulong seed)
{
    Rng random = Rng.Stream(seed, "sentences");
    List<float> inputs = [];
    float[] targets = new float[count];
    for (int i = 0; i < count; i++)
    {
        List<string> parts = [];
        int clauses = 1 + random.NextInt(2);
        for (int clause = 0; clause < clauses; clause++)
        {
            bool isPositive = random.NextBoolean(), isNegated = random.NextBoolean(0.4);
            string praise = isPositive ? random.NextBoolean() ? "good" : "great" : random.NextBoolean() ? "bad" : "awful";
            parts.Add($"{people[random.NextInt(people.Length)]} was{(isNegated ? " not" : "")} {praise}");
            targets[i] = isPositive != isNegated ? 1 : 0;
        }

        inputs.AddRange(Encode(string.Join(" and ", parts)));
    }

    return new Dataset([.. inputs], [Longest], targets, [1]);
}
