using static Epoche.Tensors.Ops;

namespace Epoche.Benchmarks.Cases;

/// <summary>Steps of training and acting, as the peers time them: batches lie ready, sampling is not part of it.</summary>
internal static class LearningCases
{
    public static IEnumerable<BenchCase> All =>
    [
        .. new[] { 256, 128, 64 }.Select(width => DqnUpdate(width, doubleQ: false)),
        .. new[] { 256, 128, 64 }.Select(width => DqnUpdate(width, doubleQ: true)),
        new("act-256", "greedy action of 4-256-256-2 for one observation", Act) { UsesWorkers = false, HasPeer = true },
        new("mnist-step", "784-1024-10, batch 128, cross-entropy, Adam", () =>
            MnistStep([new Dense(1024, Relu), new Dense(10)], [784], batch: 128)) { HasPeer = true },
        new(
            "digits-conv-step",
            "28×28 pixels, the network of digits-conv and mnist-conv: three convolutions, 128, 10; batch 64, dropout, cross-entropy, Adam",
            () => MnistStep(ConvNet(), [28, 28, 1], batch: 64)) { HasPeer = true },
    ];

    private static BenchCase DqnUpdate(int width, bool doubleQ) => new(
        $"dqn-update-{width}{(doubleQ ? "-double" : "")}",
        $"update of {(doubleQ ? "double " : "")}DQN 4-{width}-{width}-2, batch 64, Huber, Adam",
        () => DqnStep(width, doubleQ)) { HasPeer = true };

    private static Action DqnStep(int width, bool doubleQ)
    {
        Sequential online = Network(width), target = online.Clone();
        target.Parameters.Trainable = false;
        Trainer trainer = new(new() { Optimizer = new Adam(1e-3f) }, online.Parameters);
        TransitionBatch batch = new(new EnvironmentSpec { Name = "random", Observation = [4], Actions = ActionSpec.Discrete(2) }, 64);
        Rng rng = new(1);
        Fill(ref rng, batch.Observations, -1, 1);
        Fill(ref rng, batch.NextObservations, -1, 1);
        Fill(ref rng, batch.Rewards, 0, 1);
        Array.Fill(batch.Discounts, 0.99f);
        for (int i = 0; i < batch.Size; i++)
        {
            batch.Actions[i] = rng.NextInt(2);
        }

        Objective<TransitionBatch> objective = b => DqnObjective.Loss(online, target, b.AsTensors(), doubleQ, huberDelta: 1);
        return () => trainer.Step(objective, batch);
    }

    private static Action Act()
    {
        GreedyPolicy policy = new(Network(256));
        float[] observation = [0.01f, -0.2f, 0.03f, 0.4f];
        return () => policy.Act(observation);
    }

    // As in the recipe.
    private static Sequential ConvNet() =>
    [
        new Conv2D(16, 5, Relu, strides: 2, padding: Padding.Same), new Conv2D(32, 3, Relu), new Conv2D(64, 3, Relu, strides: 2),
        new Flatten(), new Dense(128, Relu), new Dropout(0.3f), new Dense(10),
    ];

    private static Action MnistStep(Sequential network, Shape image, int batch)
    {
        network.Build(image, seed: 1);
        Trainer trainer = new(new() { Optimizer = new Adam(1e-3f) }, network.Parameters);
        float[] images = new float[batch * 784], labels = new float[batch];
        Rng rng = new(2);
        Fill(ref rng, images, 0, 1);
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = rng.NextInt(10);
        }

        Objective<int> objective =
            _ => SoftmaxCrossEntropy(network.Call(Tensor.Wrap(images, image.Prepend(batch))), Tensor.Wrap(labels, [batch])).Mean();
        return () => trainer.Step(objective, 0);
    }

    private static Sequential Network(int width)
    {
        Sequential network = [new Dense(width, Relu), new Dense(width, Relu), new Dense(2)];
        return network.Build([4], seed: 1);
    }

    private static void Fill(ref Rng rng, float[] values, float low, float high)
    {
        foreach (ref float value in values.AsSpan())
        {
            value = rng.NextSingle(low, high);
        }
    }
}
