using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// The scripted player of Catch: goes below the ball that lands next. With a second ball in view it waits below the first one as near to
/// the second as it can, and so loses none. The one-ball player, which waits in the middle, loses none at 8×8 either; at 16×16 it is late
/// for two far throws in one direction (columns 3, 9, 15: six places in five steps).
/// </summary>
public sealed class CatchPlayer : IPolicy
{
    private readonly int _balls, _size, _channels;

    /// <summary>A player for observations of an environment.</summary>
    /// <param name="spec">Catch, or frames of it stacked, of which only the newest is looked at.</param>
    /// <param name="balls">How many of the lowest balls it looks at: 1 or 2. Default 2.</param>
    /// <exception cref="ArgumentException">
    /// The observations are no square images, or <paramref name="balls"/> is another number.
    /// </exception>
    public CatchPlayer(EnvironmentSpec spec, int balls = 2)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Observation.Rank != 3 || spec.Observation[0] != spec.Observation[1])
        {
            throw new ArgumentException(
                $"The player of Catch needs observations of shape [size, size, channels]; {spec.Name} gives {spec.Observation}.",
                nameof(spec));
        }

        _balls = balls is 1 or 2
            ? balls
            : throw new ArgumentOutOfRangeException(nameof(balls), $"The player of Catch looks at 1 or 2 balls; received {balls}.");
        _size = spec.Observation[0];
        _channels = spec.Observation[2];
    }

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        int width = _size * _size * _channels;
        for (int i = 0; i < actions.Indices.Length; i++)
        {
            actions.Indices[i] = Act(observations.Slice(i * width, width));
        }
    }

    private int Act(ReadOnlySpan<float> observation)
    {
        int bar = Find(observation, _size - 1, CatchRules.BarPixel);
        int row = _size - 1, ball = NextAbove(observation, ref row), after = NextAbove(observation, ref row);
        if (ball < 0)
        {
            return 0;
        }

        int middle = CatchRules.BarWidth / 2, favourite = (_balls > 1 && after >= 0 ? after : ball) - middle;
        int goal = Math.Clamp(Math.Clamp(favourite, ball - CatchRules.BarWidth + 1, ball), 0, _size - CatchRules.BarWidth);
        return goal < bar ? CatchRules.Left : goal > bar ? CatchRules.Right : 0;
    }

    /// <summary>The column of the lowest ball above a row, which becomes that ball's; −1 for none.</summary>
    private int NextAbove(ReadOnlySpan<float> observation, ref int row)
    {
        while (--row >= 0)
        {
            int column = Find(observation, row, CatchRules.BallPixel);
            if (column >= 0)
            {
                return column;
            }
        }

        return -1;
    }

    private int Find(ReadOnlySpan<float> observation, int row, float pixel)
    {
        for (int column = 0; column < _size; column++)
        {
            if (observation[(((row * _size) + column) * _channels) + _channels - 1] == pixel)
            {
                return column;
            }
        }

        return -1;
    }
}
