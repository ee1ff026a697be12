using static Epoche.Reinforcement.Tests.Simulation.MinAtarPlay;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class BreakoutTests
{
    private const int Paddle = 0, Ball = 1, Trail = 2, Brick = 3;

    // The numbers of a state, in their order.
    private const int Bricks = 0, X = 2, Y = 3, LastX = 4, LastY = 5, Across = 6, Along = 7;

    /// <summary>From (3, 0) down to the paddle, up to the bricks, and down again beside it.</summary>
    [Fact]
    public void An_episode_goes_as_worked_out_by_hand()
    {
        MinAtarPlay play = FromTheLeft();
        Assert.Equal(("9,4", "3,0", 30), (play.At(Paddle), play.At(Ball), play.Cells(Brick).Length));
        play.Step(Right);
        Assert.Equal(("9,5", "4,1", "3,0"), (play.At(Paddle), play.At(Ball), play.At(Trail)));
        play.Step(None, 4);
        Assert.Equal([(8, 5)], play.Cells(Ball));
        Assert.Equal(new(0, false, false), play.Step(None)); // the paddle is below where it came from: up, and the row reverts
        Assert.Equal([(8, 6)], play.Cells(Ball));
        play.Step(None, 3);
        Assert.Equal([(5, 9)], play.Cells(Ball));
        play.Step(None);
        Assert.Equal([(4, 9)], play.Cells(Ball)); // the wall: held back, and to the left from now on
        Assert.Equal(new(1, false, false), play.Step(None)); // a brick at (3, 8)
        Assert.Equal(("4,8", 29), (play.At(Ball), play.Cells(Brick).Length));
        Assert.DoesNotContain((3, 8), play.Cells(Brick));
        play.Step(None, 4);
        Assert.Equal([(8, 4)], play.Cells(Ball));
        Assert.Equal(new(0, true, false), play.Step(None)); // over column 3 and from column 4, the paddle in 5
        Assert.Equal([(9, 3)], play.Cells(Ball));
    }

    [Fact]
    public void A_paddle_below_where_the_ball_goes_turns_it_round()
    {
        MinAtarPlay play = FromTheLeft();
        play.Step(Right, 2);
        play.Step(None, 3);
        Assert.Equal(("8,5", "9,6"), (play.At(Ball), play.At(Paddle)));
        Assert.Equal(new(0, false, false), play.Step(None));
        Assert.Equal([(8, 6)], play.Cells(Ball));
        play.Step(None);
        Assert.Equal([(7, 5)], play.Cells(Ball)); // up, and back to the left
    }

    [Fact]
    public void The_bricks_come_back_when_the_ball_reaches_the_bottom_and_none_is_left()
    {
        MinAtarPlay play = FromTheLeft();
        play.Change<int>(state =>
        {
            state[Bricks] = 0;
            (state[X], state[Y], state[LastX], state[LastY]) = (3, 7, 2, 6);
        });
        play.Step(None);
        Assert.Empty(play.Cells(Brick));
        Assert.Equal(new(0, false, false), play.Step(None));
        Assert.Equal(30, play.Cells(Brick).Length);
    }

    /// <summary>Off (1, 4) in the gap between the rows, and through (3, 5) while the strike lasts.</summary>
    [Fact]
    public void A_strike_breaks_one_brick()
    {
        MinAtarPlay play = FromTheLeft();
        play.Change<int>(state =>
        {
            state[Bricks] = (1 << 4) | (1 << 25);
            (state[X], state[Y], state[Across], state[Along]) = (3, 2, 1, -1);
        });
        Assert.Equal(1, play.Step(None).Reward);
        Assert.Equal([(2, 4)], play.Cells(Ball));
        Assert.Equal(0, play.Step(None).Reward);
        Assert.Equal(("3,5", "3,5"), (play.At(Ball), play.At(Brick)));
        play.Step(None);
        Assert.Equal([(4, 6)], play.Cells(Ball));
    }

    [Fact]
    public void The_top_and_the_walls_turn_the_ball()
    {
        MinAtarPlay play = FromTheLeft();
        play.Change<int>(state =>
        {
            state[Bricks] = 1;
            (state[X], state[Y], state[Across], state[Along]) = (8, 1, 1, -1);
        });
        (int, int)[] path = [(0, 9), (0, 9), (1, 8)];
        Assert.All(path, cell =>
        {
            play.Step(None);
            Assert.Equal([cell], play.Cells(Ball));
        });
    }

    private static MinAtarPlay FromTheLeft() => Enumerable.Range(0, 20).Select(seed => new MinAtarPlay(MinAtarGame.Breakout, (ulong)seed))
        .First(play => play.Cells(Ball) is [(3, 0)]);
}
