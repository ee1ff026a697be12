using System.Text.Json;
using Epoche.Learning.Tests.Parity;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Parity;

/// <summary>
/// Squashed log-densities, near the middle and far out, and 60 updates each of DDPG, TD3 and SAC with their losses and all weights after 1,
/// 10 and 60 of them (actor, critics, targets, ln α), against tests/fixtures/torch/actor_critic.py.
/// </summary>
public sealed class ActorCriticParityTests
{
    private const int Batches = 10, Batch = 16, Updates = 60, Rows = Batches * Batch;

    private static readonly Dictionary<string, JsonElement> s_cases = TorchFixture.Load("actor_critic.json");
    private static readonly EnvironmentSpec s_spec = new() { Name = "Parity", Observation = [3], Actions = ActionSpec.Continuous(-1, 1) };

    [Theory]
    [InlineData("density near the middle", 1100, -2, 2)]
    [InlineData("density far out", 1110, 8, 40)]
    [InlineData("density far out below", 1120, -40, -8)]
    public void Squashed_densities_and_their_gradients_agree_with_PyTorch(string name, int salt, double low, double high)
    {
        JsonElement expected = s_cases[name];
        SquashedGaussianHead head = new(ActionSpec.Continuous(-1, 1, 2));
        Tensor outputs = Tensor.Variable(TorchFixture.Values(salt, 36, -1.5, 1.5), [9, 4]);
        StepArena arena = new();
        using (arena.Step())
        {
            Tensor densities = head.LogDensity(outputs, Tensor.Of(TorchFixture.Values(salt + 1, 18, low, high), [9, 2]), allowed: null);
            TorchFixture.AssertAgree(expected.Numbers("densities"), densities.Values, "densities");
            Tape.Backward(densities.Sum());
            TorchFixture.AssertAgree(expected.Numbers("gradient"), outputs.Gradient.Values, "gradient");
        }
    }

    [Fact]
    public void Updates_of_ddpg_agree_with_PyTorch()
    {
        Nets nets = new(1, squashed: true);
        nets.Run(
            s_cases["ddpg"],
            (batch, _) => ActorCriticObjective.Losses(
                nets.Critics, batch, DdpgObjective.Targets(nets.ActorTarget!.Model, nets.TargetCritics[0], batch)).Losses.Mean(),
            (batch, _) => DdpgObjective.ActorLoss(nets.Actor, nets.Critics[0], batch.S_tm1));
    }

    [Fact]
    public void Updates_of_td3_agree_with_PyTorch()
    {
        Nets nets = new(2, squashed: true) { Delay = 2 };
        nets.Run(
            s_cases["td3"],
            (batch, noise) => ActorCriticObjective.Losses(
                nets.Critics, batch, Td3Objective.Targets(nets.ActorTarget!.Model, nets.TargetCritics, batch, 0.25f * noise.First, 0.375f))
                .Losses.Mean(),
            (batch, _) => DdpgObjective.ActorLoss(nets.Actor, nets.Critics[0], batch.S_tm1));
    }

    [Fact]
    public void Updates_of_sac_agree_with_PyTorch_and_its_coefficient_is_that_of_before()
    {
        Nets nets = new(2, squashed: false);
        SquashedGaussianHead head = new(s_spec.Actions);
        nets.Run(
            s_cases["sac"],
            (batch, noise) => 0.5f * ActorCriticObjective.Losses(
                nets.Critics, batch, SacObjective.Targets(nets.Actor, head, nets.TargetCritics, batch, nets.Alpha.Value, noise.First))
                .Losses.Mean(),
            (batch, noise) =>
            {
                (Tensor loss, Tensor densities) = SacObjective.ActorLoss(
                    nets.Actor, head, nets.Critics, batch.S_tm1, nets.Alpha.Value, noise.Second);
                nets.LogDensity = densities.Mean().Item();
                return loss;
            });
    }

    private static TransitionBatch[] Transitions()
    {
        float[] s_tm1 = TorchFixture.Values(1040, Rows * 3, -2, 2), s_t = TorchFixture.Values(1041, Rows * 3, -2, 2);
        float[] actions = TorchFixture.Values(1042, Rows, -1, 1), rewards = TorchFixture.Values(1043, Rows, -1, 1);
        float[] discounts = [.. TorchFixture.Values(1044, Rows, -2, 2).Select(v => v > -1.5f ? 0.96875f : 0)];
        return [.. Enumerable.Range(0, Batches).Select(b =>
        {
            TransitionBatch batch = new(s_spec, Batch);
            s_tm1.AsSpan(b * Batch * 3, Batch * 3).CopyTo(batch.Observations);
            s_t.AsSpan(b * Batch * 3, Batch * 3).CopyTo(batch.NextObservations);
            actions.AsSpan(b * Batch, Batch).CopyTo(batch.Actions);
            rewards.AsSpan(b * Batch, Batch).CopyTo(batch.Rewards);
            discounts.AsSpan(b * Batch, Batch).CopyTo(batch.Discounts);
            return batch;
        })];
    }

