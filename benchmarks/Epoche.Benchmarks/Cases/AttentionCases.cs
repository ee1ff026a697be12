using static Epoche.Tensors.Ops;

namespace Epoche.Benchmarks.Cases;

/// <summary>Steps of training of a small transformer, as the peers time them.</summary>
internal static class AttentionCases
{
    private const int Batch = 64, Steps = 16, Tokens = 13, Width = 64, Heads = 4, Blocks = 2;

    public static IEnumerable<BenchCase> All =>
    [
        Case(
            "transformer-step", "two blocks, 64 wide, 4 heads, 256 hidden, batch 64, 16 tokens of 13, cross-entropy, Adam",
            isCausal: false),
        Case("transformer-causal-step", "the same, each token asking those before it", isCausal: true),
    ];

    private static BenchCase Case(string name, string what, bool isCausal) => new(name, what, () => Step(isCausal)) { HasPeer = true };

    private static Action Step(bool isCausal)
    {
        Sequential network =
        [
            new Embedding(Tokens, Width), new LearnedPositions(),
            .. Enumerable.Range(0, Blocks).Select(_ => new TransformerBlock(Heads, isCausal: isCausal)), new LayerNorm(), new Dense(Tokens),
        ];
        network.Build([Steps], seed: 1);
        Trainer trainer = new(new() { Optimizer = new Adam(1e-3f) }, network.Parameters);
        Rng rng = new(2);
        float[] x = Numbers(ref rng), labels = Numbers(ref rng);
        Objective<int> objective = _ => SoftmaxCrossEntropy(
            network.Call(Tensor.Wrap(x, [Batch, Steps])).Reshape(Batch * Steps, Tokens), Tensor.Wrap(labels, [Batch * Steps])).Mean();
        return () => trainer.Step(objective, 0);
    }

    private static float[] Numbers(ref Rng rng)
    {
        float[] numbers = new float[Batch * Steps];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = rng.NextInt(Tokens);
        }

        return numbers;
    }
}
