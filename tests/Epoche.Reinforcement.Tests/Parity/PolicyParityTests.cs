using System.Text.Json;
using Epoche.Learning.Tests.Parity;

namespace Epoche.Reinforcement.Tests.Parity;

/// <summary>
/// Advantages over episodes that end in every way, and whole updates of PPO and A2C with all of their terms, on masked and on continuous
/// actions, against tests/fixtures/torch/policies.py.
/// </summary>
public sealed class PolicyParityTests
{
    private const int Rows = 24, Batch = 12;

    private static readonly Dictionary<string, JsonElement> s_cases = TorchFixture.Load("policies.json");

    [Fact]
    public void Advantages_agree_with_PyTorch()
    {
        const int steps = 6, environments = 3, count = steps * environments;
        float[] v = TorchFixture.Values(951, count, -2, 2), following = TorchFixture.Values(952, count, -2, 2);
        bool[] terminated = new bool[count], ended = new bool[count];
        (int, int, bool)[] ends = [(1, 0, true), (5, 1, true), (3, 2, true), (2, 1, false), (5, 2, false)];
        foreach ((int t, int n, bool isOver) in ends)
        {
            (terminated[(t * environments) + n], ended[(t * environments) + n]) = (isOver, true);
        }

        for (int row = 0; row < count - environments; row++)
        {
            following[row] = ended[row] ? following[row] : v[row + environments];
        }

        float[] advantages = new float[count], returns = new float[count];
        GeneralizedAdvantage.Estimate(
            environments, TorchFixture.Values(950, count, -2, 2), v, following, terminated, ended, 0.96875f, 0.875f, advantages, returns);

        JsonElement expected = s_cases["advantages"];
        TorchFixture.AssertAgree(expected.Numbers("advantages"), advantages, "advantages");
        TorchFixture.AssertAgree(expected.Numbers("returns"), returns, "returns");
    }

    [Theory]
    [InlineData("ppo masked", false)]
    [InlineData("ppo continuous", true)]
    public void Updates_of_PPO_agree_with_PyTorch(string name, bool isContinuous)
    {
        JsonElement expected = s_cases[name];
        PpoOptions options = new()
        {
            Network = Network, Optimizer = new Adam(0.01f, epsilon: 1e-5f), ValueClip = 0.125f, EntropyWeight = 0.03125f,
        };
        EnvironmentSpec spec = Spec(isContinuous);
        ActorCritic network = Make(spec, options.Network);
        PpoObjective objective = new(network, options);
        Trainer trainer = new(new() { Optimizer = options.Optimizer, ClipNorm = 0.5f }, network.Model.Parameters);
        RolloutBuffer rollout = Rollout(spec, network.Head);
        float[] densities = [.. expected.Numbers("old_log_densities").Select(number => (float)number)];
        densities.CopyTo(rollout.LogDensities, 0);
        float[] old = [.. expected.Numbers("old_values").Select(number => (float)number)];
        old.CopyTo(rollout.Values, 0);
        RolloutBatch batch = new(rollout, Batch);
        List<float> terms = [];
        for (int epoch = 0; epoch < 2; epoch++)
        {
            int[] order = [.. Enumerable.Range(0, Rows).Select(i => ((i * (epoch == 0 ? 5 : 7)) + epoch) % Rows)];
            for (int start = 0; start < Rows; start += Batch)
            {
                batch.Fill(order.AsSpan(start, Batch));
                batch.NormalizeAdvantages();
                float loss = trainer.Step(b => objective.Of(b, clip: 0.1875f, deviation: 1), batch).Loss;
                PolicyTerms found = objective.Terms;
                terms.AddRange(
                    [loss, .. new[] { found.PolicyLoss, found.ValueLoss, found.Entropy, found.ApproximateKl, found.ClipFraction }
                        .Select(term => (float)term)]);
                AssertFirst(expected, terms.Count == 6, network.Model);
            }
        }

        TorchFixture.AssertAgree(expected.Numbers("terms"), terms.ToArray(), "loss, policy, value, entropy, KL, clip fraction");
        TorchFixture.AssertAgree(expected.Numbers("last"), network.Model.Parameters.Values, "weights after four updates");
    }

