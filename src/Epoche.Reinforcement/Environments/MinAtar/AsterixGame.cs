using System.Numerics;

namespace Epoche.Simulation;

/// <summary>Asterix: eight rows, each of which is empty or has an enemy or gold on its way across.</summary>
internal struct AsterixGame : IMinAtarGame
{
    private const int Rows = 8, FirstRow = 1, Start = 5, FirstSpawnSpeed = 10, FirstMoveSpeed = 5, FramesPerRamp = 100;
    private const int BitsPerColumn = 4, ColumnMask = 15;
    private const int Player = 0, Enemy = 1, Trail = 2, Gold = 3;

    private uint _there, _right, _gold; // a bit for each row: whether something is in it, goes right, is gold
    private uint _columns; // four bits for each row
    private int _x, _y, _spawnTimer, _spawnSpeed, _moveTimer, _moveSpeed, _rampTimer, _ramps;

    public static MinAtarRules Rules { get; } = new(
        nameof(MinAtarGame.Asterix),
        [MinAtarActions.None, MinAtarActions.Left, MinAtarActions.Up, MinAtarActions.Right, MinAtarActions.Down],
        MinAtarRules.LongestEpisode,
        [new(Palette.Blue), new(Palette.Red), new(Palette.Line, 0.34f), new(Palette.Gold, MinAtarLook.Disc)]);

    public readonly bool IsPossible
    {
        get
        {
            bool possible = (_there | _right | _gold) < 1 << Rows && (uint)_x <= MinAtarBoard.Last && (uint)(_y - FirstRow) < Rows
                && _spawnSpeed is >= 1 and <= FirstSpawnSpeed && _moveSpeed is >= 1 and <= FirstMoveSpeed
                && _spawnTimer is >= 0 and <= FirstSpawnSpeed && _moveTimer is >= 0 and <= FirstMoveSpeed
                && _rampTimer is >= 0 and <= FramesPerRamp && _ramps >= 0;
            for (int row = 0; row < Rows; row++)
            {
                possible &= ColumnOf(row) <= MinAtarBoard.Last;
            }

            return possible;
        }
    }

    public void Begin(ref Rng rng)
    {
        (_there, _right, _gold, _columns) = (0, 0, 0, 0);
        (_x, _y) = (Start, Start);
        (_spawnTimer, _spawnSpeed, _moveTimer, _moveSpeed) = (FirstSpawnSpeed, FirstSpawnSpeed, FirstMoveSpeed, FirstMoveSpeed);
        (_rampTimer, _ramps) = (FramesPerRamp, 0);
    }

    public float Advance(int action, bool ramping, ref Rng rng, out bool terminated)
    {
        if (_spawnTimer == 0)
        {
            Spawn(ref rng);
            _spawnTimer = _spawnSpeed;
        }

        _x = Math.Clamp(_x + MinAtarActions.Across(action), 0, MinAtarBoard.Last);
        _y = Math.Clamp(_y + MinAtarActions.Along(action), FirstRow, Rows);
        float reward = 0;
        terminated = Meet(ref reward);
        if (_moveTimer == 0)
        {
            _moveTimer = _moveSpeed;
            Move();
            terminated |= Meet(ref reward);
        }

        _spawnTimer--;
        _moveTimer--;
        if (ramping && --_rampTimer == 0)
        {
            Ramp();
        }

        return reward;
    }

    public readonly void Show(Span<float> screen)
    {
        int channels = Rules.Channels;
        MinAtarBoard.Show(_y, _x, Player, channels, screen);
        for (uint rows = _there; rows != 0; rows &= rows - 1)
        {
            int row = BitOperations.TrailingZeroCount(rows), column = ColumnOf(row), behind = column - Direction(row);
            MinAtarBoard.Show(row + FirstRow, column, Bit(_gold, row) ? Gold : Enemy, channels, screen);
            if ((uint)behind <= MinAtarBoard.Last)
            {
                MinAtarBoard.Show(row + FirstRow, behind, Trail, channels, screen);
            }
        }
    }

    /// <summary>Side, gold or enemy, and a row, in this order; without a free row the first two are drawn all the same.</summary>
    private void Spawn(ref Rng rng)
    {
        bool right = (rng.NextUInt32() & 1) == 0, gold = rng.NextInt(3) == 0;
        uint free = ~_there & ((1u << Rows) - 1);
        if (free == 0)
        {
            return;
        }

        for (int skipped = rng.NextInt(BitOperations.PopCount(free)); skipped > 0; skipped--)
        {
            free &= free - 1;
        }

        int row = BitOperations.TrailingZeroCount(free);
        uint bit = 1u << row;
        _there |= bit;
        _right = right ? _right | bit : _right & ~bit;
        _gold = gold ? _gold | bit : _gold & ~bit;
        SetColumn(row, right ? 0 : MinAtarBoard.Last);
    }

    /// <summary>What the player meets: gold is taken, an enemy ends the game.</summary>
    private bool Meet(ref float reward)
    {
        int row = _y - FirstRow;
        if (!Bit(_there, row) || ColumnOf(row) != _x)
        {
            return false;
        }

        if (!Bit(_gold, row))
        {
            return true;
        }

        _there &= ~(1u << row);
        reward++;
        return false;
    }

    private void Move()
    {
        for (uint rows = _there; rows != 0; rows &= rows - 1)
        {
            int row = BitOperations.TrailingZeroCount(rows), column = ColumnOf(row) + Direction(row);
            if ((uint)column > MinAtarBoard.Last)
            {
                _there &= ~(1u << row);
            }
            else
            {
                SetColumn(row, column);
            }
        }
    }

    private void Ramp()
    {
        _rampTimer = FramesPerRamp;
        _moveSpeed -= _moveSpeed > 1 && (_ramps & 1) == 1 ? 1 : 0;
        _spawnSpeed -= _spawnSpeed > 1 ? 1 : 0;
        _ramps++;
    }

    private readonly int ColumnOf(int row) => (int)(_columns >> (BitsPerColumn * row)) & ColumnMask;

    private void SetColumn(int row, int column)
    {
        int shift = BitsPerColumn * row;
        _columns = (_columns & ~((uint)ColumnMask << shift)) | ((uint)column << shift);
    }

    private readonly int Direction(int row) => Bit(_right, row) ? 1 : -1;

    private static bool Bit(uint rows, int row) => ((rows >> row) & 1) != 0;
}
