using static Epoche.Reinforcement.Tests.Simulation.MinAtarPlay;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class FreewayTests
{
    private const int Chicken = 0, Car = 1;

    // The bytes of a state: columns, frames for a cell, frames to the next one, 1 for cars that go left, eight each; then two numbers.
    private const int Columns = 0, Periods = 8, Timers = 16, Leftwards = 24, Row = 32;

    [Fact]
    public void The_chicken_moves_every_third_frame_and_is_rewarded_on_the_other_side()
    {
        MinAtarPlay play = new(MinAtarGame.Freeway);
        float reward = 0;
        for (int frame = 1; frame <= 25; frame++)
        {
            Park(play);
            reward += play.Step(Up).Reward;
            Assert.Equal([(frame == 25 ? 9 : 8 - ((frame - 1) / 3), 4)], play.Cells(Chicken));
        }

        Assert.Equal(1, reward);
    }

    [Fact]
    public void A_car_sends_the_chicken_back()
    {
        MinAtarPlay play = new(MinAtarGame.Freeway);
        Park(play);
        play.Change<byte>(state =>
        {
            state[Row] = 5;
            (state[Columns + 4], state[Periods + 4], state[Timers + 4]) = (3, 1, 1); // row 5, one cell to the left, a cell a frame
        });
        Assert.Equal(new(0, false, false), play.Step(None));
        Assert.Equal([(9, 4)], play.Cells(Chicken));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(-5)]
    public void A_car_takes_as_many_frames_for_a_cell_as_its_speed_says_and_wraps_around(int speed)
    {
        MinAtarPlay play = new(MinAtarGame.Freeway);
        Park(play);
        int start = speed > 0 ? 8 : 1;
        byte frames = (byte)Math.Abs(speed);
        play.Change<byte>(state => (state[Columns], state[Periods], state[Timers], state[Leftwards]) = (
            (byte)start, frames, frames, (byte)(speed < 0 ? 1 : 0)));
        int[] expected = speed > 0 ? [8, 9, 0, 1] : [1, 0, 9, 8];
        for (int frame = 1; frame < 4 * frames; frame++)
        {
            play.Step(None);
            Assert.Contains((1, expected[frame / frames]), play.Cells(Car));
        }

        Assert.Single(play.Cells(1 + frames), cell => cell.Row == 1); // its trail, in the channel of its speed
    }

    /// <summary>All cars far from the middle, and slow.</summary>
    private static void Park(MinAtarPlay play) => play.Change<byte>(state =>
    {
        for (int lane = 0; lane < 8; lane++)
        {
            (state[Columns + lane], state[Periods + lane], state[Timers + lane], state[Leftwards + lane]) = (8, 5, 5, 0);
        }
    });
}
