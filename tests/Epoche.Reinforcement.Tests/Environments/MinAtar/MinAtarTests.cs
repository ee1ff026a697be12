using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Epoche.Simulation;
using static Epoche.Reinforcement.Tests.Simulation.MinAtarPlay;

namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>What the five games have in common.</summary>
public sealed class MinAtarTests
{
    public static TheoryData<MinAtarGame> Games => [.. Enum.GetValues<MinAtarGame>()];

    [Theory]
    [InlineData(MinAtarGame.Breakout, 4, "stay left right")]
    [InlineData(MinAtarGame.Asterix, 4, "stay left up right down")]
    [InlineData(MinAtarGame.Freeway, 7, "stay up down")]
    [InlineData(MinAtarGame.SpaceInvaders, 6, "stay left right fire")]
    [InlineData(MinAtarGame.Seaquest, 10, "stay left up right down fire")]
    public void Channels_and_actions_are_the_published_ones(MinAtarGame game, int channels, string actions)
    {
        MinAtar small = new(game), all = new(game, new() { AllActions = true });

        Assert.Equal([10, 10, channels], small.Spec.Observation);
        Assert.Equal(actions, string.Join(' ', small.ActionNames));
        Assert.Equal((small.ActionNames.Count, 6), (small.Spec.Actions.Count, all.Spec.Actions.Count));
        Assert.Equal(($"MinAtar-{game}-v1", $"MinAtar-{game}-v0"), (small.Spec.Name, all.Spec.Name));
        Assert.Equal(game == MinAtarGame.Freeway ? 2_500 : 10_000, small.Spec.TimeLimit);
    }

    [Fact]
    public void Variants_say_in_their_name_what_differs() => Assert.Equal(
        "MinAtar-Asterix-v1, sticky 0.25, no ramping",
        new MinAtar(MinAtarGame.Asterix, new() { StickyProbability = 0.25, Ramping = false }).Spec.Name);

    /// <summary>Two actions in turn: a tenth of the frames repeat, and do no harm where the one before was repeated itself.</summary>
    [Fact]
    public void One_action_in_ten_is_the_one_before()
    {
        MinAtarLanes<FreewayGame> lanes = new(100, new() { AllActions = true });
        lanes.Reset(seed: 5);
        int repeated = 0;
        for (int step = 0; step < 1_000; step++)
        {
            int given = (step & 1) == 0 ? Left : Right;
            for (int i = 0; i < lanes.Count; i++)
            {
                lanes.Advance(i, given, out _);
                repeated += lanes.LastActions[i] == given ? 0 : 1;
            }
        }

        // The share s that differs solves s = 0.1·(1 − s); within 5 deviations of 100,000 draws.
        Assert.InRange(repeated / 100_000.0, (1 / 11.0) - 0.005, (1 / 11.0) + 0.005);
    }

    [Fact]
    public void The_memory_of_the_last_action_outlives_an_episode_but_not_a_seed()
    {
        MinAtarLanes<SpaceInvadersGame> lanes = new(1, new() { AllActions = true });
        lanes.Reset(seed: 1);
        while (lanes.LastActions[0] != Right)
        {
            lanes.Advance(0, Right, out _);
        }

        lanes.Begin(0);
        Assert.Equal(Right, lanes.LastActions[0]);
        lanes.Reset(seed: 1);
        Assert.Equal(None, lanes.LastActions[0]);
    }

    [Fact]
    public void Actions_that_always_stick_do_nothing()
    {
        MinAtarPlay play = new(MinAtarGame.Breakout, sticky: 1);
        play.Step(Right, 4);
        Assert.Equal([(9, 4)], play.Cells(0));
    }

    /// <summary>What is saved is the bytes of the state: bytes between its fields would be anything.</summary>
    [Theory]
    [InlineData(typeof(BreakoutGame))]
    [InlineData(typeof(AsterixGame))]
    [InlineData(typeof(FreewayGame))]
    [InlineData(typeof(SpaceInvadersGame))]
    [InlineData(typeof(SeaquestGame))]
    public void States_have_no_padding(Type game)
    {
        int fields = game.GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Sum(field => SizeOf(field.FieldType));
        Assert.Equal(fields, SizeOf(game));

        static int SizeOf(Type type) => (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void A_state_that_no_episode_has_is_refused(MinAtarGame game) =>
        Assert.Throws<InvalidDataException>(() => new MinAtarPlay(game).Change<byte>(bytes => bytes.AsSpan().Fill(0x7F)));

    /// <summary>Sixteen random players of each, long enough for every rule to be met; no state is one that a file could not hold.</summary>
    [Theory]
    [MemberData(nameof(Games))]
    public void Every_state_that_is_reached_can_be_restored(MinAtarGame game)
    {
        using IBatchEnvironment environment = MinAtar.Batch(game, 16), other = environment.WithCount(16);
        TransitionBuffers buffers = new(environment);
        RandomActions actions = new(environment.Spec.Actions, 16, 64, seed: 3);
        System.Buffers.ArrayBufferWriter<byte> writer = new();
        environment.Reset(2, buffers.Observations);
        for (int step = 0; step < 3_000; step++)
        {
            environment.Step(actions[step % 64], buffers.View);
            writer.ResetWrittenCount();
            environment.SaveState(writer);
            other.RestoreState(writer.WrittenSpan);
        }
    }

    [Fact]
    public void An_unknown_game_and_a_probability_above_1_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinAtar((MinAtarGame)9));
        Assert.Throws<ArgumentException>(() => new MinAtar(MinAtarGame.Breakout, new() { StickyProbability = 1.5 }));
        Assert.Throws<ArgumentException>(() => MinAtar.Batch(MinAtarGame.Breakout, 2, new() { StickyProbability = -0.1 }));
    }
}