    [Theory]
    [InlineData("a2c masked", false)]
    [InlineData("a2c continuous", true)]
    public void Updates_of_A2C_agree_with_PyTorch(string name, bool isContinuous)
    {
        JsonElement expected = s_cases[name];
        A2cOptions options = new() { Network = Network, EntropyWeight = 0.03125f };
        EnvironmentSpec spec = Spec(isContinuous);
        ActorCritic network = Make(spec, options.Network);
        A2cObjective objective = new(network, options);
        Trainer trainer = new(new() { Optimizer = options.Optimizer, ClipNorm = options.ClipNorm }, network.Model.Parameters);
        RolloutBatch batch = new(Rollout(spec, network.Head), Rows);
        List<float> terms = [];
        for (int update = 0; update < 6; update++)
        {
            batch.Fill([.. Enumerable.Range(0, Rows)]);
            float loss = trainer.Step(b => objective.Of(b, deviation: 1), batch).Loss;
            terms.AddRange([loss, (float)objective.Terms.PolicyLoss, (float)objective.Terms.ValueLoss, (float)objective.Terms.Entropy]);
            AssertFirst(expected, update == 0, network.Model);
        }

        TorchFixture.AssertAgree(expected.Numbers("terms"), terms.ToArray(), "loss, policy, value, entropy");
        TorchFixture.AssertAgree(expected.Numbers("last"), network.Model.Parameters.Values, "weights after six updates");
    }

    private static void AssertFirst(JsonElement expected, bool isFirst, Model model)
    {
        if (isFirst)
        {
            TorchFixture.AssertAgree(expected.Numbers("first"), model.Parameters.Values, "weights after the first update");
        }
    }

    private static EnvironmentSpec Spec(bool isContinuous) => new()
    {
        Name = "Parity", Observation = [4], Actions = isContinuous ? ActionSpec.Continuous(-1, 1, dimensions: 2) : ActionSpec.Discrete(3),
        MasksActions = !isContinuous,
    };

    private static GraphModel Network(EnvironmentSpec spec) => PolicyNetwork.Create(spec, new() { Hidden = [8] });

    private static ActorCritic Make(EnvironmentSpec spec, Func<EnvironmentSpec, Model> network)
    {
        ActorCritic made = new(spec, network, "Network", normalizes: false, scales: false, seed: 0);
        int offset = 0, i = 0;
        foreach (ParameterInfo entry in made.Model.Parameters.Entries) // those of the policy first, then those of the value
        {
            int count = entry.Shape.ElementCount;
            TorchFixture.Values(960 + i++, count, -0.625, 0.625).CopyTo(made.Model.Parameters.Values[offset..]);
            offset += count;
        }

        return made;
    }

    private static RolloutBuffer Rollout(EnvironmentSpec spec, ActionHead head)
    {
        RolloutBuffer rollout = new(spec, 1, Rows, head.ActionWidth);
        rollout.PutObservations(0, TorchFixture.Values(970, Rows * 4, -2, 2));
        TorchFixture.Values(973, Rows, -2, 2).CopyTo(rollout.Advantages, 0);
        TorchFixture.Values(974, Rows, -2, 2).CopyTo(rollout.Returns, 0);
        if (!spec.MasksActions)
        {
            TorchFixture.Values(971, Rows * 2, -2, 2).CopyTo(rollout.Actions, 0);
            return rollout;
        }

        TorchFixture.Integers(971, Rows, 3).CopyTo(rollout.Actions, 0);
        float[] allowed = TorchFixture.Integers(972, Rows * 3, 4);
        for (int i = 0; i < allowed.Length; i++)
        {
            rollout.Allowed[i] = allowed[i] > 0 || rollout.Actions[i / 3] == i % 3 ? 1 : 0; // what was done was allowed
        }

        return rollout;
    }
}
