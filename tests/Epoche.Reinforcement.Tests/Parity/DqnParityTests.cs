using System.Text.Json;
using Epoche.Learning.Tests.Parity;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Parity;

/// <summary>
/// The first gradient, 100 losses and the weights after 1, 10 and 100 updates of the DQN objective and its double variant, with clipping
/// and a target network that follows every ten updates, against tests/fixtures/torch/dqn.py.
/// </summary>
public sealed class DqnParityTests
{
    private const int Batches = 10, Batch = 16, Updates = 100, CopyEvery = 10;

    private static readonly Dictionary<string, JsonElement> s_cases = TorchFixture.Load("dqn.json");

    [Theory]
    [InlineData("dqn", false, 1f)]
    [InlineData("double dqn", true, 1f)]
    [InlineData("dqn mse", false, null)]
    public void Hundred_updates_agree_with_PyTorch(string name, bool doubleQ, float? huberDelta)
    {
        JsonElement expected = s_cases[name];
        Sequential online = Network(), target = online.Clone();
        target.Parameters.Trainable = false;
        TransitionBatch[] batches = Transitions();
        Tensor Objective(TransitionBatch batch) => DqnObjective.Loss(online, target, batch.AsTensors(), doubleQ, huberDelta);

        StepArena arena = new();
        using (arena.Step())
        {
            Tape.Backward(Objective(batches[0]));
            TorchFixture.AssertAgree(expected.Numbers("gradient"), online.Parameters.Gradients, "gradient before the first update");
        }

        Trainer trainer = new(new() { Optimizer = new Adam(0.002f, 0.9f, 0.99f, 1e-5f), ClipNorm = 1 }, online.Parameters);
        var losses = new float[Updates];
        for (int update = 1; update <= Updates; update++)
        {
            losses[update - 1] = trainer.Step(Objective, batches[(update - 1) % Batches]).Loss;
            if (update % CopyEvery == 0)
            {
                target.Parameters.CopyFrom(online.Parameters);
            }

            if (expected.GetProperty("weights").TryGetProperty($"{update}", out _))
            {
                TorchFixture.AssertAgree(
                    expected.GetProperty("weights").Numbers($"{update}"), online.Parameters.Values, $"weights after update {update}");
            }
        }

        TorchFixture.AssertAgree(expected.Numbers("losses"), losses, "losses");
    }

    private static Sequential Network()
    {
        Sequential net = [new Dense(12, Relu), new Dense(12, Relu), new Dense(2)];
        net.Build([4]);
        for (int i = 0, offset = 0; i < net.Parameters.Entries.Count; i++)
        {
            int count = net.Parameters.Entries[i].Shape.ElementCount;
            double bound = i % 2 == 0 ? 0.625 : 0.25; // kernels and biases take turns
            TorchFixture.Values(900 + i, count, -bound, bound).CopyTo(net.Parameters.Values[offset..]);
            offset += count;
        }

        return net;
    }

    private static TransitionBatch[] Transitions()
    {
        const int rows = Batches * Batch;
        EnvironmentSpec spec = new() { Observation = [4], Actions = ActionSpec.Discrete(2), Name = "Parity" };
        float[] s_tm1 = TorchFixture.Values(910, rows * 4, -2, 2), s_t = TorchFixture.Values(911, rows * 4, -2, 2);
        float[] actions = TorchFixture.Integers(912, rows, 2), rewards = TorchFixture.Values(913, rows, -1, 1);
        float[] discounts = [.. TorchFixture.Values(914, rows, -2, 2).Select(v => v > -1.5f ? 0.96875f : 0)];
        return [.. Enumerable.Range(0, Batches).Select(b =>
        {
            TransitionBatch batch = new(spec, Batch);
            s_tm1.AsSpan(b * Batch * 4, Batch * 4).CopyTo(batch.Observations);
            s_t.AsSpan(b * Batch * 4, Batch * 4).CopyTo(batch.NextObservations);
            actions.AsSpan(b * Batch, Batch).CopyTo(batch.Actions);
            rewards.AsSpan(b * Batch, Batch).CopyTo(batch.Rewards);
            discounts.AsSpan(b * Batch, Batch).CopyTo(batch.Discounts);
            return batch;
        })];
    }
}