    /// <summary>The networks of the fixture, and its loop.</summary>
    private sealed class Nets
    {
        private readonly TargetNetwork[] _targets;

        public Nets(int critics, bool squashed)
        {
            Sequential actor = squashed
                ? [new Dense(12, Relu), new Dense(12, Relu), new Dense(1, Tanh)]
                : [new Dense(12, Relu), new Dense(12, Relu), new Dense(2)];
            actor.Build([3]);
            (Actor, IsSac) = (actor, !squashed);
            Fill(actor, 1000);
            Critics = [.. Enumerable.Range(0, critics).Select(i =>
            {
                GraphModel critic = CriticNetwork.Create(s_spec, new() { Hidden = [12, 12] });
                critic.Build();
                Fill(critic, 1010 + (10 * i));
                return critic;
            })];
            _targets = [.. Critics.Select(Follower)];
            ActorTarget = squashed ? Follower(actor) : null;
            Alpha = new(
                new()
                {
                    Actor = _ => actor, Critic = _ => actor, EntropyOptimizer = Adam(),
                    InitialEntropyCoefficient = MathF.Exp(-0.5f), TargetEntropy = -1,
                },
                s_spec.Actions);
        }

        public Model Actor { get; }

        public Model[] Critics { get; }

        public Model[] TargetCritics => [.. _targets.Select(target => target.Model)];

        public TargetNetwork? ActorTarget { get; }

        public EntropyCoefficient Alpha { get; }

        public bool IsSac { get; }

        public int Delay { get; init; } = 1;

        public float LogDensity { get; set; }

        private float LogAlpha => IsSac ? MathF.Log(Alpha.Value) : -0.5f;

        public void Run(
            JsonElement expected, Func<Transitions, (Tensor First, Tensor Second), Tensor> criticLoss,
            Func<Transitions, (Tensor First, Tensor Second), Tensor> actorLoss)
        {
            Trainer ofActor = new(new() { Optimizer = Adam() }, Actor.Parameters);
            Trainer ofCritics = new(new() { Optimizer = Adam() }, [.. Critics.Select(critic => critic.Parameters)]);
            float[] first = TorchFixture.Values(1045, Rows, -2, 2), second = TorchFixture.Values(1046, Rows, -2, 2);
            TransitionBatch[] batches = Transitions();
            List<float> criticLosses = [], actorLosses = [];
            for (int update = 1; update <= Updates; update++)
            {
                int b = (update - 1) % Batches;
                (Tensor, Tensor) Noise() => (Tensor.Wrap(first, [Batch, 1], b * Batch), Tensor.Wrap(second, [Batch, 1], b * Batch));
                criticLosses.Add(ofCritics.Step(batch => criticLoss(batch.AsTensors(), Noise()), batches[b]).Loss);
                if (update % Delay == 0)
                {
                    Array.ForEach(Critics, critic => critic.Parameters.Trainable = false);
                    actorLosses.Add(ofActor.Step(batch => actorLoss(batch.AsTensors(), Noise()), batches[b]).Loss);
                    Array.ForEach(Critics, critic => critic.Parameters.Trainable = true);
                    if (IsSac)
                    {
                        Alpha.Step(LogDensity);
                    }

                    Array.ForEach(_targets, target => target.Updated(update));
                    ActorTarget?.Updated(update);
                }

                if (expected.GetProperty("weights").TryGetProperty($"{update}", out _))
                {
                    TorchFixture.AssertAgree(
                        expected.GetProperty("weights").Numbers($"{update}"), Weights(), $"weights after update {update}");
                }
            }

            TorchFixture.AssertAgree(expected.Numbers("critic_losses"), criticLosses.ToArray(), "losses of the critics");
            TorchFixture.AssertAgree(expected.Numbers("actor_losses"), actorLosses.ToArray(), "losses of the actor");
        }

        private float[] Weights()
        {
            IEnumerable<Model> all = [Actor, .. Critics, .. TargetCritics, .. ActorTarget is null ? (Model[])[] : [ActorTarget.Model]];
            return [.. all.SelectMany(model => model.Parameters.Values.ToArray()), LogAlpha];
        }

        private static Adam Adam() => new(0.002f, 0.9f, 0.99f, 1e-5f);

        private static TargetNetwork Follower(Model model) => new(model, everySteps: null, everyUpdates: 1, tau: 0.125f);

        private static void Fill(Model model, int salt)
        {
            for (int i = 0, offset = 0; i < model.Parameters.Entries.Count; i++)
            {
                int count = model.Parameters.Entries[i].Shape.ElementCount;
                double bound = i % 2 == 0 ? 0.625 : 0.25; // kernels and biases take turns
                TorchFixture.Values(salt + i, count, -bound, bound).CopyTo(model.Parameters.Values[offset..]);
                offset += count;
            }
        }
    }
}
