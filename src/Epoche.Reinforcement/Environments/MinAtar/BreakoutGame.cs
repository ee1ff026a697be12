namespace Epoche.Simulation;

/// <summary>Breakout: the ball goes one diagonal cell a frame.</summary>
internal struct BreakoutGame : IMinAtarGame
{
    private const int Bottom = MinAtarBoard.Last, FirstRow = 1, LastRow = 3, StartRow = 3, StartPaddle = 4;
    private const uint AllBricks = (1u << ((LastRow - FirstRow + 1) * MinAtarBoard.Size)) - 1;
    private const int Paddle = 0, Ball = 1, Trail = 2, Brick = 3;

    private uint _bricks; // rows 1 to 3, ten bits each
    private int _paddle, _x, _y, _lastX, _lastY, _across, _along, _strike; // a strike lasts until the ball has left the bricks

    public static MinAtarRules Rules { get; } = new(
        nameof(MinAtarGame.Breakout), [MinAtarActions.None, MinAtarActions.Left, MinAtarActions.Right], MinAtarRules.LongestEpisode,
        [new(Palette.Blue), new(Palette.Orange, MinAtarLook.Disc), new(Palette.Line, 0.34f), new(Palette.Red)]);

    public readonly bool IsPossible => _bricks <= AllBricks && Within(_paddle) && Within(_x) && Within(_y) && Within(_lastX)
        && Within(_lastY) && _across is 1 or -1 && _along is 1 or -1 && _strike is 0 or 1;

    public void Begin(ref Rng rng)
    {
        bool right = (rng.NextUInt32() & 1) == 0;
        _bricks = AllBricks;
        (_paddle, _strike, _along) = (StartPaddle, 0, 1);
        (_x, _across) = right ? (0, 1) : (MinAtarBoard.Last, -1);
        _y = StartRow;
        (_lastX, _lastY) = (_x, _y);
    }

    public float Advance(int action, bool ramping, ref Rng rng, out bool terminated)
    {
        terminated = false;
        _paddle = Math.Clamp(_paddle + MinAtarActions.Across(action), 0, MinAtarBoard.Last);
        (_lastX, _lastY) = (_x, _y);
        int x = _x + _across, y = _y + _along;
        if ((uint)x > MinAtarBoard.Last)
        {
            x = _x;
            _across = -_across;
        }

        float reward = 0;
        if (y < 0)
        {
            (y, _along, _strike) = (0, -_along, 0);
        }
        else if (HasBrick(y, x))
        {
            if (_strike == 0)
            {
                _bricks &= ~Bit(y, x);
                (y, _along, _strike, reward) = (_lastY, -_along, 1, 1);
            }
        }
        else
        {
            _strike = 0;
            if (y == Bottom)
            {
                _bricks = _bricks == 0 ? AllBricks : _bricks;
                if (_paddle == _lastX)
                {
                    (y, _along) = (_lastY, -_along);
                }
                else if (_paddle == x)
                {
                    (y, _along, _across) = (_lastY, -_along, -_across);
                }
                else
                {
                    terminated = true;
                }
            }
        }

        (_x, _y) = (x, y);
        return reward;
    }

    public readonly void Show(Span<float> screen)
    {
        int channels = Rules.Channels;
        MinAtarBoard.Show(Bottom, _paddle, Paddle, channels, screen);
        MinAtarBoard.Show(_y, _x, Ball, channels, screen);
        MinAtarBoard.Show(_lastY, _lastX, Trail, channels, screen);
        MinAtarBoard.Show((UInt128)_bricks << MinAtarBoard.Size, Brick, channels, screen);
    }

    private static uint Bit(int row, int column) => 1u << (((row - FirstRow) * MinAtarBoard.Size) + column);

    private static bool Within(int place) => (uint)place <= MinAtarBoard.Last;

    private readonly bool HasBrick(int row, int column) =>
        (uint)(row - FirstRow) <= LastRow - FirstRow && (_bricks & Bit(row, column)) != 0;
}
