using static Epoche.Reinforcement.Tests.Simulation.MinAtarPlay;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class SpaceInvadersTests
{
    private const int Alien = 1, GoingLeft = 2, GoingRight = 3, Own = 4, Theirs = 5;

    // A state as numbers of four bytes: three sets of cells of four numbers each, then the rest.
    private const int Direction = 13, Interval = 14, MoveTimer = 15, AlienShotTimer = 17;

    [Fact]
    public void A_shot_rises_a_row_a_frame_and_counts_where_it_hits()
    {
        MinAtarPlay play = new(MinAtarGame.SpaceInvaders);
        Assert.Equal((24, 24, 0), (play.Cells(Alien).Length, play.Cells(GoingLeft).Length, play.Cells(GoingRight).Length));
        play.Step(Fire);
        Assert.Equal([(8, 5)], play.Cells(Own));
        for (int frame = 2; frame <= 5; frame++)
        {
            Assert.Equal(0, play.Step(Fire).Reward);
            Assert.Single(play.Cells(Own)); // no second shot for five frames
        }

        Assert.Equal(new(1, false, false), play.Step(Fire));
        Assert.Equal((23, "8,5"), (play.Cells(Alien).Length, play.At(Own)));
        Assert.DoesNotContain((3, 5), play.Cells(Alien));
    }

    /// <summary>In the eleventh frame the alien above shoots, from row 3; six frames later it is there.</summary>
    [Fact]
    public void Who_stands_still_is_shot_in_the_seventeenth_frame()
    {
        MinAtarPlay play = new(MinAtarGame.SpaceInvaders);
        Assert.False(play.Step(None, 11).Terminated);
        Assert.Equal([(3, 5)], play.Cells(Theirs));
        Assert.False(play.Step(None, 5).Terminated);
        Assert.True(play.Step(None).Terminated);
    }

    [Fact]
    public void Aliens_turn_at_the_edge_and_come_a_row_nearer()
    {
        MinAtarPlay play = new(MinAtarGame.SpaceInvaders);
        Put(play, column: 0, row: 4, direction: -1);
        play.Step(None);
        Assert.Equal(("5,0", "5,0"), (play.At(Alien), play.At(GoingRight)));
        play.Step(None);
        Assert.Equal([(5, 1)], play.Cells(Alien)); // alone it moves in every frame
    }

    [Theory]
    [InlineData(9, 0, -1, true)] // a drop from the bottom row
    [InlineData(9, 6, -1, true)] // onto the cannon
    [InlineData(8, 5, 1, false)]
    public void A_landing_ends_the_game(int row, int column, int direction, bool terminated)
    {
        MinAtarPlay play = new(MinAtarGame.SpaceInvaders);
        Put(play, column, row, direction);
        Assert.Equal(terminated, play.Step(None).Terminated);
    }

    [Theory]
    [InlineData(true, 11)]
    [InlineData(false, 12)]
    public void A_new_wave_comes_when_the_last_one_is_gone_and_moves_faster(bool ramping, int interval)
    {
        MinAtarPlay play = new(MinAtarGame.SpaceInvaders, ramping: ramping);
        Put(play, column: 5, row: 7, direction: 1, moveTimer: 5);
        play.Step(Fire);
        Assert.Equal(1, play.Step(None).Reward);
        Assert.Equal(24, play.Cells(Alien).Length);
        play.Change<int>(state => Assert.Equal((interval, interval), (state[Interval], state[MoveTimer])));
    }

    [Fact]
    public void The_nearest_column_shoots_and_of_two_the_left_one()
    {
        MinAtarPlay play = new(MinAtarGame.SpaceInvaders);
        play.Change<UInt128>(state => state[0] = Cell(2, 3) | Cell(4, 3) | Cell(3, 7) | Cell(0, 9));
        play.Change<int>(state => state[AlienShotTimer] = 0);
        play.Step(None);
        Assert.Equal([(4, 3)], play.Cells(Theirs));
    }

    private static void Put(MinAtarPlay play, int column, int row, int direction, int moveTimer = 0)
    {
        play.Change<UInt128>(state => state[0] = Cell(row, column));
        play.Change<int>(state => (state[Direction], state[MoveTimer]) = (direction, moveTimer));
    }

    private static UInt128 Cell(int row, int column) => UInt128.One << ((10 * row) + column);
}
