namespace Epoche.Reinforcement.Tests.Agents;

public sealed class DqnIndexTests
{
    /// <summary>A state's index goes into a table of vectors: what DQN has for observations that are one of n values.</summary>
    [Fact]
    public void A_cliff_is_walked_by_a_network_on_the_index_of_the_cell()
    {
        using IBatchEnvironment cliff = BatchEnvironment.Of(() => new TimeLimit<CliffWalking>(new CliffWalking(), 100), count: 1);
        DqnAgent agent = new(cliff.Spec, new()
        {
            Network = spec => [new Embedding(spec.Layout![0].Values, 8), new Flatten(), new Dense(spec.Actions.Count)],
            Optimizer = new Adam(1e-2f),
            Replay = new() { Capacity = 5_000 },
            Epsilon = Schedule.Linear(1f, 0.1f, 1_000),
            WarmUpSteps = 200,
            BatchSize = 32,
            TargetEverySteps = 100,
            DoubleQ = true,
        });
        float[] before = [.. Values(agent)];

        agent.Train(cliff, 400).Last();

        Assert.NotEqual(before, Values(agent));
        Assert.Equal([48, 8], agent.Model.Parameters.Entries[0].Shape);
    }

    /// <summary>A network of several inputs gets the parts that it names; whole observations come in one row.</summary>
    [Fact]
    public void Inputs_named_as_parts_get_their_numbers()
    {
        ObservationLayout layout = ObservationLayout.Of(new("near", [2]), new("far", [1]));
        EnvironmentSpec spec = new() { Name = "Parts", Observation = layout.Shape, Layout = layout, Actions = ActionSpec.Discrete(3) };
        DqnAgent agent = new(spec, new()
        {
            Network = _ =>
            {
                Symbol far = Model.Input([1], "far"), near = Model.Input([2], "near");
                return new GraphModel([far, near], Symbol.Concat(far, near));
            },
            TargetEverySteps = 10,
        });
        Assert.Equal([30f, 10, 20], agent.Model.Call(Tensor.Of([10, 20, 30], [1, 3])).ToArray());
    }

    private static float[] Values(DqnAgent agent) => [.. agent.Model.Parameters.Values];
}
