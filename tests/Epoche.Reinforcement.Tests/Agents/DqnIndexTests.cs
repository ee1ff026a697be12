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

    private static float[] Values(DqnAgent agent) => [.. agent.Model.Parameters.Values];
}
