using Epoche.Conformance.Agents;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents;

/// <summary>Every agent of the library passes the kit.</summary>
public sealed class AgentKitTests
{
    private static readonly DqnOptions s_dqn = new()
    {
        Network = spec => [new Dense(8, Relu), new Dense(spec.Actions.Count)],
        Replay = new() { Capacity = 200 },
        Epsilon = Schedule.Constant(0.3f),
        WarmUpSteps = 40,
        TrainEverySteps = 4,
        BatchSize = 8,
        TargetEverySteps = 50,
    };

    private static readonly Dictionary<string, DqnOptions> s_changes = new()
    {
        [nameof(DqnOptions.Network)] = s_dqn with { Network = spec => [new Dense(8, Tanh), new Dense(spec.Actions.Count)] },
        [nameof(DqnOptions.Optimizer)] = s_dqn with { Optimizer = new RmsProp(1e-3f) },
        [nameof(DqnOptions.Replay)] = s_dqn with { Replay = new() { Capacity = 200, NStep = 2 } },
        [nameof(DqnOptions.Discount)] = s_dqn with { Discount = 0.9f },
        [nameof(DqnOptions.Epsilon)] = s_dqn with { Epsilon = Schedule.Constant(0.6f) },
        [nameof(DqnOptions.WarmUpSteps)] = s_dqn with { WarmUpSteps = 80 },
        [nameof(DqnOptions.TrainEverySteps)] = s_dqn with { TrainEverySteps = 6 },
        [nameof(DqnOptions.UpdatesPerTraining)] = s_dqn with { UpdatesPerTraining = 2 },
        [nameof(DqnOptions.BatchSize)] = s_dqn with { BatchSize = 9 },
        [nameof(DqnOptions.TargetEverySteps)] = s_dqn with { TargetEverySteps = 60 },
        [nameof(DqnOptions.TargetEveryUpdates)] = s_dqn with { TargetEverySteps = null, TargetEveryUpdates = 5 },
        [nameof(DqnOptions.TargetTau)] = s_dqn with { TargetTau = 0.5f },
        [nameof(DqnOptions.DoubleQ)] = s_dqn with { DoubleQ = true },
        [nameof(DqnOptions.Temperature)] = s_dqn with { Temperature = 1f },
        [nameof(DqnOptions.Munchausen)] = s_dqn with { Munchausen = new() },
        [nameof(DqnOptions.HuberDelta)] = s_dqn with { HuberDelta = 0.05f },
        [nameof(DqnOptions.ClipNorm)] = s_dqn with { ClipNorm = 1e-3f },
        [nameof(DqnOptions.ClipValue)] = s_dqn with { ClipValue = 1e-4f },
        [nameof(DqnOptions.NormalizeObservations)] = s_dqn with { NormalizeObservations = true },
    };

    [Fact]
    public void Deep_Q_learning() => AgentKit.Check(
        new(count => BatchEnvironment.Of(() => default(Corridor), count), (spec, seed) => new DqnAgent(spec, s_dqn with { Seed = seed }))
        {
            Changed = s_changes.ToDictionary(
                change => change.Key, change => (Func<EnvironmentSpec, Agent>)(spec => new DqnAgent(spec, change.Value))),
        });

    /// <summary>What the options change is clear from the plain agent, and from tests of each variant.</summary>
    [Theory]
    [MemberData(nameof(DqnVariantTests.Names), MemberType = typeof(DqnVariantTests))]
    public void Variants_of_deep_Q_learning(string name) => AgentKit.Check(
        new(
            count => BatchEnvironment.Of(() => default(Corridor), count),
            (spec, seed) => new DqnAgent(spec, DqnVariantTests.Variants[name](s_dqn) with { Seed = seed }))
        {
            WithoutEffect = [.. s_changes.Keys, nameof(AgentOptions.ReportEverySteps), nameof(AgentOptions.Selection)],
        });

    [Fact]
    public void The_smallest_agent() => AgentKit.Check(Linear(Flaw.None));

    [Theory]
    [InlineData(Flaw.ForgetsItsStream, "it went on differently: Save forgets something.")]
    [InlineData(Flaw.ForgetsWhatItSaw, "it went on differently: Save forgets something.")]
    [InlineData(Flaw.DrawsWhileReporting, "A report changed the training.")]
    [InlineData(Flaw.DrawsWhenAskedForItsPolicy, "An evaluation changed the training.")]
    [InlineData(Flaw.IgnoresAnOption, "Another Epsilon gave the same weights.")]
    [InlineData(Flaw.IgnoresTheSeed, "Another seed gave the same training.")]
    [InlineData(Flaw.Allocates, "of a training in steady state allocated")]
    [InlineData(Flaw.LearnsNothing, "600 steps changed no weights.")]
    public void The_kit_finds_what_is_wrong(Flaw flaw, string message) =>
        Assert.Contains(
            message, Assert.Throws<InvalidOperationException>(() => AgentKit.Check(Linear(flaw))).Message, StringComparison.Ordinal);

    private static AgentSubject Linear(Flaw flaw) => new(
        count => BatchEnvironment.Of(() => default(Corridor), count), (spec, seed) => new LinearAgent(spec, new() { Seed = seed }, flaw))
    {
        Changed = new Dictionary<string, Func<EnvironmentSpec, Agent>>
        {
            [nameof(LinearOptions.Rate)] = spec => new LinearAgent(spec, new() { Rate = 0.05f }, flaw),
            [nameof(LinearOptions.Epsilon)] = spec => new LinearAgent(spec, new() { Epsilon = 0.4f }, flaw),
        },
        WithoutEffect = [nameof(AgentOptions.ReportEverySteps), nameof(AgentOptions.Selection), nameof(AgentOptions.NormalizeObservations)],
    };
}
