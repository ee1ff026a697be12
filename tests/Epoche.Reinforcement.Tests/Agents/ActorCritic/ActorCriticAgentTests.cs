using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents.ActorCritic;

/// <summary>What a user of DDPG, TD3 and SAC would notice.</summary>
public sealed class ActorCriticAgentTests
{
    private static readonly EnvironmentSpec s_sled = default(Sled).Spec;

    private static readonly SacOptions s_sac = new()
    {
        Actor = spec => [new Dense(32, Relu), new Dense(2 * spec.Actions.Count)],
        Critic = spec => CriticNetwork.Create(spec, new() { Hidden = [32] }),
        ActorOptimizer = new Adam(3e-3f),
        CriticOptimizer = new Adam(3e-3f),
        BatchSize = 32,
        WarmUpSteps = 200,
        Discount = 0.95f,
        TargetTau = 0.02f,
    };

    private static readonly Td3Options s_td3 = new()
    {
        Actor = spec => [new Dense(32, Relu), new Dense(spec.Actions.Count, Tanh)],
        Critic = s_sac.Critic,
        ActorOptimizer = new Adam(3e-3f),
        CriticOptimizer = new Adam(3e-3f),
        BatchSize = 32,
        WarmUpSteps = 200,
        Discount = 0.95f,
        TargetTau = 0.02f,
    };

    private static readonly DdpgOptions s_ddpg = new()
    {
        Actor = s_td3.Actor, Critic = s_sac.Critic, ActorOptimizer = new Adam(3e-3f), CriticOptimizer = new Adam(3e-3f), BatchSize = 32,
        WarmUpSteps = 200, Discount = 0.95f, TargetTau = 0.02f,
    };

