namespace Epoche.Reinforcement.Tests.Agents.RecurrentDqn;

public sealed class RecurrentDqnTests
{
    private static readonly RecurrentDqnOptions s_chain = new()
    {
        Network = spec => RecurrentNetwork.Create(spec, new() { Memory = new() { Units = 16 }, Behind = [16] }),
        Optimizer = new Adam(5e-3f),
        Sequences = new() { Length = 6, BurnIn = 0, Period = 6, Capacity = 500 },
        Epsilon = Schedule.Linear(1, 0.05f, 4_000),
        WarmUpSteps = 500,
        TrainEverySteps = 32,
        TargetEveryUpdates = 25,
        Selection = new() { EverySteps = 1_500, Episodes = 50, ConfirmEpisodes = 200 },
    };

    [Fact]
    public void It_learns_to_remember_a_bit_that_a_network_without_memory_cannot_know()
    {
        using IBatchEnvironment chain = BatchEnvironment.Of(() => new MemoryChain(4), 8);
        RecurrentDqnAgent agent = new(chain.Spec, s_chain);
        foreach (TrainingReport report in agent.Train(chain, 15_000))
        {
        }

        Assert.True(agent.GoalReached, $"{agent.BestEvaluation}");
        Assert.Equal(1, agent.BestEvaluation!.Mean);
    }

    [Fact]
    public void A_policy_carries_a_state_for_each_lane_and_forgets_it_with_the_episode()
    {
        using IBatchEnvironment chain = BatchEnvironment.Of(() => new MemoryChain(4), 1);
        Model model = new RecurrentDqnAgent(chain.Spec, s_chain).Model;
        RecurrentPolicy policy = new(model, chain.Spec.Actions);
        float[] first = [1, 0, -1], second = [0.5f, 0, 1];
        float[] fresh = Values(policy, second, begins: true);
        Act(policy, first);
        float[] later = Values(policy, second, begins: false);
        Assert.NotEqual(fresh, later); // what came before counts
        Assert.Equal(later, Values(policy, second, begins: false)); // asking does not move it on
        Assert.Equal(fresh, Values(policy, second, begins: true));

        policy.Begin([0]);
        policy.Observe([0], new BatchActions((ReadOnlySpan<int>)[1]), [0.5f]);
        Assert.NotEqual(fresh, Values(policy, second, begins: false)); // nor does it forget what it did
    }

    [Fact]
    public void A_model_that_was_saved_plays_as_before()
    {
        using TemporaryFolder folder = new();
        using IBatchEnvironment chain = BatchEnvironment.Of(() => new MemoryChain(4), 1);
        RecurrentDqnAgent agent = new(chain.Spec, s_chain);
        string path = Path.Combine(folder.Path, "model.epoche");
        agent.Model.Save(path);
        using Evaluator evaluator = new(chain);
        EvaluationReport before = evaluator.Run(agent.PolicyOf(agent.Model), 40, seed: 3);
        EvaluationReport after = evaluator.Run(new RecurrentPolicy(Model.Load(path), chain.Spec.Actions), 40, seed: 3);
        Assert.Equal(before.Returns, after.Returns);
    }

    [Fact]
    public void Networks_that_do_not_fit_are_refused_by_name()
    {
        EnvironmentSpec spec = new MemoryChain(4).Spec;
        Refuses("remembers nothing", () => new RecurrentDqnAgent(spec, s_chain with { Network = s => [new Dense(s.Actions.Count)] }));
        Refuses("one for each action", () => new RecurrentDqnAgent(spec, s_chain with { Network = _ => [new Lstm(3), new Dense(5)] }));
        Refuses("RecurrentDqnAgent learns", () => new DqnAgent(
            spec, new() { Network = s => [new Lstm(3), new Dense(s.Actions.Count)], TargetEverySteps = 5 }));
        Refuses("PPO learns", () => new A2cAgent(
            spec, new() { Network = s => PolicyNetwork.Create(s, new() { Memory = new() { Units = 3 } }) }));
        Refuses("a multiple of Steps", () => new PpoAgent(
            spec, new() { Network = s => PolicyNetwork.Create(s, new() { Memory = new() }), Steps = 20, BatchSize = 30 }));
        Refuses("Sequences.Period is 9", () => new RecurrentDqnAgent(
            spec, s_chain with { Sequences = new() { Length = 8, Period = 9 } }));
        Refuses("discrete actions", () => new RecurrentDqnAgent(new Pendulum().Spec, s_chain));

        static void Refuses(string words, Func<object> make) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    private static void Act(RecurrentPolicy policy, float[] observation)
    {
        int action = 0;
        policy.Act(observation, [0], new PolicyActions(new Span<int>(ref action)));
    }

    private static float[] Values(RecurrentPolicy policy, float[] observation, bool begins)
    {
        if (begins)
        {
            policy.Begin([0]);
        }

        float[] values = new float[2];
        Assert.True(((IScoringPolicy)policy).TryScore(observation, [], values));
        return values;
    }
}
