using Epoche.Kernels;
using Epoche.Memory;
using static Epoche.Tensors.Ops;

namespace Epoche.Benchmarks.Cases;

/// <summary>Updates of agents that look at pictures, as the peers time them, and the convolutions that they consist of.</summary>
internal static class ConvolutionCases
{
    private const int Batch = 32;

    public static IEnumerable<BenchCase> All =>
    [
        Update(
            "dqn-update-catch", "update of DQN, three convolutions and 128 on 16×16, batch 32, RMSprop", [16, 16, 1], 3, CatchNet,
            () => new RmsProp(2.5e-4f)),
        Update(
            "dqn-update-48", "update of DQN, three convolutions and 512 on 48×48×4, batch 32, Adam", [48, 48, 4], 3,
            () => NatureNet(2, 3), () => new Adam(1e-4f)),
        Update(
            "dqn-update-84", "update of DQN, three convolutions and 512 on 84×84×4, batch 32, Adam", [84, 84, 4], 6,
            () => NatureNet(3, 6), () => new Adam(1e-4f)),
        .. Layer("84-1", 84, 4, 8, 4, 32),
        .. Layer("84-2", 20, 32, 4, 2, 64),
        .. Layer("84-3", 9, 64, 3, 1, 64),
        .. Layer("catch-3", 7, 32, 2, 1, 32),
        .. Layer("digits-1", 32, 1, 5, 2, 16, batch: 64),
        .. Layer("digits-2", 14, 16, 3, 1, 32, batch: 64),
        .. Layer("digits-3", 12, 32, 3, 2, 64, batch: 64),
    ];

    private static BenchCase Update(
        string name, string what, Shape observation, int actions, Func<Sequential> network,
        Func<Optimizer> optimizer) => new(name, what, () =>
    {
        Sequential online = network().Build(observation, seed: 1), target = online.Clone();
        target.Parameters.Trainable = false;
        Trainer trainer = new(new() { Optimizer = optimizer() }, online.Parameters);
        TransitionBatch batch = new(
            new EnvironmentSpec { Name = "random", Observation = observation, Actions = ActionSpec.Discrete(actions) }, Batch);
        Rng rng = new(1);
        rng.FillUniform(batch.Observations);
        rng.FillUniform(batch.NextObservations);
        rng.FillUniform(batch.Rewards);
        Array.Fill(batch.Discounts, 0.99f);
        for (int i = 0; i < batch.Size; i++)
        {
            batch.Actions[i] = rng.NextInt(actions);
        }

        Objective<TransitionBatch> objective = b => DqnObjective.Loss(online, target, b.AsTensors(), doubleQ: false, huberDelta: 1);
        return () => trainer.Step(objective, batch);
    }) { HasPeer = true };

    private static Sequential CatchNet() =>
    [
        new Conv2D(16, 4, Relu, strides: 2, padding: Padding.Same), new Conv2D(32, 2, Relu), new Conv2D(32, 2, Relu),
        new Flatten(), new Dense(128, Relu), new Dense(3),
    ];

    private static Sequential NatureNet(int lastKernel, int actions) =>
    [
        new Conv2D(32, 8, Relu, strides: 4), new Conv2D(64, 4, Relu, strides: 2), new Conv2D(64, lastKernel, Relu),
        new Flatten(), new Dense(512, Relu), new Dense(actions),
    ];

    private static IEnumerable<BenchCase> Layer(string name, int size, int channels, int kernel, int stride, int filters, int batch = Batch)
    {
        int outputs = ((size - kernel) / stride) + 1;
        Window2D w = new()
        {
            Batch = batch, Height = size, Width = size, Channels = channels, WindowHeight = kernel, WindowWidth = kernel,
            StrideY = stride, StrideX = stride, DilationY = 1, DilationX = 1, OutHeight = outputs, OutWidth = outputs,
        };
        string what = $"{batch}×{size}×{size}×{channels}, {filters} filters of {kernel}×{kernel}, stride {stride}";
        double flops = 2.0 * w.Rows * w.Columns * filters;
        yield return new($"conv-{name}-forward", what + ", bias, relu", () =>
        {
            AlignedBuffer x = Filled(batch * w.ImageSize), weights = Filled(w.Columns * filters), bias = Filled(filters),
                y = new(w.Rows * filters);
            return () => Conv2DKernels.Forward(w, x.Span, weights.Span, bias.Span, filters, y.Span, Epilogue.Relu);
        }) { Flops = flops };
        yield return new($"conv-{name}-kernel", "its gradient by the kernel", () =>
        {
            AlignedBuffer x = Filled(batch * w.ImageSize), weights = new(w.Columns * filters), dy = Filled(w.Rows * filters);
            return () => Conv2DKernels.KernelGradient(w, x.Span, dy.Span, filters, weights.Span, accumulate: false);
        }) { Flops = flops };
        yield return new($"conv-{name}-input", "its gradient by the input", () =>
        {
            AlignedBuffer dx = new(batch * w.ImageSize), weights = Filled(w.Columns * filters), dy = Filled(w.Rows * filters);
            return () => Conv2DKernels.InputGradient(w, weights.Span, dy.Span, filters, dx.Span, accumulate: false);
        }) { Flops = flops };
    }

    private static AlignedBuffer Filled(int length)
    {
        AlignedBuffer buffer = new(length);
        Rng rng = new((ulong)length);
        rng.FillUniform(buffer.Span, -1, 1);
        return buffer;
    }
}