    /// <summary>The sled starts at most 1 away: doing nothing costs 20 · 1/3 in the mean, random forces drive it beyond 2.</summary>
    [Theory]
    [InlineData("ddpg")]
    [InlineData("td3")]
    [InlineData("sac")]
    public void It_learns_to_hold_a_sled(string method)
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Sled), 1);
        Agent agent = Create(method);
        _ = agent.Train(environment, steps: 2_000).Last();

        using Evaluator evaluator = new(environment);
        EvaluationReport report = evaluator.Run(agent.PolicyOf(agent.Best), 100, seed: 7, TestContext.Current.CancellationToken);

        Assert.InRange(report.Mean, -2.5, 0);
    }

    [Fact]
    public void The_coefficient_steers_the_entropy_to_its_target()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Sled), 1);
        SacAgent agent = new(environment.Spec, s_sac with { TargetEntropy = -0.5f, EntropyOptimizer = new Adam(0.01f) });
        double entropy = agent.Train(environment, steps: 2_500).TakeLast(2).Average(report => report[RunTags.Entropy]);

        Assert.InRange(entropy, -0.9, -0.1);
        Assert.InRange(agent.EntropyCoefficient, 1e-4f, 0.9f);
    }

    [Fact]
    public void The_actor_learns_through_actions_alone_and_critics_stay_as_they_are()
    {
        Sequential actor = [new Dense(1, Tanh)];
        actor.Build([2], seed: 1);
        GraphModel critic = CriticNetwork.Create(s_sled, new() { Hidden = [8] }).Build(2);
        critic.Parameters.Trainable = false;
        StepArena arena = new();
        critic.Parameters.ZeroGradients();
        using (arena.Step())
        {
            Tape.Backward(DdpgObjective.ActorLoss(actor, critic, Tensor.Of([0.5f, 1, -0.25f, 2], [2, 2])));
        }

        Assert.All(critic.Parameters.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
        Assert.Contains(actor.Parameters.Gradients.ToArray(), gradient => gradient != 0);
    }

    /// <summary>Bounds of −3 to 1: 0 is in the middle, at −1.</summary>
    [Fact]
    public void Policies_keep_to_the_bounds_of_the_environment()
    {
        Sequential network = [new Dense(1)];
        network.Build([1]);
        network.Parameters.Values[0] = 1; // gives what it sees
        DeterministicPolicy policy = new(network, s_sled.Actions);
        float[] actions = new float[5];
        policy.Act([-9, -1, 0, 0.5f, 7], [0, 1, 2, 3, 4], new PolicyActions(actions));

        Assert.Equal([-3, -3, -1, 0, 1], actions);

        Sequential gaussian = [new Dense(2)];
        gaussian.Build([1]);
        gaussian.Parameters.Values[0] = 1;
        new HeadPolicy(gaussian, new SquashedGaussianHead(s_sled.Actions)).Act(
            [-40, 0, 40, 0.54930614f, 1], [0, 1, 2, 3, 4], new PolicyActions(actions));

        Assert.Equal([-3, -1, 1, 0], actions[..4], (expected, actual) => MathF.Abs(expected - actual) < 1e-6f); // artanh ½ = 0.5493
    }

    [Theory]
    [InlineData("ddpg")]
    [InlineData("td3")]
    [InlineData("sac")]
    public void A_model_that_is_saved_and_loaded_plays_the_same(string method)
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Sled), 1);
        using TemporaryFolder folder = new();
        Agent agent = Create(method);
        _ = agent.Train(environment, steps: 300).Last();
        string path = Path.Combine(folder.Path, "actor.epoche");
        agent.Model.Save(path);
        float[] before = new float[2], after = new float[2], observations = [0.5f, -1, 0.25f, 2];
        agent.PolicyOf(agent.Model).Act(observations, [0, 1], new PolicyActions(before));
        agent.PolicyOf(Model.Load(path)).Act(observations, [0, 1], new PolicyActions(after));

        Assert.Equal(before, after);
    }

    [Fact]
    public void Discrete_soft_actor_critics_learn_to_cross()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1);
        SacAgent agent = new(environment.Spec, s_sac with
        {
            Actor = spec => [new Dense(32, Relu), new Dense(spec.Actions.Count)],
            Critic = spec => [new Dense(32, Relu), new Dense(spec.Actions.Count)],
            TargetEntropy = 0.1f,
            EntropyOptimizer = new Adam(0.01f), // with a large α it earns more by staying where it is
        });
        _ = agent.Train(environment, steps: 2_000).Last();
        using Evaluator evaluator = new(environment);

        Assert.Equal(1, evaluator.Run(agent.PolicyOf(agent.Best), 5, seed: 7, TestContext.Current.CancellationToken).PerfectShare);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        EnvironmentSpec discrete = default(Corridor).Spec;
        Refused("TD3 acts by numbers, so its actions must be continuous; Corridor has discrete(2).", () => new Td3Agent(discrete, s_td3));
        Refused("DDPG acts by numbers, so its actions must be continuous", () => new DdpgAgent(discrete, s_ddpg));
        Refused(
            "Actor must map observations of shape [2] to 2 numbers, a mean and a deviation for each number of an action of Sled; it maps "
            + "[2] to [1].",
            () => new SacAgent(s_sled, s_sac with { Actor = s_td3.Actor }));
        Refused(
            "Critic must map observations [2] and actions [1] to one value, as CriticNetwork.Create does; it maps [2] to [1].",
            () => new SacAgent(s_sled, s_sac with { Critic = s_td3.Actor }));
        Refused(
            "Critic gave a model that is built already: twin critics would begin with the same numbers.",
            () => new Td3Agent(s_sled, s_td3 with { Critic = spec => CriticNetwork.Create(spec, new()).Build() }));
        Refused("PolicyDelay is 0; expected at least 1 update.", () => new Td3Agent(s_sled, s_td3 with { PolicyDelay = 0 }));
        Refused("EntropyCoefficient is -1; expected 0 to", () => new SacAgent(s_sled, s_sac with { EntropyCoefficient = -1 }));
        Refused(
            "Noise is added to continuous actions, and those of Corridor are discrete(2).",
            () => new SacAgent(discrete, s_sac with { Noise = new GaussianNoise(0.1f) }));
        Refused(
            "A deterministic policy needs continuous actions",
            () => new DeterministicPolicy(new Sequential { new Dense(3) }.Build([2]), s_sled.Actions));
    }

    private static Agent Create(string method) => method switch
    {
        "ddpg" => new DdpgAgent(s_sled, s_ddpg),
        "td3" => new Td3Agent(s_sled, s_td3),
        _ => new SacAgent(s_sled, s_sac),
    };

    private static void Refused(string message, Func<object> make) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
}
