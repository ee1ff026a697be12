using System.Runtime.InteropServices;

namespace Epoche.Simulation;

/// <summary>Space Invaders: aliens and bullets are sets of cells.</summary>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(int))] // no padding
internal struct SpaceInvadersGame : IMinAtarGame
{
    private const int Bottom = MinAtarBoard.Last, StartColumn = 5, FirstInterval = 12, ShortestInterval = 6;
    private const int Cooldown = 5, AlienCooldown = 10;
    private const int WaveRows = 4, WaveLeft = 2, WaveColumns = 6;
    private const int Cannon = 0, Alien = 1, GoingLeft = 2, GoingRight = 3, OwnBullet = 4, AlienBullet = 5;

    private static readonly UInt128 s_wave = Wave();

    private UInt128 _aliens, _own, _theirs;
    private int _column, _direction, _interval, _moveTimer, _shotTimer, _alienShotTimer;

    public static MinAtarRules Rules { get; } = new(
        nameof(MinAtarGame.SpaceInvaders),
        [MinAtarActions.None, MinAtarActions.Left, MinAtarActions.Right, MinAtarActions.Fire], MinAtarRules.LongestEpisode,
        [
            new(Palette.Blue), new(Palette.Green), new(Palette.Night, 0.36f), new(Palette.Dusk, 0.42f), new(Palette.Text, 0.36f),
            new(Palette.Red, 0.36f),
        ]);

    public readonly bool IsPossible => MinAtarBoard.IsWithin(_aliens | _own | _theirs) && _aliens != 0 && (uint)_column <= MinAtarBoard.Last
        && _direction is 1 or -1 && _interval is >= ShortestInterval and <= FirstInterval && _moveTimer is >= 0 and <= FirstInterval
        && _shotTimer is >= 0 and <= Cooldown && _alienShotTimer is >= 0 and <= AlienCooldown;

    public void Begin(ref Rng rng)
    {
        this = default;
        (_column, _interval) = (StartColumn, FirstInterval);
        (_moveTimer, _alienShotTimer) = (FirstInterval, AlienCooldown);
        (_aliens, _direction) = (s_wave, -1);
    }

    public float Advance(int action, bool ramping, ref Rng rng, out bool terminated)
    {
        if (action == MinAtarActions.Fire && _shotTimer == 0)
        {
            _shotTimer = Cooldown;
            _own |= MinAtarBoard.Cell(Bottom, _column);
        }

        _column = Math.Clamp(_column + MinAtarActions.Across(action), 0, MinAtarBoard.Last);
        UInt128 cannon = MinAtarBoard.Cell(Bottom, _column);
        _own = MinAtarBoard.Up(_own);
        _theirs = MinAtarBoard.Down(_theirs);
        terminated = ((_theirs | _aliens) & cannon) != 0;
        if (_moveTimer == 0)
        {
            terminated |= March();
            terminated |= (_aliens & cannon) != 0;
        }

        if (_alienShotTimer == 0)
        {
            _alienShotTimer = AlienCooldown;
            _theirs |= Shooter();
        }

        UInt128 hit = _own & _aliens;
        _aliens ^= hit;
        _own ^= hit;
        _shotTimer -= _shotTimer > 0 ? 1 : 0;
        _moveTimer--;
        _alienShotTimer--;
        if (_aliens == 0)
        {
            _interval -= ramping && _interval > ShortestInterval ? 1 : 0;
            (_aliens, _direction) = (s_wave, -1);
            _moveTimer = _interval;
        }

        return MinAtarBoard.Count(hit);
    }

    public readonly void Show(Span<float> screen)
    {
        int channels = Rules.Channels;
        MinAtarBoard.Show(Bottom, _column, Cannon, channels, screen);
        MinAtarBoard.Show(_aliens, Alien, channels, screen);
        MinAtarBoard.Show(_aliens, _direction < 0 ? GoingLeft : GoingRight, channels, screen);
        MinAtarBoard.Show(_own, OwnBullet, channels, screen);
        MinAtarBoard.Show(_theirs, AlienBullet, channels, screen);
    }

    /// <summary>A cell further, or at an edge a row down and about; the fewer aliens, the sooner again.</summary>
    /// <returns>Whether they have landed.</returns>
    private bool March()
    {
        _moveTimer = Math.Min(MinAtarBoard.Count(_aliens), _interval);
        if (_direction < 0 ? MinAtarBoard.TouchesLeft(_aliens) : MinAtarBoard.TouchesRight(_aliens))
        {
            _direction = -_direction;
            bool landed = (_aliens >> MinAtarBoard.Index(Bottom, 0)) != 0;
            _aliens = landed ? _aliens : MinAtarBoard.Down(_aliens);
            return landed;
        }

        _aliens = _direction < 0 ? MinAtarBoard.Left(_aliens) : MinAtarBoard.Right(_aliens);
        return false;
    }

    /// <summary>The lowest alien of the column nearest to the cannon, of two as near the left one.</summary>
    private readonly UInt128 Shooter()
    {
        for (int distance = 0; distance < MinAtarBoard.Size; distance++)
        {
            UInt128 column = InColumn(_column - distance);
            column = column != 0 ? column : InColumn(_column + distance);
            if (column != 0)
            {
                return UInt128.One << (127 - (int)UInt128.LeadingZeroCount(column));
            }
        }

        return 0;
    }

    private readonly UInt128 InColumn(int column) =>
        (uint)column <= MinAtarBoard.Last ? _aliens & (MinAtarBoard.FirstColumn << column) : 0;

    private static UInt128 Wave()
    {
        UInt128 cells = 0;
        for (int row = 0; row < WaveRows; row++)
        {
            cells |= (((UInt128)1 << WaveColumns) - 1) << MinAtarBoard.Index(row, WaveLeft);
        }

        return cells;
    }
}
