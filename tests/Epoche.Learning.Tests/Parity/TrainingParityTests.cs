using System.Text.Json;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Parity;

/// <summary>
/// The first gradient, 100 losses and the weights after 1, 10 and 100 steps of a network with two hidden layers, against
/// tests/fixtures/torch/training.py: four losses, every optimizer, both ways of clipping.
/// </summary>
public sealed class TrainingParityTests
{
    private const int Batch = 16, Steps = 100, Inputs = 4;

    private static readonly Dictionary<string, JsonElement> s_cases = TorchFixture.Load("training.json");

    private static readonly Dictionary<string, (int Outputs, float[] Targets, Func<Tensor, Tensor, Tensor> Function)> s_losses = new()
    {
        ["softmax cross-entropy"] = (3, TorchFixture.Integers(800, Batch, 3), (y, t) => SoftmaxCrossEntropy(y, t).Mean()),
        ["huber"] = (2, TorchFixture.Values(801, Batch * 2, -4, 4), (y, t) => Huber(y - t).Mean()),
        ["mse"] = (2, TorchFixture.Values(802, Batch * 2, -2, 2), MeanSquaredError),
        ["sigmoid cross-entropy"] = (2, TorchFixture.Bits(803, Batch * 2), (y, t) => BinaryCrossEntropy(y, t).Mean()),
        ["mse of large targets"] = (2, TorchFixture.Values(804, Batch * 2, -32, 32), MeanSquaredError),
    };

    private static readonly TrainerOptions s_adam = new() { Optimizer = new Adam(0.01f, 0.9f, 0.999f, 1e-8f) };

    private static readonly TrainerOptions s_sgd = new() { Optimizer = new Sgd(0.125f) };

    private static readonly Dictionary<string, TrainerOptions> s_trainers = new()
    {
        ["adam"] = s_adam,
        ["adam huber"] = new() { Optimizer = new Adam(0.002f, 0.9f, 0.99f, 1e-4f) },
        ["adam mse"] = s_adam,
        ["adam sigmoid cross-entropy"] = s_adam,
        ["sgd"] = s_sgd,
        ["sgd huber"] = s_sgd,
        ["sgd mse"] = s_sgd,
        ["sgd sigmoid cross-entropy"] = s_sgd,
        ["sgd momentum"] = new() { Optimizer = new Sgd(0.0625f, momentum: 0.9f) },
        ["sgd nesterov"] = new() { Optimizer = new Sgd(0.0625f, momentum: 0.9f, nesterov: true) },
        ["adamw"] = new() { Optimizer = new AdamW(0.01f, weightDecay: 0.25f, beta1: 0.9f, beta2: 0.99f, epsilon: 1e-6f) },
        ["rmsprop torch"] = new() { Optimizer = new RmsProp(0.001f, decay: 0.95f, epsilon: 1e-20f) },
        ["rmsprop"] = new() { Optimizer = new RmsProp(0.001f, decay: 0.95f, epsilon: 1e-3f) },
        ["rmsprop cross-entropy"] = new() { Optimizer = new RmsProp(0.004f, decay: 0.9f, epsilon: 1e-3f) },
        ["rmsprop graves"] = new() { Optimizer = new RmsPropGraves(0.0005f, decay: 0.95f, momentum: 0.9f, epsilon: 1e-3f) },
        ["rmsprop graves cross-entropy"] = new() { Optimizer = new RmsPropGraves(0.001f, decay: 0.95f, momentum: 0.9f, epsilon: 1e-3f) },
        ["adamax"] = new() { Optimizer = new Adamax(0.01f, beta2: 0.99f, epsilon: 1e-6f) },
        ["nadam"] = new() { Optimizer = new NAdam(0.01f, beta2: 0.99f, epsilon: 1e-6f) },
        ["radam"] = new() { Optimizer = new RAdam(0.01f, beta2: 0.99f, epsilon: 1e-6f) },
        ["lion"] = new() { Optimizer = new Lion(1f / 2048, weightDecay: 0.25f, beta1: 0.875f, beta2: 0.96875f) },
        ["clip norm"] = new() { Optimizer = new Sgd(0.002f, momentum: 0.5f), ClipNorm = 20f },
        ["clip value"] = new() { Optimizer = new Sgd(0.002f, momentum: 0.5f), ClipValue = 8f },
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Hundred_steps_agree_with_PyTorch(string name)
    {
        JsonElement expected = s_cases[name];
        (int outputs, float[] targets, Func<Tensor, Tensor, Tensor> function) = s_losses[expected.GetProperty("loss").GetString()!];
        Sequential net = Network(outputs);
        Tensor x = Tensor.Of(TorchFixture.Values(810, Batch * Inputs, -2, 2), [Batch, Inputs]);
        Tensor t = targets.Length == Batch ? Tensor.Of(targets) : Tensor.Of(targets, [Batch, outputs]);
        Tensor Objective((Tensor X, Tensor T) batch) => function(net.Call(batch.X), batch.T);

        StepArena arena = new();
        using (arena.Step())
        {
            Tape.Backward(Objective((x, t)));
            TorchFixture.AssertAgree(expected.Numbers("gradient"), net.Parameters.Gradients, "gradient before the first step");
        }

        Trainer trainer = new(s_trainers[name], net.Parameters);
        var losses = new float[Steps];
        for (int step = 1; step <= Steps; step++)
        {
            losses[step - 1] = trainer.Step(Objective, (x, t)).Loss;
            if (expected.GetProperty("weights").TryGetProperty($"{step}", out _))
            {
                TorchFixture.AssertAgree(
                    expected.GetProperty("weights").Numbers($"{step}"), net.Parameters.Values, $"weights after step {step}");
            }
        }

        TorchFixture.AssertAgree(expected.Numbers("losses"), losses, "losses");
    }

    [Fact]
    public void Every_training_here_has_printed_values() => Assert.Equal(s_cases.Keys.Order(), s_trainers.Keys.Order());

    private static Sequential Network(int outputs)
    {
        Sequential net = [new Dense(8, Relu), new Dense(6, Tanh), new Dense(outputs)];
        net.Build([Inputs]);
        for (int i = 0, offset = 0; i < net.Parameters.Entries.Count; i++)
        {
            int count = net.Parameters.Entries[i].Shape.ElementCount;
            double bound = i % 2 == 0 ? 0.75 : 0.25; // kernels and biases take turns
            TorchFixture.Values(820 + i, count, -bound, bound).CopyTo(net.Parameters.Values[offset..]);
            offset += count;
        }

        return net;
    }
}
