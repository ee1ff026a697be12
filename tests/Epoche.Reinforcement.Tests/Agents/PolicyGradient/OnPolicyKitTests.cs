using Epoche.Conformance.Agents;
using Epoche.Reinforcement.Tests.Agents.Tabular;

namespace Epoche.Reinforcement.Tests.Agents.PolicyGradient;

/// <summary>PPO and A2C pass the kit of agents: exact, resumable, without allocations, every option with an effect.</summary>
public sealed class OnPolicyKitTests
{
    private static readonly string[] s_idle = [nameof(AgentOptions.ReportEverySteps), nameof(AgentOptions.Selection)];

    private static readonly PpoOptions s_ppo = new()
    {
        Network = Small(6), Optimizer = new Adam(3e-3f, epsilon: 1e-5f), Steps = 17, Epochs = 2, BatchSize = 12,
    };

    private static readonly Dictionary<string, PpoOptions> s_ppoChanges = new()
    {
        [nameof(PpoOptions.Network)] = s_ppo with { Network = Small(7) },
        [nameof(PpoOptions.Optimizer)] = s_ppo with { Optimizer = new RmsProp(1e-3f) },
        [nameof(PpoOptions.Steps)] = s_ppo with { Steps = 18 },
        [nameof(PpoOptions.Epochs)] = s_ppo with { Epochs = 3 },
        [nameof(PpoOptions.BatchSize)] = s_ppo with { BatchSize = 11 },
        [nameof(PpoOptions.Discount)] = s_ppo with { Discount = 0.9f },
        [nameof(PpoOptions.Lambda)] = s_ppo with { Lambda = 0.5f },
        [nameof(PpoOptions.ValueLambda)] = s_ppo with { ValueLambda = 0.5f },
        [nameof(PpoOptions.Clip)] = s_ppo with { Clip = Schedule.Linear(1e-3f, 0, 100) },
        [nameof(PpoOptions.ValueClip)] = s_ppo with { ValueClip = 1e-3f },
        [nameof(PpoOptions.NormalizeAdvantages)] = s_ppo with { NormalizeAdvantages = false },
        [nameof(PpoOptions.ValueWeight)] = s_ppo with { ValueWeight = 0.1f },
        [nameof(PpoOptions.EntropyWeight)] = s_ppo with { EntropyWeight = 0.1f },
        [nameof(PpoOptions.TargetKl)] = s_ppo with { TargetKl = 1e-6f },
        [nameof(PpoOptions.ClipNorm)] = s_ppo with { ClipNorm = 1e-2f },
        [nameof(PpoOptions.ClipValue)] = s_ppo with { ClipValue = 1e-4f },
        [nameof(PpoOptions.ScaleRewards)] = s_ppo with { ScaleRewards = true },
        [nameof(PpoOptions.NormalizeObservations)] = s_ppo with { NormalizeObservations = true },
    };

    private static readonly A2cOptions s_a2c = new() { Network = Small(6) };

    private static readonly Dictionary<string, A2cOptions> s_a2cChanges = new()
    {
        [nameof(A2cOptions.Network)] = s_a2c with { Network = Small(7) },
        [nameof(A2cOptions.Optimizer)] = s_a2c with { Optimizer = new Adam(1e-3f) },
        [nameof(A2cOptions.Steps)] = s_a2c with { Steps = 6 },
        [nameof(A2cOptions.Discount)] = s_a2c with { Discount = 0.9f },
        [nameof(A2cOptions.Lambda)] = s_a2c with { Lambda = 0.5f },
        [nameof(A2cOptions.NormalizeAdvantages)] = s_a2c with { NormalizeAdvantages = true },
        [nameof(A2cOptions.ValueWeight)] = s_a2c with { ValueWeight = 0.1f },
        [nameof(A2cOptions.EntropyWeight)] = s_a2c with { EntropyWeight = 0.1f },
        [nameof(A2cOptions.ClipNorm)] = s_a2c with { ClipNorm = 1e-2f },
        [nameof(A2cOptions.ClipValue)] = s_a2c with { ClipValue = 1e-4f },
        [nameof(A2cOptions.ScaleRewards)] = s_a2c with { ScaleRewards = true },
        [nameof(A2cOptions.NormalizeObservations)] = s_a2c with { NormalizeObservations = true },
    };

    [Fact]
    public void Proximal_policy_optimization() => AgentKit.Check(Ppo(Corridors, s_ppo) with { Changed = Makers(s_ppoChanges) });

    [Fact]
    public void Proximal_policy_optimization_under_masks() => AgentKit.Check(Ppo(Crossings, s_ppo with { EntropyWeight = 0.01f }));

    [Fact]
    public void Proximal_policy_optimization_of_continuous_actions_normalizing_all_that_can_be() => AgentKit.Check(
        Ppo(Pendulums, s_ppo with { NormalizeObservations = true, ScaleRewards = true, ValueClip = 0.2f }));

    [Fact]
    public void Advantage_actor_critic() => AgentKit.Check(
        new(Corridors, (spec, seed) => new A2cAgent(spec, s_a2c with { Seed = seed })) { Steps = 300, Changed = Makers(s_a2cChanges) });

    [Fact]
    public void Advantage_actor_critic_of_continuous_actions() => AgentKit.Check(
        new(Pendulums, (spec, seed) => new A2cAgent(spec, s_a2c with { Seed = seed, ScaleRewards = true }))
        {
            Steps = 240, WithoutEffect = [.. s_a2cChanges.Keys, .. s_idle],
        });

    private static AgentSubject Ppo(Func<int, IBatchEnvironment> environment, PpoOptions options) =>
        new(environment, (spec, seed) => new PpoAgent(spec, options with { Seed = seed }))
        {
            Steps = options == s_ppo ? 400 : 240,
            WithoutEffect = options == s_ppo ? s_idle : [.. s_ppoChanges.Keys, .. s_idle],
        };

    private static Dictionary<string, Func<EnvironmentSpec, Agent>> Makers(Dictionary<string, PpoOptions> changes) => changes.ToDictionary(
        change => change.Key, change => (Func<EnvironmentSpec, Agent>)(spec => new PpoAgent(spec, change.Value)));

    private static Dictionary<string, Func<EnvironmentSpec, Agent>> Makers(Dictionary<string, A2cOptions> changes) => changes.ToDictionary(
        change => change.Key, change => (Func<EnvironmentSpec, Agent>)(spec => new A2cAgent(spec, change.Value)));

    private static Func<EnvironmentSpec, Model> Small(int units) => spec => PolicyNetwork.Create(spec, new() { Hidden = [units] });

    private static IBatchEnvironment Corridors(int count) => BatchEnvironment.Of(() => default(Corridor), count);

    private static IBatchEnvironment Pendulums(int count) => BatchEnvironment.Of(() => new Pendulum(), count);

    private static IBatchEnvironment Crossings(int count) => BatchEnvironment.Of(() => new Crossing(), count);
}
