using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents.Imitation;

public sealed class DaggerAgentTests
{
    private static readonly DaggerOptions s_balancing = new()
    {
        Network = spec => [new Dense(32, Tanh), new Dense(spec.Actions.Count)],
        Expert = _ => Player.Balancer,
        StepsPerIteration = 50,
        Epochs = 40,
        BatchSize = 32,
        Optimizer = new Adam(3e-3f),
    };

    /// <summary>Ross et al. 2011, algorithm 3.1: the data of the first iteration are the expert's, later ones the learner's own.</summary>
    [Fact]
    public void The_expert_plays_the_first_iteration_and_the_learner_all_others()
    {
        Player backward = new(2, _ => 0), forward = new(2, _ => 1);
        using IBatchEnvironment corridor = BatchEnvironment.Of(() => default(Corridor), 1);
        DaggerOptions options = new() { Network = _ => Constant(0), Expert = _ => forward, StepsPerIteration = 10, Epochs = 1 };
        DaggerAgent agent = new(corridor.Spec, options with { Optimizer = new Sgd(1e-9f) }); // whose learner always walks backward
        AgentTraining training = new(agent, corridor);

        List<long> episodes = [];
        for (int step = 0; step < 50; step++)
        {
            training.Advance();
            episodes.Add(training.Episodes);
        }

        Assert.Equal(2, episodes[9]); // five steps each to the end
        Assert.Equal(3, episodes[^1]); // then backward, to the limit of 30 steps
        Assert.Equal((50, 5), (agent.Labels, agent.Iterations));
        Assert.Equal([0, 0, 0, 0], forward.Begun);
        Assert.Empty(backward.Begun);
    }

    [Fact]
    public void The_share_of_states_on_which_both_agree_is_of_states_that_were_not_learned_from_yet()
    {
        using IBatchEnvironment corridor = BatchEnvironment.Of(() => default(Corridor), 1);
        DaggerAgent agent = new(corridor.Spec, new()
        {
            Network = _ => Constant(1), Expert = _ => Player.Walker, StepsPerIteration = 10, Beta = 1, Epochs = 1,
            Optimizer = new Sgd(1e-9f),
        });
        TrainingReport report = agent.Train(corridor, 10).Last();

        // The walker is at 0, 1, 2 (whence backward), 1, 2, … and never gets further: at 2 in four of ten steps.
        Assert.Equal(0.6, report[RunTags.Agreement], 6);
        Assert.Equal(10, report[RunTags.Labels]);
    }

    /// <summary>The same number of answers of the same expert; the clone only ever saw a pole that was balanced well.</summary>
    [Fact]
    public void Asked_about_its_own_states_a_learner_balances_longer_than_a_clone()
    {
        double clone = Mean(s_balancing with { Beta = 1 }), learner = Mean(s_balancing);

        Assert.InRange(learner, 400, 500);
        Assert.InRange(clone, 0, learner - 50);
    }

    [Fact]
    public void Numbers_are_learned_from_an_expert_too()
    {
        using IBatchEnvironment car = MountainCarContinuous.Batch(4);
        IPolicy Expert(EnvironmentSpec spec) => EnvironmentRegistry.Find("MountainCarContinuous-v0").Player!.Create(spec);
        DaggerAgent agent = new(car.Spec, new()
        {
            Network = spec => [new Dense(32, Tanh), new Dense(spec.Actions.Count)],
            Expert = Expert, NormalizeObservations = true, Optimizer = new Adam(1e-2f), StepsPerIteration = 400,
        });
        TrainingReport report = agent.Train(car, 2_000).Last();

        using Evaluator evaluator = new(car);
        Assert.InRange(evaluator.Run(agent.Greedy(), 100, seed: 3).Mean, 85, 100);
        Assert.InRange(report[RunTags.Disagreement], 0, 0.5);
    }

    [Fact]
    public void An_answer_that_is_none_is_refused()
    {
        using IBatchEnvironment corridor = BatchEnvironment.Of(() => default(Corridor), 1);
        DaggerAgent agent = new(corridor.Spec, new() { Network = _ => Constant(0), Expert = _ => new Player(2, _ => 2) });

        Assert.Equal(
            "The expert of Corridor gave an answer that is none: the action is 2; expected an index from 0 to 1.",
            Assert.Throws<InvalidOperationException>(() => agent.Train(corridor, 1).Last()).Message);
    }

    [Theory]
    [InlineData("Network must map observations of shape [4] to 2 outputs, for CartPole-v1 has the actions discrete(2); it maps ")]
    [InlineData("Beta at iteration 0 is 2; expected 0 to 1.")]
    [InlineData("StepsPerIteration is 0; expected at least 1 environment step.")]
    public void What_does_not_fit_is_named(string message)
    {
        DaggerOptions options = message[0] switch
        {
            'N' => s_balancing with { Network = _ => [new Dense(3)] },
            'B' => s_balancing with { Beta = 2 },
            _ => s_balancing with { StepsPerIteration = 0 },
        };
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new DaggerAgent(new CartPole().Spec, options));
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    private static double Mean(DaggerOptions options)
    {
        using IBatchEnvironment cartPole = new CartPoleBatch(1);
        using Evaluator evaluator = new(cartPole);
        double sum = 0;
        for (ulong seed = 0; seed < 3; seed++)
        {
            DaggerAgent agent = new(cartPole.Spec, options with { Seed = seed });
            agent.Train(cartPole, 400).Last();
            sum += evaluator.Run(agent.Greedy(), 100, seed: 9).Mean / 3;
        }

        return sum;
    }

    /// <summary>A network that prefers an action whatever it sees, and cannot learn.</summary>
    private static Sequential Constant(int action)
    {
        Sequential network = [new Dense(2, kernel: Initializer.Zeros, bias: Initializer.Zeros)];
        network.Build([2], seed: 0);
        network.Parameters.Values[^(2 - action)] = 1;
        return network;
    }
}
