namespace Epoche.Simulation;

/// <summary>
/// The scripted player of Breakout: follows the ball off walls and bricks to the row above the paddle, and goes below the column where
/// it will be there. What one picture does not tell, such as a strike that lasts, it guesses, and looks again in the next frame.
/// </summary>
internal sealed class BreakoutPlayer(EnvironmentSpec spec) : IPolicy
{
    private const int Paddle = 0, Ball = 1, Trail = 2, Brick = 3, Channels = 4;
    private const int Last = MinAtarBoard.Last, Above = Last - 1, MostFrames = 40;

    private readonly int _left = MinAtarActions.Left, _right = spec.Actions.Count == BreakoutGame.Rules.Actions.Length ? 2
        : MinAtarActions.Right;

    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        int width = spec.Observation.ElementCount;
        for (int i = 0; i < actions.Indices.Length; i++)
        {
            actions.Indices[i] = Act(observations.Slice(i * width, width));
        }
    }

    private int Act(ReadOnlySpan<float> screen)
    {
        int paddle = Find(screen, Paddle) % MinAtarBoard.Size, goal = Goal(screen);
        return goal < paddle ? _left : goal > paddle ? _right : MinAtarActions.None;
    }

    /// <summary>The column of the ball when it is about to enter the lowest row.</summary>
    private static int Goal(ReadOnlySpan<float> screen)
    {
        (int y, int x) = Math.DivRem(Find(screen, Ball), MinAtarBoard.Size);
        (int lastY, int lastX) = Math.DivRem(Find(screen, Trail), MinAtarBoard.Size);
        int across = x != lastX ? x - lastX : x == 0 ? 1 : -1; // a wall turned it, or it has not moved yet
        int along = y != lastY ? y - lastY : y == Above ? -1 : 1; // the paddle turned it, or a brick did, most often from below
        for (int frame = 0; frame < MostFrames && !(y == Above && along > 0); frame++)
        {
            int nextX = x + across, nextY = y + along;
            if ((uint)nextX > Last)
            {
                (nextX, across) = (x, -across);
            }

            if (nextY < 0)
            {
                (nextY, along) = (0, 1);
            }
            else if (screen[(MinAtarBoard.Index(nextY, nextX) * Channels) + Brick] > 0)
            {
                (nextY, along) = (y, -along);
            }

            (x, y) = (nextX, nextY);
        }

        return x;
    }

    private static int Find(ReadOnlySpan<float> screen, int channel)
    {
        for (int cell = 0; cell < MinAtarBoard.Cells; cell++)
        {
            if (screen[(cell * Channels) + channel] > 0)
            {
                return cell;
            }
        }

        return 0;
    }
}
