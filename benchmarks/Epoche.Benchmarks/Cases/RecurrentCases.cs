using static Epoche.Tensors.Ops;

namespace Epoche.Benchmarks.Cases;

/// <summary>Steps of training of recurrent layers, and of an agent with memory, as the peers time them.</summary>
internal static class RecurrentCases
{
    /// <summary>The update of an agent with memory.</summary>
    public const string Update = "recurrent-dqn-update";

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
        new(
            Update, "update of recurrent DQN, LSTM 128, 32 of 1,000 sequences, burn-in 40, 80 steps, double, n = 5, rescaled, Adam",
            () => Filled().Learn)
        {
            Events = 1, Unit = "updates", HasPeer = true,
        },
    ];

    /// <summary>An agent whose memory is full of whole sequences.</summary>
    private static RecurrentDqnAgent Filled()
    {
        const int length = 1_000;
        IBatchEnvironment environment = BatchEnvironment.Of(() => new MemoryChain(length), 64);
        RecurrentDqnAgent agent = new(environment.Spec, new()
        {
            Network = spec => RecurrentNetwork.Create(spec, new() { Memory = new() { Units = Units }, Behind = [] }),
            Sequences = new() { Length = 80, BurnIn = 40, Period = 40, Capacity = 1_000 },
            WarmUpSteps = long.MaxValue,
            TargetEveryUpdates = 2_500,
        });
        AgentTraining training = new(agent, environment);
        for (int step = 0; step < length; step++)
        {
            training.Advance();
        }

        return agent;
    }

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
