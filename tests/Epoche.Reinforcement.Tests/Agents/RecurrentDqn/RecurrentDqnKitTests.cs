using Epoche.Conformance.Agents;
using Epoche.Reinforcement.Tests.Agents.Tabular;

namespace Epoche.Reinforcement.Tests.Agents.RecurrentDqn;

/// <summary>Agents with memory pass the kit: exact, resumable within sequences, without allocations, every option with an effect.</summary>
public sealed class RecurrentDqnKitTests
{
    private static readonly SequenceOptions s_sequences = new() { Length = 6, BurnIn = 3, Period = 4, Capacity = 12 };

    private static readonly RecurrentDqnOptions s_options = new()
    {
        Network = Small(new()),
        Sequences = s_sequences,
        Epsilon = Schedule.Constant(0.3f),
        NStep = 2,
        WarmUpSteps = 40,
        TrainEverySteps = 16,
        BatchSize = 4,
        TargetEverySteps = 50,
    };

    private static readonly Dictionary<string, RecurrentDqnOptions> s_changes = new()
    {
        [nameof(RecurrentDqnOptions.Network)] = s_options with { Network = Small(new() { Previous = false }) },
        [nameof(RecurrentDqnOptions.Optimizer)] = s_options with { Optimizer = new RmsProp(1e-3f) },
        [nameof(RecurrentDqnOptions.Sequences)] = s_options with { Sequences = s_sequences with { BurnIn = 2 } },
        [nameof(RecurrentDqnOptions.Discount)] = s_options with { Discount = 0.9f },
        [nameof(RecurrentDqnOptions.NStep)] = s_options with { NStep = 3 },
        [nameof(RecurrentDqnOptions.Rescaling)] = s_options with { Rescaling = null },
        [nameof(RecurrentDqnOptions.Epsilon)] = s_options with { Epsilon = Schedule.Constant(0.6f) },
        [nameof(RecurrentDqnOptions.EpsilonSpread)] = s_options with { EpsilonSpread = 3 },
        [nameof(RecurrentDqnOptions.WarmUpSteps)] = s_options with { WarmUpSteps = 80 },
        [nameof(RecurrentDqnOptions.TrainEverySteps)] = s_options with { TrainEverySteps = 20 },
        [nameof(RecurrentDqnOptions.UpdatesPerTraining)] = s_options with { UpdatesPerTraining = 2 },
        [nameof(RecurrentDqnOptions.BatchSize)] = s_options with { BatchSize = 5 },
        [nameof(RecurrentDqnOptions.TargetEverySteps)] = s_options with { TargetEverySteps = 60 },
        [nameof(RecurrentDqnOptions.TargetEveryUpdates)] = s_options with { TargetEverySteps = null, TargetEveryUpdates = 5 },
        [nameof(RecurrentDqnOptions.TargetTau)] = s_options with { TargetTau = 0.5f },
        [nameof(RecurrentDqnOptions.DoubleQ)] = s_options with { DoubleQ = false },
        [nameof(RecurrentDqnOptions.StoredStates)] = s_options with { StoredStates = false },
        [nameof(RecurrentDqnOptions.HuberDelta)] = s_options with { HuberDelta = 0.05f },
        [nameof(RecurrentDqnOptions.ClipNorm)] = s_options with { ClipNorm = 1e-3f },
        [nameof(RecurrentDqnOptions.ClipValue)] = s_options with { ClipValue = 1e-4f },
        [nameof(RecurrentDqnOptions.NormalizeObservations)] = s_options with { NormalizeObservations = true },
    };

    private static readonly string[] s_idle =
        [.. s_changes.Keys, nameof(AgentOptions.ReportEverySteps), nameof(AgentOptions.Selection)];

    [Fact]
    public void Recurrent_deep_Q_learning() => AgentKit.Check(
        new(Corridors, (spec, seed) => new RecurrentDqnAgent(spec, s_options with { Seed = seed }))
        {
            Changed = s_changes.ToDictionary(
                change => change.Key, change => (Func<EnvironmentSpec, Agent>)(spec => new RecurrentDqnAgent(spec, change.Value))),
        });

    [Fact]
    public void Recurrent_deep_Q_learning_under_masks_by_priority_with_two_streams() => AgentKit.Check(
        new(
            count => BatchEnvironment.Of(() => new Crossing(), count),
            (spec, seed) => new RecurrentDqnAgent(spec, s_options with
            {
                Network = Small(new() { Memory = new() { Cell = RecurrentCell.Gru, Units = 5 }, Dueling = true, Hidden = [4] }),
                Sequences = s_sequences with { BurnIn = 0, Period = 6, Priorities = new() { Exponent = 0.9 } },
                EpsilonSpread = 2,
                Seed = seed,
            })) { WithoutEffect = s_idle });

    [Fact]
    public void Proximal_policy_optimization_with_memory() => AgentKit.Check(
        new(Corridors, (spec, seed) => new PpoAgent(spec, new()
        {
            Network = s => PolicyNetwork.Create(s, new() { Memory = new() { Units = 5 }, Hidden = [6] }),
            Steps = 17, Epochs = 2, BatchSize = 17, NormalizeObservations = true, ScaleRewards = true, Seed = seed,
        }))
        {
            WithoutEffect = [.. typeof(PpoOptions).GetProperties().Select(property => property.Name)],
        });

    [Fact]
    public void Proximal_policy_optimization_with_a_shared_memory_of_gated_units() => AgentKit.Check(
        new(Corridors, (spec, seed) => new PpoAgent(spec, new()
        {
            Network = s => PolicyNetwork.Create(
                s, new() { Memory = new() { Cell = RecurrentCell.Gru, Units = 5 }, Hidden = [6], Shared = true }),
            Steps = 17, Epochs = 2, BatchSize = 34, Seed = seed,
        }))
        {
            WithoutEffect = [.. typeof(PpoOptions).GetProperties().Select(property => property.Name)],
        });

    private static Func<EnvironmentSpec, Model> Small(RecurrentNetworkOptions options) => spec => RecurrentNetwork.Create(
        spec, options with { Memory = options.Memory with { Units = Math.Min(6, options.Memory.Units) }, Behind = [6] });

    private static IBatchEnvironment Corridors(int count) => BatchEnvironment.Of(() => default(Corridor), count);
}
