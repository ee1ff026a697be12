using static Epoche.Tensors.Ops;

namespace Epoche.Benchmarks.Cases;

/// <summary>Steps of training of recurrent layers, as the peers time them.</summary>
internal static class RecurrentCases
{
    private const int Units = 128, Batch = 32, Steps = 16, Classes = 10;

    public static IEnumerable<BenchCase> All =>
    [
        new("lstm-step", "LSTM 128 and 10 classes, batch 32, 16 steps of 128, cross-entropy, Adam", () => Step(new Lstm(Units)))
        {
            HasPeer = true,
        },
        new("gru-step", "GRU 128 and 10 classes, batch 32, 16 steps of 128, cross-entropy, Adam", () => Step(new Gru(Units)))
        {
            HasPeer = true,
        },
    ];

    private static Action Step(Layer recurrent)
    {
        Sequential network = [recurrent, new Dense(Classes)];
        network.Build([Steps, Units], seed: 1);
        Trainer trainer = new(new() { Optimizer = new Adam(1e-3f) }, network.Parameters);
        float[] x = new float[Batch * Steps * Units], labels = new float[Batch];
        Rng rng = new(2);
        rng.FillNormal(x);
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = rng.NextInt(Classes);
        }

        Objective<int> objective =
            _ => SoftmaxCrossEntropy(network.Call(Tensor.Wrap(x, [Batch, Steps, Units])), Tensor.Wrap(labels, [Batch])).Mean();
        return () => trainer.Step(objective, 0);
    }
}
