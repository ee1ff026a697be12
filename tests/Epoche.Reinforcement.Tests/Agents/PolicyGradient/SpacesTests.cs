using Epoche.Reinforcement.Tests.Simulation;

namespace Epoche.Reinforcement.Tests.Agents.PolicyGradient;

/// <summary>Policy gradients learn actions of every kind.</summary>
public sealed class SpacesTests
{
    /// <summary>Chance gets half of the lamps right, 6 points of 12.</summary>
    [Fact]
    public void Bits_are_learned()
    {
        using IBatchEnvironment lamps = BatchEnvironment.Of(() => new Lamps(), 8);
        PpoAgent agent = new(lamps.Spec, new()
        {
            Network = spec => PolicyNetwork.Create(spec, new() { Hidden = [16] }), Steps = 24, BatchSize = 64, Epochs = 4,
            Optimizer = new Adam(1e-2f),
        });
        agent.Train(lamps, 8_000).Last();
        Assert.InRange(Mean(agent, lamps), 11.9, 12.01);
    }

    /// <summary>Chance earns about 0.7; carrying loads to and fro at every opportunity, until the crane stops, about 2.3.</summary>
    [Fact]
    public void Several_choices_are_learned_under_masks()
    {
        using IBatchEnvironment cranes = BatchEnvironment.Of(() => new Crane(), 8);
        PpoAgent agent = new(cranes.Spec, new()
        {
            Network = spec => PolicyNetwork.Create(spec, new() { Hidden = [16] }), Steps = 40, BatchSize = 64, Epochs = 4,
            Optimizer = new Adam(1e-2f),
        });
        double before = Mean(agent, cranes);
        agent.Train(cranes, 12_000).Last();
        Assert.InRange(Mean(agent, cranes), Math.Max(2, before + 1), 5);
    }

    /// <summary>The policy's network has an input for each part.</summary>
    [Fact]
    public void Parts_reach_a_policy_network_by_name()
    {
        using IBatchEnvironment cranes = BatchEnvironment.Of(() => new Crane(), 2);
        A2cAgent agent = new(cranes.Spec, new()
        {
            Network = spec =>
            {
                Symbol arm = Model.Input([4], "arm"), place = Model.Input([1], "place");
                Symbol features = Symbol.Concat(arm.Then(new Dense(8, Tensors.Ops.Tanh)), place.Then(new Embedding(5, 4), new Flatten()));
                return new GraphModel(
                    [arm, place], ("policy", features.Then(new Dense(5))), ("value", features.Then(new Dense(1))));
            },
        });
        agent.Train(cranes, 100).Last();
        Assert.Equal(cranes.Spec.Observation, agent.Model.Inputs[0].Shape);
        Assert.True(agent.Updates > 0);
    }

    private static double Mean(Agent agent, IBatchEnvironment environment)
    {
        using Evaluator evaluator = new(environment);
        return evaluator.Run(agent.PolicyOf(agent.Model), 100, seed: 5).Mean;
    }
}
