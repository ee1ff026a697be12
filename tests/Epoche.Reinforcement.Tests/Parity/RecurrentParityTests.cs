using System.Text.Json;
using Epoche.Learning.Tests.Parity;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Parity;

/// <summary>
/// Whole updates of recurrent deep Q-learning and of PPO with memory against tests/fixtures/torch/recurrent.py, which unrolls every
/// sequence by itself and unpadded.
/// </summary>
public sealed class RecurrentParityTests
{
    private const int Row = 7, Units = 4, Steps = 5, Environments = 3;

    private static readonly Dictionary<string, JsonElement> s_cases = TorchFixture.Load("recurrent.json");

    [Fact]
    public void Value_rescaling_agrees_with_PyTorch_and_goes_back()
    {
        double[] x = s_cases["rescaling"].Numbers("x"), y = s_cases["rescaling"].Numbers("y");
        for (int i = 0; i < x.Length; i++)
        {
            double found = ValueRescaling.Apply(x[i], 1e-3);
            Assert.Equal(y[i], found, 1e-12 * Math.Max(1, Math.Abs(y[i])));
            Assert.Equal(x[i], ValueRescaling.Invert(found, 1e-3), 1e-9 * Math.Max(1, Math.Abs(x[i])));
        }
    }

    [Fact]
    public void Updates_of_recurrent_deep_Q_learning_agree_with_PyTorch()
    {
        JsonElement expected = s_cases["recurrent dqn"];
        EnvironmentSpec spec = new() { Name = "Parity", Observation = [2], Actions = ActionSpec.Discrete(3) };
        RecurrentDqnOptions options = new()
        {
            Network = _ => throw new InvalidOperationException(), BatchSize = 3, Discount = 0.9375f, NStep = 3, TargetEveryUpdates = 100,
            Sequences = new() { Length = 4, BurnIn = 2, Period = 4, Capacity = 3, LargestShare = 0.875f },
        };
        MemoryNetwork online = Network(spec, 1000), target = Network(spec, 1010);
        Trainer trainer = new(new() { Optimizer = new Adam(0.01f), ClipNorm = 0.5f }, online.Model.Parameters);
        RecurrentDqnObjective objective = new(online, target, options, 3);
        SequenceBatch batch = new(spec, 3, online.Memory.StateSize, online.Previous, options.Sequences);
        SequenceReplay replay = Replay(spec, options.Sequences);
        Array.Copy(new[] { 0, 1, 2 }, batch.Slots, 3);
        Array.Copy(new[] { 0.5f, 1, 0.75f }, batch.Weights, 3);
        List<float> terms = [];
        for (int update = 0; update < 2; update++)
        {
            batch.Fill(replay, storedStates: true);
            StepReport step = trainer.Step(objective.Of, batch);
            terms.AddRange([step.Loss, step.GradientNorm, objective.MeanQ]);
            if (update == 0)
            {
                TorchFixture.AssertAgree(expected.Numbers("errors"), batch.Errors, "how wrong sequences are");
                TorchFixture.AssertAgree(expected.Numbers("first"), online.Model.Parameters.Values, "weights after the first update");
            }
        }

        TorchFixture.AssertAgree(expected.Numbers("terms"), terms.ToArray(), "loss, norm, mean of the greatest values");
        TorchFixture.AssertAgree(expected.Numbers("last"), online.Model.Parameters.Values, "weights after two updates");
    }

