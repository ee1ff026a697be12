using System.Text.Json;
using Epoche.Learning.Tests.Parity;

namespace Epoche.Reinforcement.Tests.Parity;

/// <summary>
/// Updates of A3C's workers at weights that are older than those they change, and of REINFORCE on episodes that end in both ways, against
/// tests/fixtures/torch/workers.py.
/// </summary>
public sealed class WorkerParityTests
{
    private static readonly Dictionary<string, JsonElement> s_cases = TorchFixture.Load("workers.json");

    private static readonly EnvironmentSpec s_spec = new() { Name = "Parity", Observation = [4], Actions = ActionSpec.Discrete(3) };

    [Fact]
    public void Gradients_at_old_weights_with_shared_statistics_agree_with_PyTorch()
    {
        const int workers = 3, steps = 5, salt = 1000;
        JsonElement expected = s_cases["a3c"];
        A3cOptions options = new() { Optimizer = new RmsProp(0.0078125f, decay: 0.99f, epsilon: 1e-5f), ClipNorm = 2 };
        ActorCritic network = Network();
        A3cObjective objective = new(network, options);
        Trainer trainer = new(new() { Optimizer = options.Optimizer, ClipNorm = options.ClipNorm }, network.Model.Parameters);
        Span<float> weights = network.Model.Parameters.Values;
        float[][] copies = [.. Enumerable.Range(0, workers).Select(_ => network.Model.Parameters.Values.ToArray())];
        List<float> losses = [], norms = [];
        for (int update = 0; update < 2 * workers; update++)
        {
            float[] shared = weights.ToArray();
            copies[update % workers].CopyTo(weights);
            losses.Add(trainer.Accumulate(objective.Of, Batch(salt + (10 * update), steps)));
            shared.CopyTo(weights);
            norms.Add(trainer.Update());
            weights.CopyTo(copies[update % workers]);
            if (update == 0)
            {
                TorchFixture.AssertAgree(expected.Numbers("first"), weights, "weights after the first update");
            }
        }

        TorchFixture.AssertAgree(expected.Numbers("losses"), losses.ToArray(), "losses");
        TorchFixture.AssertAgree(expected.Numbers("norms"), norms.ToArray(), "norms");
        TorchFixture.AssertAgree(expected.Numbers("last"), weights, "weights after two rounds");
    }

    [Fact]
    public void Updates_of_REINFORCE_agree_with_PyTorch()
    {
        const float discount = 0.96875f;
        JsonElement expected = s_cases["reinforce"];
        ReinforceOptions options = new() { EntropyWeight = 0.03125f };
        ActorCritic network = Network();
        EpisodeRows rows = new(s_spec, 1), episode = new(s_spec, 1);
        float[] s = TorchFixture.Values(1100, 10 * 4, -2, 2), r = TorchFixture.Values(1102, 10, -2, 2);
        float[] a = TorchFixture.Integers(1101, 10, 3);
        foreach ((int start, int length, float after) in ((int, int, float)[])[(0, 4, 0), (4, 6, 0.75f)])
        {
            for (int t = start; t < start + length; t++)
            {
                episode.Add(s.AsSpan(t * 4, 4), [], a.AsSpan(t, 1), 0);
                episode.Reward(r[t]);
            }

            episode.ToReturns(discount, after);
            rows.Append(episode);
            episode.Clear();
        }

        TorchFixture.AssertAgree(expected.Numbers("returns"), rows.Returns.AsSpan(0, 10), "returns");
        ReinforceObjective objective = new(network, options);
        Trainer trainer = new(new() { Optimizer = new Adam(0.01f) }, network.Model.Parameters);
        float[] advantages = new float[10], losses = new float[2];
        for (int update = 0; update < 2; update++)
        {
            network.Value(s, advantages);
            for (int t = 0; t < 10; t++)
            {
                advantages[t] = rows.Returns[t] - advantages[t];
            }

            AdvantageScale.Normalize(advantages);
            if (update == 0)
            {
                TorchFixture.AssertAgree(expected.Numbers("advantages"), advantages, "advantages");
            }

            losses[update] = trainer.Step(batch => objective.Of(batch, advantages, episodes: 2), rows).Loss;
        }

        TorchFixture.AssertAgree(expected.Numbers("losses"), losses, "losses");
        TorchFixture.AssertAgree(expected.Numbers("last"), network.Model.Parameters.Values, "weights after two updates");
    }

    private static ActorCritic Network()
    {
        ActorCritic made = new(
            s_spec, spec => PolicyNetwork.Create(spec, new() { Hidden = [8] }), "Network", normalizes: false, scales: false, seed: 0);
        int offset = 0, i = 0;
        foreach (ParameterInfo entry in made.Model.Parameters.Entries) // those of the policy first, then those of the value
        {
            int count = entry.Shape.ElementCount;
            TorchFixture.Values(960 + i++, count, -0.625, 0.625).CopyTo(made.Model.Parameters.Values[offset..]);
            offset += count;
        }

        return made;
    }

    private static RolloutBatch Batch(int salt, int steps)
    {
        RolloutBuffer rollout = new(s_spec, 1, steps, 1);
        rollout.PutObservations(0, TorchFixture.Values(salt, steps * 4, -2, 2));
        TorchFixture.Integers(salt + 1, steps, 3).CopyTo(rollout.Actions, 0);
        TorchFixture.Values(salt + 2, steps, -2, 2).CopyTo(rollout.Advantages, 0);
        TorchFixture.Values(salt + 3, steps, -2, 2).CopyTo(rollout.Returns, 0);
        RolloutBatch batch = new(rollout, steps);
        batch.Fill([.. Enumerable.Range(0, steps)]);
        return batch;
    }
}
