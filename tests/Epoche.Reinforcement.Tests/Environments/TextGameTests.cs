using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class TextGameTests
{
    public static TheoryData<string> Names => ["FrozenLake-v1", "FrozenLake8x8-v1", "CliffWalking-v1", "Taxi-v3"];

    /// <summary>
    /// Folded over Gymnasium 1.4's own P[state][action] (next state, reward, terminated), over its starts, and over Taxi's action_mask:
    /// h = 31·h + value + 1000 modulo 2³².
    /// </summary>
    [Theory]
    [InlineData("FrozenLake-v1", 3250014801, 1000, 0)]
    [InlineData("FrozenLake8x8-v1", 3740273468, 1000, 0)]
    [InlineData("CliffWalking-v1", 187591872, 1036, 0)]
    [InlineData("Taxi-v3", 3515907696, 244455446, 1869984512)]
    public void Every_transition_start_and_mask_is_Gymnasiums(string name, uint transitions, uint starts, uint masks)
    {
        TransitionTable table = TableOf(name);
        uint hash = 0, hashOfStarts = 0, hashOfMasks = 0;
        foreach (Outcome outcome in table.All)
        {
            hash = Fold(Fold(Fold(hash, outcome.State), (int)outcome.Reward), outcome.Terminated ? 1 : 0);
        }

        foreach (int start in table.Starts)
        {
            hashOfStarts = Fold(hashOfStarts, start);
        }

        foreach (bool allowed in table.Masks)
        {
            hashOfMasks = Fold(hashOfMasks, allowed ? 1 : 0);
        }

        Assert.Equal((transitions, starts, masks), (hash, hashOfStarts, hashOfMasks));

        static uint Fold(uint hash, int value) => unchecked((hash * 31) + (uint)value + 1000);
    }

    /// <summary>Exact optima, which another program computed on Gymnasium's tables: with the clock, by the limits of the entries.</summary>
    [Theory]
    [InlineData("FrozenLake-v1", 0.74419)]
    [InlineData("FrozenLake8x8-v1", 0.91322)]
    [InlineData("CliffWalking-v1", -13)]
    [InlineData("Taxi-v3", 7.93)]
    public void The_best_mean_return_is_the_known_one(string name, double best) =>
        Assert.Equal(best, new TablePlayer(TableOf(name), EnvironmentRegistry.Find(name).Spec.TimeLimit!.Value).MeanReturn, 5e-6);

    [Fact]
    public void Taxi_returns_from_3_to_15_by_its_start()
    {
        TablePlayer player = new(Taxi.Table, 200);
        double[] values = [.. Taxi.Table.Starts.ToArray().Select(player.ValueOf)];
        Assert.Equal((3, 15, 300), (values.Min(), values.Max(), values.Length));
    }

    [Theory]
    [InlineData("FrozenLake-v1", 0.74419, 0.03)]
    [InlineData("FrozenLake8x8-v1", 0.91322, 0.02)]
    [InlineData("CliffWalking-v1", -13, 0)]
    [InlineData("Taxi-v3", 7.93, 0.25)]
    public void The_scripted_player_earns_it(string name, double best, double error)
    {
        EnvironmentEntry entry = EnvironmentRegistry.Find(name);
        using IBatchEnvironment environment = entry.CreateBatch(1);
        Assert.Equal(best, entry.Player!.Play(environment, episodes: 2000, seed: 1).Mean, error);
    }

    /// <summary>Recorded from Gymnasium 1.4 with these seeds: states, resets between episodes included.</summary>
    [Theory]
    [InlineData(
        "FrozenLake-v1", 358, "0,0,0,0,0,0,0,0,0,0,0,0,0,0,3,1,2,1,0,0,0,0,0,3,1,0,1,0,1,0,0,3,3,0,3,3,1,0,1,1,0,0,0,0,0",
        "0,0,0,0,0,0,0,0,4,0,4,4,4,4,8,9,13,14,15,0,0,0,4,4,8,9,10,9,10,14,15,0,4,8,8,4,8,8,9,10,14,14,15,0,0,0,4,0,4")]
    [InlineData(
        "FrozenLake8x8-v1", 5, "2,2,0,3,1,0,1,0,2,3,1,3,0,1,0,1,3,2,1,3,1,0,1,3,1,1,0,0,1,1,1,1,2,2,1,1,1,1,3,2,0,2,3,1,1,2,0,2,2,0",
        "0,0,1,1,2,10,9,8,0,0,0,0,0,8,9,17,25,17,9,8,0,0,8,8,8,9,8,16,24,24,25,24,32,33,41,0,1,0,0,1,1,1,1,9,8,16,24,32,24,16,24,32")]
    [InlineData("CliffWalking-v1", 1, "1,0,2,0,3,3,3,3,1,0,3,0", "36,36,24,36,24,24,24,24,24,25,13,12,0")]
    [InlineData("Taxi-v3", 3, "2,3,2,2,0,0,3,3,1,0,3,2,1,0,0,3", "42,62,42,62,82,182,282,262,242,142,242,222,242,142,242,342,322")]
    public void Episodes_follow_Gymnasiums_draws(string name, ulong seed, string actions, string states)
    {
        IEnvironment game = EnvironmentRegistry.Find(name).Create();
        IReadOnlyList<TraceRow> trace = EnvironmentTrace.Run(game, seed, actions, gymnasiumSeeding: true);

        Assert.Equal(states, string.Join(',', trace.Select(row => (int)row.Observation[0])));
        Assert.All(trace.Where(row => name == "FrozenLake-v1"), row => Assert.Equal(row.Observation[0] == 15 ? 1 : 0, row.Reward));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_episode_with_Gymnasiums_draws_cannot_be_saved_as_if_it_were_ours(string name)
    {
        IStatefulEnvironment game = (IStatefulEnvironment)EnvironmentRegistry.Find(name).Create();
        ((IGymnasiumSeeding)game).Reset(new NumPyGenerator(1), new float[1]);

        Assert.Throws<InvalidOperationException>(() => game.SaveState(new System.Buffers.ArrayBufferWriter<byte>()));
        Assert.Throws<InvalidDataException>(() => game.RestoreState(BitConverter.GetBytes(500)));
    }

    [Fact]
    public void Ice_slips_to_either_side_as_often_as_it_goes_straight()
    {
        using IBatchEnvironment lake = FrozenLake.Batch(30_000);
        TransitionBuffers buffers = new(lake);
        lake.Reset(1, buffers.Observations);
        lake.Step(Enumerable.Repeat(2, 30_000).ToArray(), buffers.View); // right, from the corner: down, right or against the edge

        foreach (float cell in (float[])[0, 1, 4])
        {
            Assert.InRange(buffers.Observations.Count(seen => seen == cell), 9_700, 10_300); // 10,000 ± 3.7 standard deviations
        }
    }

    [Fact]
    public void A_taxi_may_only_do_what_has_an_effect()
    {
        using IBatchEnvironment taxi = Taxi.Batch(1);
        TransitionBuffers buffers = new(taxi);
        taxi.Reset(1, buffers.Observations);
        taxi.WriteActionMasks(buffers.ActionMasks);
        for (int step = 0; step < 300; step++)
        {
            int state = (int)buffers.Observations[0];
            for (int action = 0; action < 6; action++)
            {
                Outcome outcome = Taxi.Table.Of(state, action)[0];
                Assert.Equal(buffers.ActionMasks[action], outcome.State != state && outcome.Reward > -10);
            }

            int forbidden = Array.IndexOf(buffers.ActionMasks, false);
            Assert.Contains(
                $"is {forbidden}, which its state forbids",
                Assert.Throws<ArgumentException>(() => taxi.Step(new[] { forbidden }, buffers.View)).Message, StringComparison.Ordinal);
            int[] allowed = [.. Enumerable.Range(0, 6).Where(a => buffers.ActionMasks[a])];
            taxi.Step(new[] { allowed[step * 7919 % allowed.Length] }, buffers.View);
        }
    }

    [Fact]
    public void The_cliff_costs_100_and_leads_back_to_the_start_without_an_end()
    {
        IReadOnlyList<TraceRow> trace = EnvironmentTrace.Run(new CliffWalking(), seed: 0, "1,0,1,1,1,1,1,1,1,1,1,1,1,2");

        Assert.Equal((36f, -100f, false), (trace[1].Observation[0], trace[1].Reward, trace[1].Terminated));
        Assert.Equal((47f, -1f, true), (trace[^1].Observation[0], trace[^1].Reward, trace[^1].Terminated));
        Assert.Equal(-113, trace.Sum(row => row.Reward));
    }

    [Fact]
    public void Another_size_of_the_lake_is_refused() =>
        Assert.Contains("4 or 8", Assert.Throws<ArgumentOutOfRangeException>(() => new FrozenLake(5)).Message, StringComparison.Ordinal);

    private static TransitionTable TableOf(string name) => name switch
    {
        "FrozenLake-v1" => new FrozenLake().Table,
        "FrozenLake8x8-v1" => new FrozenLake(8).Table,
        "CliffWalking-v1" => CliffWalking.Table,
        _ => Taxi.Table,
    };
}
