namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>MemoryChain and the T-maze by their rules, and environments that hide numbers.</summary>
public sealed class MemoryGameTests
{
    [Fact]
    public void A_chain_shows_its_bit_twice_and_asks_for_it_after_its_length()
    {
        IReadOnlyList<TraceRow> trace = EnvironmentTrace.Run(new MemoryChain(4), seed: 5, "1,0,1,0,1");
        float bit = trace[0].Observation[2];
        Assert.Equal(1, Math.Abs(bit));
        Assert.Equal([1, 1, 0.75f, 0.5f, 0.25f, 0], trace.Select(row => row.Observation[0]));
        Assert.Equal([bit, bit, 0, 0, 0, 0], trace.Select(row => row.Observation[2]));
        Assert.All(trace, row => Assert.Equal(0, row.Observation[1])); // of one bit it is always the first
        Assert.Equal(bit, trace[^1].Reward); // the last action said +1
        Assert.Equal(0, trace.SkipLast(1).Sum(row => row.Reward));
        Assert.True(trace[^1].Terminated);
    }

    [Fact]
    public void A_chain_of_several_bits_asks_for_one_of_them()
    {
        HashSet<float> asked = [];
        for (ulong seed = 0; seed < 40; seed++)
        {
            IReadOnlyList<TraceRow> trace = EnvironmentTrace.Run(new MemoryChain(3, bits: 3), seed, "0,0,0,0");
            int query = (int)trace[3].Observation[1];
            asked.Add(query);
            Assert.Equal(trace[0].Observation[2 + query] < 0 ? 1 : -1, trace[^1].Reward);
        }

        Assert.Equal([0, 1, 2], asked.Order());
    }

    [Theory]
    [InlineData("MemoryChain-10", 1)]
    [InlineData("MemoryChain-50", 1)]
    [InlineData("TMaze-10", 4)]
    [InlineData("TMaze-30", 4)]
    public void Who_remembers_is_perfect(string name, double best)
    {
        EnvironmentEntry entry = EnvironmentRegistry.Find(name);
        using IBatchEnvironment game = entry.CreateBatch(1);
        EvaluationReport report = entry.Player!.Play(game, episodes: 50, seed: 1);
        Assert.Equal(best, report.Mean, 1e-6);
        Assert.True(report.IsPerfect);
    }

    [Fact]
    public void A_maze_pays_for_the_turn_that_the_sign_shows_and_charges_for_walls()
    {
        const int north = 0, east = 1, south = 2, west = 3;
        IReadOnlyList<TraceRow> trace = EnvironmentTrace.Run(new TMaze(2), seed: 3, $"{west},{north},{east},{south},{east},{east},{north}");
        bool isNorth = trace[0].Observation[2] == 1;
        Assert.Equal(isNorth ? [0, 1, 1] : [1, 1, 0], trace[0].Observation);
        Assert.Equal([1, 0, 1], trace[3].Observation);
        Assert.Equal([0, 1, 0], trace[5].Observation);
        Assert.Equal([-0.1f, -0.1f, 0, -0.1f, 0, -0.1f, isNorth ? 4 : -0.1f], trace.Skip(1).Select(row => row.Reward));
        Assert.True(trace[^1].Terminated);
    }

    [Fact]
    public void Hidden_numbers_change_nothing_else()
    {
        const string actions = "1,0,0,1,1,1,0";
        IReadOnlyList<TraceRow> whole = EnvironmentTrace.Run(new CartPole(), seed: 2, actions);
        IReadOnlyList<TraceRow> shown = EnvironmentTrace.Run(new PartialObservation(new CartPole(), "part", 2, 0), seed: 2, actions);
        Assert.Equal(
            whole.Select(row => (row.Observation[2], row.Observation[0])), shown.Select(r => (r.Observation[0], r.Observation[1])));
        Assert.Equal(whole.Select(row => row.Reward), shown.Select(row => row.Reward));
    }

    [Fact]
    public void Numbers_that_are_not_there_are_refused()
    {
        Refuses("received 4", () => new PartialObservation(new CartPole(), "x", 0, 4));
        Refuses("received 1", () => new PartialObservation(new CartPole(), "x", 1, 1));
        Refuses("Nothing of", () => new PartialObservation(new CartPole(), "x"));
        Refuses("vectors without a layout", () => new PartialObservation(new Catch(), "x", 0));
        Refuses("length is 0", () => new MemoryChain(0));
        Refuses("bits is 41", () => new MemoryChain(5, 41));
        Refuses("length is 0", () => new TMaze(0));

        static void Refuses(string words, Func<object> make) =>
            Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);
    }
}
