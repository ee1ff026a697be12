using Epoche.Conformance.Agents;
using Epoche.Reinforcement.Tests.Agents.Tabular;
using Epoche.Reinforcement.Tests.Simulation;

namespace Epoche.Reinforcement.Tests.Agents.PolicyGradient;

/// <summary>REINFORCE and A3C pass the kit of agents: exact, resumable, without allocations, every option with an effect.</summary>
public sealed class EpisodicKitTests
{
    private static readonly string[] s_idle = [nameof(AgentOptions.ReportEverySteps), nameof(AgentOptions.Selection)];

    private static readonly ReinforceOptions s_reinforce = new() { Network = Small(6), Episodes = 2 };

    private static readonly Dictionary<string, ReinforceOptions> s_reinforceChanges = new()
    {
        [nameof(ReinforceOptions.Network)] = s_reinforce with { Network = Small(7) },
        [nameof(ReinforceOptions.Optimizer)] = s_reinforce with { Optimizer = new RmsProp(1e-3f) },
        [nameof(ReinforceOptions.Episodes)] = s_reinforce with { Episodes = 3 },
        [nameof(ReinforceOptions.Discount)] = s_reinforce with { Discount = 0.9f },
        [nameof(ReinforceOptions.Baseline)] = s_reinforce with { Baseline = ReinforceBaseline.Mean },
        [nameof(ReinforceOptions.NormalizeAdvantages)] = s_reinforce with { NormalizeAdvantages = false },
        [nameof(ReinforceOptions.ValueWeight)] = s_reinforce with { ValueWeight = 0.1f },
        [nameof(ReinforceOptions.EntropyWeight)] = s_reinforce with { EntropyWeight = 0.1f },
        [nameof(ReinforceOptions.ClipNorm)] = s_reinforce with { ClipNorm = 1e-2f },
        [nameof(ReinforceOptions.ClipValue)] = s_reinforce with { ClipValue = 1e-4f },
        [nameof(ReinforceOptions.NormalizeObservations)] = s_reinforce with { NormalizeObservations = true },
    };

    private static readonly A3cOptions s_a3c = new() { Network = Small(6) };

    private static readonly Dictionary<string, A3cOptions> s_a3cChanges = new()
    {
        [nameof(A3cOptions.Network)] = s_a3c with { Network = Small(7) },
        [nameof(A3cOptions.Optimizer)] = s_a3c with { Optimizer = new Adam(1e-3f) },
        [nameof(A3cOptions.Steps)] = s_a3c with { Steps = 6 },
        [nameof(A3cOptions.Discount)] = s_a3c with { Discount = 0.9f },
        [nameof(A3cOptions.Lambda)] = s_a3c with { Lambda = 0.5f },
        [nameof(A3cOptions.ValueWeight)] = s_a3c with { ValueWeight = 0.1f },
        [nameof(A3cOptions.EntropyWeight)] = s_a3c with { EntropyWeight = 0.1f },
        [nameof(A3cOptions.ClipNorm)] = s_a3c with { ClipNorm = 1e-2f },
        [nameof(A3cOptions.ClipValue)] = s_a3c with { ClipValue = 1e-4f },
        [nameof(A3cOptions.NormalizeObservations)] = s_a3c with { NormalizeObservations = true },
    };

    [Fact]
    public void REINFORCE() => AgentKit.Check(new(Corridors, (spec, seed) => new ReinforceAgent(spec, s_reinforce with { Seed = seed }))
    {
        Changed = s_reinforceChanges.ToDictionary(
            change => change.Key, change => (Func<EnvironmentSpec, Agent>)(spec => new ReinforceAgent(spec, change.Value))),
    });

    [Fact]
    public void REINFORCE_of_bits_with_a_running_mean() => AgentKit.Check(
        new(Bits, (spec, seed) => new ReinforceAgent(spec, s_reinforce with { Baseline = ReinforceBaseline.Mean, Seed = seed }))
        {
            WithoutEffect = [.. s_reinforceChanges.Keys, .. s_idle],
        });

    [Fact]
    public void Asynchronous_actor_critic() => AgentKit.Check(
        new(Corridors, (spec, seed) => new A3cAgent(spec, s_a3c with { Seed = seed }))
        {
            Changed = s_a3cChanges.ToDictionary(
                change => change.Key, change => (Func<EnvironmentSpec, Agent>)(spec => new A3cAgent(spec, change.Value))),
        });

    [Fact]
    public void Asynchronous_actor_critic_under_masks() => AgentKit.Check(
        new(Crossings, (spec, seed) => new A3cAgent(spec, s_a3c with { Seed = seed }))
        {
            WithoutEffect = [.. s_a3cChanges.Keys, .. s_idle],
        });

    [Fact]
    public void Asynchronous_actor_critic_of_several_choices_under_masks() => AgentKit.Check(
        new(Cranes, (spec, seed) => new A3cAgent(spec, s_a3c with { Seed = seed })) { WithoutEffect = [.. s_a3cChanges.Keys, .. s_idle] });

    [Fact]
    public void Proximal_policy_optimization_of_several_choices_under_masks() => AgentKit.Check(
        new(Cranes, (spec, seed) => new PpoAgent(spec, new() { Network = Small(6), Steps = 17, Epochs = 2, BatchSize = 12, Seed = seed }))
        {
            WithoutEffect = [.. typeof(PpoOptions).GetProperties().Select(property => property.Name)],
        });

    private static Func<EnvironmentSpec, Model> Small(int units) => spec => PolicyNetwork.Create(spec, new() { Hidden = [units] });

    private static IBatchEnvironment Corridors(int count) => BatchEnvironment.Of(() => default(Corridor), count);

    private static IBatchEnvironment Crossings(int count) => BatchEnvironment.Of(() => new Crossing(), count);

    private static IBatchEnvironment Cranes(int count) => BatchEnvironment.Of(() => new Crane(), count);

    private static IBatchEnvironment Bits(int count) => BatchEnvironment.Of(() => new Lamps(), count);
}
