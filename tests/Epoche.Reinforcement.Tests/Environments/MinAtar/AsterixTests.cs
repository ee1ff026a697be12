using static Epoche.Reinforcement.Tests.Simulation.MinAtarPlay;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class AsterixTests
{
    private const int Player = 0, Enemy = 1, Trail = 2, Gold = 3;

    // The numbers of a state, in their order.
    private const int There = 0, Rightwards = 1, Golden = 2, Columns = 3, X = 4, Y = 5, SpawnSpeed = 7, MoveTimer = 8, MoveSpeed = 9;

    [Fact]
    public void Something_comes_in_every_ten_frames_and_moves_every_five()
    {
        MinAtarPlay play = new(MinAtarGame.Asterix);
        play.Step(None, 10);
        Assert.Equal(0, play.Cells(Enemy).Length + play.Cells(Gold).Length);
        play.Step(None);
        (int row, int column) = Assert.Single(play.Cells(Enemy).Concat(play.Cells(Gold)));
        Assert.InRange(row, 1, 8);
        int behind = Assert.Single(play.Cells(Trail)).Column; // it has moved in the frame in which it came
        Assert.Contains((behind, column), ((int, int)[])[(0, 1), (9, 8)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gold_counts_and_an_enemy_ends_the_game(bool gold)
    {
        MinAtarPlay play = new(MinAtarGame.Asterix);
        play.Change<int>(state =>
        {
            (state[There], state[Rightwards], state[Golden]) = (1 << 3, 1 << 3, gold ? 1 << 3 : 0); // row 4
            (state[Columns], state[X], state[Y], state[MoveTimer]) = (6 << 12, 6, 5, 3);
        });
        Assert.Equal(gold ? new(1, false, false) : new(0, true, false), play.Step(Up));
        Assert.Equal([(4, 6)], play.Cells(Player));
        Assert.Equal(gold ? 0 : 1, play.Cells(Enemy).Length + play.Cells(Gold).Length);
    }

    [Fact]
    public void What_moves_into_the_player_meets_it_too()
    {
        MinAtarPlay play = new(MinAtarGame.Asterix);
        play.Change<int>(state =>
        {
            (state[There], state[Rightwards], state[Golden]) = (1 << 4, 0, 0); // row 5, going left
            (state[Columns], state[X], state[Y], state[MoveTimer]) = (6 << 16, 5, 5, 0);
        });
        Assert.True(play.Step(None).Terminated);
    }

    [Fact]
    public void What_reaches_the_edge_leaves()
    {
        MinAtarPlay play = new(MinAtarGame.Asterix);
        play.Change<int>(state =>
        {
            (state[There], state[Rightwards], state[Golden]) = (1, 1, 0);
            (state[Columns], state[MoveTimer]) = (9, 0);
        });
        play.Step(None);
        Assert.Empty(play.Cells(Enemy));
    }

    [Fact]
    public void The_player_stays_in_its_eight_rows()
    {
        MinAtarPlay play = new(MinAtarGame.Asterix);
        play.Step(Up, 6);
        Assert.Equal([(1, 5)], play.Cells(Player));
        play = new(MinAtarGame.Asterix);
        play.Step(Down, 6);
        Assert.Equal([(8, 5)], play.Cells(Player));
    }

    /// <summary>Every hundred frames the next comes a frame earlier, and every second time all move faster.</summary>
    [Theory]
    [InlineData(true, 7, 4)]
    [InlineData(false, 10, 5)]
    public void It_becomes_harder_where_it_ramps(bool ramping, int spawnSpeed, int moveSpeed)
    {
        MinAtarPlay play = new(MinAtarGame.Asterix, ramping: ramping);
        for (int frame = 0; frame < 300; frame++)
        {
            play.Change<int>(state => state[There] = 0); // nothing stays to be met
            play.Step(None);
        }

        play.Change<int>(state => Assert.Equal((spawnSpeed, moveSpeed), (state[SpawnSpeed], state[MoveSpeed])));
    }
}
