using Epoche.Conformance.Agents;
using Epoche.Reinforcement.Tests.Agents.Tabular;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents.ActorCritic;

/// <summary>DDPG, TD3 and SAC pass the kit of agents: exact, resumable, without allocations, every option with an effect.</summary>
public sealed class ActorCriticKitTests
{
    private static readonly string[] s_idle = [nameof(AgentOptions.ReportEverySteps), nameof(AgentOptions.Selection)];

    [Fact]
    public void Ddpg()
    {
        DdpgOptions options = Small(new DdpgOptions { Actor = Deterministic(8), Critic = Critic(8) });
        Check(options, (spec, changed) => new DdpgAgent(spec, changed), new()
        {
            [nameof(DdpgOptions.TargetEveryUpdates)] = options with { TargetEveryUpdates = 3 },
        });
    }

    [Fact]
    public void Td3()
    {
        Td3Options options = Small(new Td3Options { Actor = Deterministic(8), Critic = Critic(8) });
        Check(options, (spec, changed) => new Td3Agent(spec, changed), new()
        {
            [nameof(Td3Options.PolicyDelay)] = options with { PolicyDelay = 3 },
            [nameof(Td3Options.TargetNoise)] = options with { TargetNoise = 0.4f },
            [nameof(Td3Options.TargetNoiseLimit)] = options with { TargetNoiseLimit = 0.1f },
        });
    }

    [Fact]
    public void Sac()
    {
        SacOptions options = Small(new SacOptions { Actor = Stochastic(8), Critic = Critic(8) });
        Check(options, (spec, changed) => new SacAgent(spec, changed), Entropy(options));
    }

    [Fact]
    public void Sac_with_discrete_actions_under_masks()
    {
        SacOptions options = Small(new SacOptions { Actor = Values(8), Critic = Values(8) }) with { Noise = null };
        Dictionary<string, SacOptions> changes = Entropy(options);
        foreach ((string name, SacOptions changed) in Common(options, Values(9), Values(9)))
        {
            changes.Add(name, changed);
        }

        AgentKit.Check(new(
            count => BatchEnvironment.Of(() => new Crossing(oneHot: true), count),
            (spec, seed) => new SacAgent(spec, options with { Seed = seed }))
        {
            WithoutEffect = [.. s_idle, nameof(SacOptions.Noise), nameof(SacOptions.WarmUpHold)],
            Changed = changes.ToDictionary(
                change => change.Key, change => (Func<EnvironmentSpec, Agent>)(spec => new SacAgent(spec, change.Value))),
        });
    }

    private static void Check<TOptions>(
        TOptions options, Func<EnvironmentSpec, TOptions, Agent> create, Dictionary<string, TOptions> changes)
        where TOptions : ActorCriticOptions
    {
        bool isSac = options is SacOptions;
        foreach ((string name, TOptions changed) in Common(options, isSac ? Stochastic(9) : Deterministic(9), Critic(9)))
        {
            changes.Add(name, changed);
        }

        changes.Add(nameof(ActorCriticOptions.Noise), options with { Noise = new GaussianNoise(0.3f) });
        changes.Add(nameof(ActorCriticOptions.WarmUpHold), options with { WarmUpHold = 3 });
        AgentKit.Check(new(
            count => BatchEnvironment.Of(() => default(Sled), count), (spec, seed) => create(spec, options with { Seed = seed }))
        {
            WithoutEffect = s_idle,
            Changed = changes.ToDictionary(
                change => change.Key, change => (Func<EnvironmentSpec, Agent>)(spec => create(spec, change.Value))),
        });
    }

    /// <summary>Small enough to be trained a hundred times; noise drifts, so that what is kept of it is checked too.</summary>
    private static TOptions Small<TOptions>(TOptions options)
        where TOptions : ActorCriticOptions => options with
    {
        Replay = new() { Capacity = 200 },
        Noise = new OrnsteinUhlenbeckNoise(0.3f, TimeStep: 0.2f),
        WarmUpSteps = 60,
        WarmUpHold = 2,
        TrainEverySteps = 8,
        BatchSize = 8,
        TargetTau = 0.05f,
    };

    private static Dictionary<string, TOptions> Common<TOptions>(
        TOptions options, Func<EnvironmentSpec, Model> actor, Func<EnvironmentSpec, Model> critic)
        where TOptions : ActorCriticOptions => new()
    {
        [nameof(ActorCriticOptions.Actor)] = options with { Actor = actor },
        [nameof(ActorCriticOptions.Critic)] = options with { Critic = critic },
        [nameof(ActorCriticOptions.ActorOptimizer)] = options with { ActorOptimizer = new RmsProp(1e-3f) },
        [nameof(ActorCriticOptions.CriticOptimizer)] = options with { CriticOptimizer = new RmsProp(1e-3f) },
        [nameof(ActorCriticOptions.ActorClipNorm)] = options with { ActorClipNorm = 1e-3f },
        [nameof(ActorCriticOptions.CriticClipNorm)] = options with { CriticClipNorm = 1e-3f },
        [nameof(ActorCriticOptions.Replay)] = options with { Replay = new() { Capacity = 200, NStep = 3, Priorities = new() } },
        [nameof(ActorCriticOptions.Discount)] = options with { Discount = 0.9f },
        [nameof(ActorCriticOptions.WarmUpSteps)] = options with { WarmUpSteps = 80 },
        [nameof(ActorCriticOptions.TrainEverySteps)] = options with { TrainEverySteps = 6 },
        [nameof(ActorCriticOptions.UpdatesPerTraining)] = options with { UpdatesPerTraining = 2 },
        [nameof(ActorCriticOptions.BatchSize)] = options with { BatchSize = 9 },
        [nameof(ActorCriticOptions.TargetTau)] = options with { TargetTau = 0.5f },
        [nameof(ActorCriticOptions.NormalizeObservations)] = options with { NormalizeObservations = true },
    };

    private static Dictionary<string, SacOptions> Entropy(SacOptions options) => new()
    {
        [nameof(SacOptions.EntropyCoefficient)] = options with { EntropyCoefficient = 0.2f },
        [nameof(SacOptions.InitialEntropyCoefficient)] = options with { InitialEntropyCoefficient = 0.5f },
        [nameof(SacOptions.TargetEntropy)] = options with { TargetEntropy = -3 },
        [nameof(SacOptions.EntropyOptimizer)] = options with { EntropyOptimizer = new Sgd(0.01f) },
    };

    private static Func<EnvironmentSpec, Model> Deterministic(int units) =>
        spec => [new Dense(units, Relu), new Dense(spec.Actions.Count, Tanh)];

    private static Func<EnvironmentSpec, Model> Stochastic(int units) =>
        spec => [new Dense(units, Relu), new Dense(2 * spec.Actions.Count)];

    private static Func<EnvironmentSpec, Model> Values(int units) => spec => [new Dense(units, Relu), new Dense(spec.Actions.Count)];

    private static Func<EnvironmentSpec, Model> Critic(int units) => spec => CriticNetwork.Create(spec, new() { Hidden = [units] });
}
