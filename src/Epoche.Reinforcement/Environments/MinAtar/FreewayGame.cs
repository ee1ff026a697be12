namespace Epoche.Simulation;

/// <summary>
/// Freeway: eight lanes with a car each, which wrap around. A word holds a byte for each lane, so that all cars drive at once.
/// </summary>
internal struct FreewayGame : IMinAtarGame
{
    private const int Lanes = 8, FirstLane = 1, Column = 4, Bottom = MinAtarBoard.Last, Slowest = 5, FramesPerMove = 3, Frames = 2500;
    private const int Chicken = 0, Car = 1, FirstTrail = 2;
    private const ulong Each = 0x0101010101010101, HighBits = 0x80 * Each;

    private ulong _columns, _periods, _timers, _left; // frames for a cell, frames to the next cell, 1 for cars that go left
    private int _row, _moveTimer;

    public static MinAtarRules Rules { get; } = new(
        nameof(MinAtarGame.Freeway), [MinAtarActions.None, MinAtarActions.Up, MinAtarActions.Down], Frames,
        [
            new(Palette.Orange, MinAtarLook.Disc), new(Palette.Blue), new(Palette.Text, 0.3f), new(Palette.Quiet, 0.3f),
            new(Palette.RockEdge, 0.32f), new(Palette.Rock, 0.34f), new(Palette.Line, 0.36f),
        ]);

    public readonly bool IsPossible
    {
        get
        {
            bool possible = (uint)_row <= Bottom && _moveTimer is >= 0 and <= FramesPerMove;
            for (int lane = 0; lane < Lanes; lane++)
            {
                possible &= Of(_columns, lane) <= MinAtarBoard.Last && Of(_periods, lane) is >= 1 and <= Slowest
                    && Of(_timers, lane) is >= 1 and <= Slowest && Of(_left, lane) <= 1;
            }

            return possible;
        }
    }

    public void Begin(ref Rng rng)
    {
        (_columns, _row, _moveTimer) = (0, Bottom, 0);
        DrawSpeeds(ref rng);
    }

    public float Advance(int action, bool ramping, ref Rng rng, out bool terminated)
    {
        terminated = false;
        int move = MinAtarActions.Along(action);
        if (move != 0 && _moveTimer == 0)
        {
            _moveTimer = FramesPerMove;
            _row = Math.Clamp(_row + move, 0, Bottom);
        }

        float reward = 0;
        if (_row == 0)
        {
            (_row, reward) = (Bottom, 1);
            DrawSpeeds(ref rng);
        }

        Collide();
        Drive();
        Collide();
        _moveTimer -= _moveTimer > 0 ? 1 : 0;
        return reward;
    }

    public readonly void Show(Span<float> screen)
    {
        int channels = Rules.Channels;
        MinAtarBoard.Show(_row, Column, Chicken, channels, screen);
        for (int lane = 0; lane < Lanes; lane++)
        {
            int column = Of(_columns, lane), behind = column + (Of(_left, lane) == 0 ? MinAtarBoard.Size - 1 : 1);
            MinAtarBoard.Show(lane + FirstLane, column, Car, channels, screen);
            MinAtarBoard.Show(
                lane + FirstLane, behind % MinAtarBoard.Size, FirstTrail + Of(_periods, lane) - 1, channels, screen);
        }
    }

    private static int Of(ulong bytes, int lane) => (byte)(bytes >> (8 * lane));

    /// <summary>Cars whose time has come go on by a cell: to the right by 1, to the left by 9, modulo 10.</summary>
    private void Drive()
    {
        const ulong toTen = 0x80 - MinAtarBoard.Size; // lifts the high bit of what is 10 or more
        ulong timers = _timers - Each;
        ulong due = ((~(timers + (0x7F * Each)) & HighBits) >> 7) * 0xFF; // all bits of the bytes that are 0
        ulong columns = _columns + (due & (Each + ((MinAtarBoard.Size - 2) * _left)));
        ulong beyond = ((columns + (toTen * Each)) & HighBits) >> 7;
        _columns = columns - (MinAtarBoard.Size * beyond);
        _timers = timers | (due & _periods);
    }

    /// <summary>A car in the chicken's cell sends it back.</summary>
    private void Collide()
    {
        if ((uint)(_row - FirstLane) < Lanes && Of(_columns, _row - FirstLane) == Column)
        {
            _row = Bottom;
        }
    }

    /// <summary>All speeds, then all directions from one word. Cars stay where they are.</summary>
    private void DrawSpeeds(ref Rng rng)
    {
        ulong periods = 0, left = 0;
        for (int lane = 0; lane < Lanes; lane++)
        {
            periods |= (ulong)(1 + rng.NextInt(Slowest)) << (8 * lane);
        }

        uint directions = rng.NextUInt32();
        for (int lane = 0; lane < Lanes; lane++)
        {
            left |= (ulong)((directions >> lane) & 1) << (8 * lane);
        }

        (_periods, _timers, _left) = (periods, periods, left);
    }
}