    [Fact]
    public void Updates_of_PPO_with_memory_agree_with_PyTorch()
    {
        JsonElement expected = s_cases["recurrent ppo"];
        EnvironmentSpec spec = new() { Name = "Parity", Observation = [2], Actions = ActionSpec.Discrete(3) };
        PpoOptions options = new()
        {
            Network = _ => PolicyNetwork.Create(spec, new() { Memory = new() { Units = 3 }, Hidden = [4] }),
            Optimizer = new Adam(0.01f, epsilon: 1e-5f), ValueClip = 0.125f, EntropyWeight = 0.03125f,
        };
        ActorCritic network = new(spec, options.Network, "Network", normalizes: false, scales: false, seed: 0, remembers: true);
        Fill(network.Model, 1030);
        PpoObjective objective = new(network, options);
        Trainer trainer = new(new() { Optimizer = options.Optimizer, ClipNorm = 0.5f }, network.Model.Parameters);
        RolloutBuffer rollout = Rollout(spec, expected.Numbers("old"));
        float[] states = TorchFixture.Values(1054, Environments * network.StateSize, -0.5, 0.5);
        RolloutBatch batch = new(rollout, 2 * Steps);
        List<float> terms = [];
        for (int epoch = 0; epoch < 2; epoch++)
        {
            foreach (int[] environments in (int[][])[[2, 0], [1]])
            {
                batch.FillSequences(environments, states, network.StateSize);
                batch.NormalizeAdvantages();
                float loss = trainer.Step(b => objective.Of(b, clip: 0.1875f, deviation: 1), batch).Loss;
                PolicyTerms found = objective.Terms;
                terms.AddRange([loss, (float)found.PolicyLoss, (float)found.ValueLoss, (float)found.Entropy]);
                if (terms.Count == 4)
                {
                    TorchFixture.AssertAgree(expected.Numbers("first"), network.Model.Parameters.Values, "weights after the first update");
                }
            }
        }

        TorchFixture.AssertAgree(expected.Numbers("terms"), terms.ToArray(), "loss, policy, value, entropy");
        TorchFixture.AssertAgree(expected.Numbers("last"), network.Model.Parameters.Values, "weights after four updates");
    }

    private static MemoryNetwork Network(EnvironmentSpec spec, int salt)
    {
        Model model = RecurrentNetwork.Create(spec, new() { Memory = new() { Units = Units }, Behind = [5], Activation = Tanh }).Build();
        Fill(model, salt);
        return new(model, spec.Actions);
    }

    private static void Fill(Model model, int salt)
    {
        int offset = 0;
        foreach (ParameterInfo entry in model.Parameters.Entries)
        {
            int count = entry.Shape.ElementCount;
            TorchFixture.Values(salt++, count, -0.625, 0.625).CopyTo(model.Parameters.Values[offset..]);
            offset += count;
        }
    }

    private static SequenceReplay Replay(EnvironmentSpec spec, SequenceOptions options)
    {
        SequenceReplay replay = new(spec, 2 * Units, options);
        SequenceStore rows = new(spec, 3, Row);
        TorchFixture.Values(1020, 3 * Row * 2, -2, 2).CopyTo(rows.Observations, 0);
        TorchFixture.Values(1022, 3 * Row, -2, 2).CopyTo(rows.Rewards, 0);
        float[] actions = TorchFixture.Integers(1021, 3 * Row, 3), states = TorchFixture.Values(1023, 3 * 2 * Units, -0.5, 0.5);
        for (int i = 0; i < actions.Length; i++)
        {
            rows.Actions[i] = (int)actions[i];
        }

        (rows.Actions[Row], rows.Rewards[Row]) = (-1, 0); // the second one begins an episode
        states.AsSpan(2 * Units, 2 * Units).Clear();
        (int Before, int Length, bool Terminated)[] sequences = [(2, 4, false), (0, 4, true), (1, 2, false)];
        for (int i = 0; i < sequences.Length; i++)
        {
            replay.Add(
                rows, i, states.AsSpan(i * 2 * Units, 2 * Units), sequences[i].Before, sequences[i].Length, sequences[i].Terminated);
        }

        return replay;
    }

    private static RolloutBuffer Rollout(EnvironmentSpec spec, double[] old)
    {
        RolloutBuffer rollout = new(spec, Environments, Steps, actionWidth: 1);
        rollout.PutObservations(0, TorchFixture.Values(1050, Steps * Environments * 2, -2, 2));
        TorchFixture.Integers(1051, Steps * Environments, 3).CopyTo(rollout.Actions, 0);
        TorchFixture.Values(1052, Steps * Environments, -2, 2).CopyTo(rollout.Advantages, 0);
        TorchFixture.Values(1053, Steps * Environments, -2, 2).CopyTo(rollout.Returns, 0);
        for (int i = 0; i < Steps * Environments; i++)
        {
            (rollout.LogDensities[i], rollout.Values[i]) = ((float)old[i], (float)old[(Steps * Environments) + i]);
        }

        (rollout.Ended[Environments], rollout.Ended[(3 * Environments) + 2]) = (true, true);
        return rollout;
    }
}
