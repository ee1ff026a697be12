using static Epoche.Reinforcement.Tests.Simulation.MinAtarPlay;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class SeaquestTests
{
    private const int Front = 0, Back = 1, Own = 2, Trail = 3, Theirs = 4, Fish = 5, Submarine = 6, Oxygen = 7, Aboard = 8, Diver = 9;

    // A state in bytes: four sets of cells, 48 swimmers of eight bytes, then numbers of four bytes.
    private const int Swimmers = 64, Numbers = Swimmers + (48 * 8);
    private const int Count = 0, Row = 1, Air = 4, Divers = 5, Surfaced = 6;
    private const int SpawnTimer = 8, SpawnSpeed = 9, DiverTimer = 10, MoveSpeed = 11;

    [Fact]
    public void Air_lasts_200_frames_below_the_surface()
    {
        MinAtarPlay play = Alone();
        Assert.Equal(10, play.Cells(Oxygen).Length);
        play.Step(Down);
        for (int frame = 2; frame <= 199; frame++)
        {
            Calm(play);
            Assert.False(play.Step(None).Terminated);
        }

        Assert.Empty(play.Cells(Oxygen));
        Calm(play);
        Assert.Equal(new(0, true, false), play.Step(None));
    }

    [Fact]
    public void Surfacing_without_a_diver_ends_the_game()
    {
        MinAtarPlay play = Alone();
        Assert.False(play.Step(Down).Terminated);
        Assert.Equal(("1,5", "1,4"), (play.At(Front), play.At(Back)));
        Assert.True(play.Step(Up).Terminated);
    }

    [Fact]
    public void Surfacing_with_a_diver_lets_it_go_refills_the_air_and_makes_it_harder()
    {
        MinAtarPlay play = Alone();
        Set(play, (Row, 1), (Surfaced, 0), (Air, 77), (Divers, 2));
        Assert.Equal(new(0, false, false), play.Step(Up));
        Assert.Equal(("9,9", 10), (play.At(Aboard), play.Cells(Oxygen).Length));
        Assert.Equal((19, 5), (Get(play, SpawnSpeed), Get(play, MoveSpeed)));
        Set(play, (Row, 1), (Surfaced, 0)); // below again
        play.Step(Up);
        Assert.Equal((18, 4), (Get(play, SpawnSpeed), Get(play, MoveSpeed)));
    }

    /// <summary>⌊10·77/200⌋ = 3.</summary>
    [Fact]
    public void Six_divers_are_worth_the_air_that_is_left()
    {
        MinAtarPlay play = Alone();
        Set(play, (Row, 1), (Surfaced, 0), (Air, 77), (Divers, 6));
        Assert.Equal(new(3, false, false), play.Step(Up));
        Assert.Empty(play.Cells(Aboard));
    }

    [Theory]
    [InlineData(0, Fish, true)]
    [InlineData(1, Submarine, true)]
    [InlineData(2, Diver, false)]
    public void Enemies_end_the_game_and_divers_come_on_board(byte kind, int channel, bool terminated)
    {
        MinAtarPlay play = Alone();
        Put(play, kind, row: 1, column: 7, direction: -1, moveTimer: 2);
        Set(play, (Row, 1), (Surfaced, 0));
        Assert.False(play.Step(None).Terminated);
        Assert.Equal(("1,7", "1,8"), (play.At(channel), play.At(Trail)));
        Assert.False(play.Step(None).Terminated);
        Assert.Equal([(1, 6)], play.Cells(channel));
        Assert.Equal(terminated, play.Step(Right).Terminated);
        Assert.Equal(terminated ? 0 : 1, Get(play, Divers));
    }

    [Fact]
    public void A_shot_flies_a_cell_a_frame_and_counts_where_it_hits()
    {
        MinAtarPlay play = Alone();
        Put(play, kind: 0, row: 1, column: 8, direction: -1, moveTimer: 5);
        Set(play, (Row, 1), (Surfaced, 0));
        Assert.Equal(0, play.Step(Fire).Reward);
        Assert.Equal([(1, 6)], play.Cells(Own));
        Assert.Equal(0, play.Step(Fire).Reward);
        Assert.Equal(new(1, false, false), play.Step(None));
        Assert.Equal((0, 0), (play.Cells(Own).Length, play.Cells(Fish).Length));
    }

    [Fact]
    public void A_submarine_shoots_every_ten_frames_in_its_direction()
    {
        MinAtarPlay play = Alone();
        Put(play, kind: 1, row: 4, column: 9, direction: -1, moveTimer: 5, shotTimer: 1);
        Set(play, (Row, 6), (Surfaced, 0));
        play.Step(None);
        Assert.Equal([(4, 9)], play.Cells(Theirs));
        play.Step(None, 3);
        Assert.Equal([(4, 6)], play.Cells(Theirs));
        play.Step(Up);
        Assert.False(play.Step(None).Terminated);
        Assert.Equal([(4, 4)], play.Cells(Theirs)); // past, in another row
    }

    [Fact]
    public void No_enemy_comes_against_the_traffic_of_its_row()
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            MinAtarPlay play = new(MinAtarGame.Seaquest, seed);
            for (byte row = 1; row <= 8; row++)
            {
                Put(play, kind: 0, row, column: 5, direction: 1, moveTimer: 5, index: row - 1);
            }

            Set(play, (Count, 8), (SpawnTimer, 0));
            play.Step(None);
            Assert.DoesNotContain(play.Cells(Fish).Concat(play.Cells(Submarine)), cell => cell.Column == 9);
        }
    }

    private static MinAtarPlay Alone()
    {
        MinAtarPlay play = new(MinAtarGame.Seaquest);
        Calm(play);
        return play;
    }

    /// <summary>Nothing comes for some frames.</summary>
    private static void Calm(MinAtarPlay play) => Set(play, (SpawnTimer, 20), (DiverTimer, 30));

    private static void Put(
        MinAtarPlay play, byte kind, byte row, byte column, sbyte direction, byte moveTimer, byte shotTimer = 10, int index = 0)
    {
        play.Change<byte>(state =>
        {
            int at = Swimmers + (8 * index);
            ((byte[])[kind, row, column, unchecked((byte)direction), moveTimer, 0, shotTimer, 0]).CopyTo(state, at);
        });
        Set(play, (Count, index + 1));
    }

    private static void Set(MinAtarPlay play, params (int Number, int Value)[] values) => play.Change<int>(state =>
    {
        foreach ((int number, int value) in values)
        {
            state[(Numbers / 4) + number] = value;
        }
    });

    private static int Get(MinAtarPlay play, int number)
    {
        int value = 0;
        play.Change<int>(state => value = state[(Numbers / 4) + number]);
        return value;
    }
}
