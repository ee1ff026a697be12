using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Epoche.Simulation;

/// <summary>Seaquest: a submarine, what swims around it, and bullets as sets of cells, one for each side and direction.</summary>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(int))] // no padding
internal struct SeaquestGame : IMinAtarGame
{
    public const int LastRow = 8;

    private const int StartColumn = 5, FullOxygen = 200, MostDivers = 6, Cooldown = 5, SubmarineCooldown = 10, MoveSpeed = 5;
    private const int FirstSpawnSpeed = 20, DiverSpawnSpeed = 30, FastestMove = 2;
    private const int Front = 0, Back = 1, OwnBullet = 2, Trail = 3, TheirBullet = 4, FirstKind = 5;
    private const int Oxygen = 7, Aboard = 8, DiverChannel = 9;

    private UInt128 _ownLeft, _ownRight, _theirsLeft, _theirsRight;
    private Swimmers _swimmers;
    private int _count, _row, _column, _facing, _oxygen, _divers, _surfaced, _shotTimer;
    private int _spawnTimer, _spawnSpeed, _diverTimer, _moveSpeed, _ramps;

    public static MinAtarRules Rules { get; } = new(
        nameof(MinAtarGame.Seaquest),
        [
            MinAtarActions.None, MinAtarActions.Left, MinAtarActions.Up, MinAtarActions.Right, MinAtarActions.Down, MinAtarActions.Fire,
        ],
        MinAtarRules.LongestEpisode,
        [
            new(Palette.Blue), new(Palette.Blue, 0.28f), new(Palette.Text, 0.36f), new(Palette.Line, 0.34f), new(Palette.Red, 0.38f),
            new(Palette.Green, 0.2f), new(Palette.Red, 0.12f), new(Palette.Quiet, 0.3f), new(Palette.Gold, 0.38f),
            new(Palette.Gold, MinAtarLook.Disc),
        ]);

    public readonly bool IsPossible
    {
        get
        {
            bool possible = MinAtarBoard.IsWithin(_ownLeft | _ownRight | _theirsLeft | _theirsRight)
                && _count is >= 0 and <= Swimmers.Capacity
                && (uint)_row <= LastRow && (uint)_column <= MinAtarBoard.Last && _facing is 1 or -1 && _oxygen is >= 0 and <= FullOxygen
                && _divers is >= 0 and <= MostDivers && _surfaced is 0 or 1 && _shotTimer is >= 0 and <= Cooldown
                && _spawnSpeed is >= 1 and <= FirstSpawnSpeed && _spawnTimer >= 0 && _spawnTimer <= FirstSpawnSpeed
                && _diverTimer is >= 0 and <= DiverSpawnSpeed && _moveSpeed is >= FastestMove and <= MoveSpeed && _ramps >= 0;
            for (int i = 0; i < Swimmers.Capacity && possible; i++)
            {
                possible &= i >= _count || _swimmers[i].IsPossible(MoveSpeed, SubmarineCooldown);
            }

            return possible;
        }
    }

    public void Begin(ref Rng rng)
    {
        this = default;
        (_row, _column, _facing, _oxygen, _surfaced) = (0, StartColumn, 1, FullOxygen, 1);
        (_spawnTimer, _spawnSpeed, _diverTimer, _moveSpeed) = (FirstSpawnSpeed, FirstSpawnSpeed, DiverSpawnSpeed, MoveSpeed);
    }

    public float Advance(int action, bool ramping, ref Rng rng, out bool terminated)
    {
        Spawn(ref rng);
        Act(action);
        bool over = Fly() | Swim(out float reward);
        _shotTimer -= _shotTimer > 0 ? 1 : 0;
        int below = _row > 0 ? 1 : 0;
        bool surfaces = (below | _surfaced) == 0;
        (_oxygen, _surfaced) = (_oxygen - below, _surfaced & ~below);
        over |= (below == 1) & (_oxygen == 0);
        if (surfaces)
        {
            over |= _divers == 0;
            reward += Surface(ramping);
        }

        terminated = over;
        return reward;
    }

    public readonly void Show(Span<float> screen)
    {
        int channels = Rules.Channels, back = _column - _facing;
        MinAtarBoard.Show(_row, _column, Front, channels, screen);
        if ((uint)back <= MinAtarBoard.Last)
        {
            MinAtarBoard.Show(_row, back, Back, channels, screen);
        }

        MinAtarBoard.Show(_ownLeft | _ownRight, OwnBullet, channels, screen);
        MinAtarBoard.Show(_theirsLeft | _theirsRight, TheirBullet, channels, screen);
        for (int i = 0; i < _count; i++)
        {
            Swimmer one = _swimmers[i];
            int behind = one.Column - one.Direction;
            MinAtarBoard.Show(one.Row, one.Column, one.IsDiver ? DiverChannel : FirstKind + one.Kind, channels, screen);
            if ((uint)behind <= MinAtarBoard.Last)
            {
                MinAtarBoard.Show(one.Row, behind, Trail, channels, screen);
            }
        }

        for (int column = 0; column < _oxygen * MinAtarBoard.Size / FullOxygen; column++)
        {
            MinAtarBoard.Show(MinAtarBoard.Last, column, Oxygen, channels, screen);
        }

        for (int diver = 0; diver < _divers; diver++)
        {
            MinAtarBoard.Show(MinAtarBoard.Last, MinAtarBoard.Last - diver, Aboard, channels, screen);
        }
    }

    /// <summary>An enemy: side, kind and row, in this order, and none where the row's traffic runs the other way. Then a diver.</summary>
    private void Spawn(ref Rng rng)
    {
        if (--_spawnTimer < 0)
        {
            _spawnTimer = _spawnSpeed - 1;
            bool right = (rng.NextUInt32() & 1) == 0, submarine = rng.NextInt(3) == 0;
            Add(submarine ? Swimmer.Submarine : Swimmer.Fish, 1 + rng.NextInt(LastRow), right ? 1 : -1);
        }

        if (--_diverTimer < 0)
        {
            _diverTimer = DiverSpawnSpeed - 1;
            bool right = (rng.NextUInt32() & 1) == 0;
            Add(Swimmer.Diver, 1 + rng.NextInt(LastRow), right ? 1 : -1);
        }
    }

    private void Add(sbyte kind, int row, int direction)
    {
        bool blocked = _count == Swimmers.Capacity;
        for (int i = 0; i < _count && kind != Swimmer.Diver; i++)
        {
            blocked |= !_swimmers[i].IsDiver && _swimmers[i].Row == row && _swimmers[i].Direction != direction;
        }

        if (!blocked)
        {
            _swimmers[_count++] = new()
            {
                Kind = kind,
                Row = (sbyte)row,
                Column = (sbyte)(direction > 0 ? 0 : MinAtarBoard.Last),
                Direction = (sbyte)direction,
                MoveTimer = (short)_moveSpeed,
                ShotTimer = SubmarineCooldown,
            };
        }
    }

    /// <summary>Steers and shoots. Actions cannot be predicted, so steering has no branches, as <c>Math.Clamp</c> would.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Act(int action)
    {
        int across = MinAtarActions.Across(action), facing = _facing;
        _facing = across != 0 ? across : facing;
        _column = Math.Min(Math.Max(_column + across, 0), MinAtarBoard.Last);
        _row = Math.Min(Math.Max(_row + MinAtarActions.Along(action), 0), LastRow);
        if ((action == MinAtarActions.Fire) & (_shotTimer == 0))
        {
            _shotTimer = Cooldown;
            UInt128 bullet = MinAtarBoard.Cell(_row, _column);
            (_ownLeft, _ownRight) = _facing < 0 ? (_ownLeft | bullet, _ownRight) : (_ownLeft, _ownRight | bullet);
        }
    }

    /// <summary>All bullets a cell further.</summary>
    /// <returns>Whether one of theirs was or is where the submarine is.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Fly()
    {
        UInt128 left = MinAtarBoard.Left(_theirsLeft), right = MinAtarBoard.Right(_theirsRight);
        bool shot = MinAtarBoard.Has(_theirsLeft | _theirsRight | left | right, _row, _column);
        (_theirsLeft, _theirsRight) = (left, right);
        (_ownLeft, _ownRight) = (MinAtarBoard.Left(_ownLeft), MinAtarBoard.Right(_ownRight));
        return shot;
    }

    /// <summary>All that is in the sea, one after the other.</summary>
    /// <param name="reward">How many enemies were hit.</param>
    /// <returns>Whether an enemy met the submarine.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Swim(out float reward)
    {
        UInt128 busy = _ownLeft | _ownRight | MinAtarBoard.Cell(_row, _column); // a hit removes bullets, and busy may hold too many
        busy |= MinAtarBoard.Left(busy) | MinAtarBoard.Right(busy); // from where a move leads there
        bool met = false;
        reward = 0;
        for (int i = 0; i < _count; i++)
        {
            if (!_swimmers[i].TrySwim(busy, _moveSpeed))
            {
                int index = i; // a copy, so that i itself stays in a register
                met |= Swim(ref index, ref reward);
                i = index;
            }
        }

        return met;
    }

    /// <summary>One of those in the sea: hit, met, moved, hit or met again; a submarine shoots.</summary>
    /// <param name="index">Its place; the one before, where it is gone and another has taken it.</param>
    /// <param name="reward">Grows by one where an enemy was hit.</param>
    /// <returns>Whether an enemy met the submarine.</returns>
    private bool Swim(ref int index, ref float reward)
    {
        ref Swimmer one = ref _swimmers[index];
        if (IsGone(one, ref reward, out bool met))
        {
            Remove(ref index);
            return met;
        }

        if (--one.MoveTimer == 0)
        {
            one.MoveTimer = (short)_moveSpeed;
            one.Column += one.Direction;
            if ((uint)one.Column > MinAtarBoard.Last)
            {
                Remove(ref index);
                return false;
            }

            if (IsGone(one, ref reward, out met))
            {
                Remove(ref index);
                return met;
            }
        }

        if (one.Kind == Swimmer.Submarine && --one.ShotTimer == 0)
        {
            one.ShotTimer = SubmarineCooldown;
            (_theirsLeft, _theirsRight) = one.Direction < 0
                ? (_theirsLeft | one.Cell, _theirsRight)
                : (_theirsLeft, _theirsRight | one.Cell);
        }

        return false;
    }

    /// <summary>Whether something was hit, came on board or met the submarine.</summary>
    private bool IsGone(in Swimmer one, ref float reward, out bool met)
    {
        UInt128 cell = one.Cell;
        bool here = one.Row == _row && one.Column == _column;
        met = false;
        if (one.IsDiver)
        {
            bool taken = here && _divers < MostDivers;
            _divers += taken ? 1 : 0;
            return taken;
        }

        if (((_ownLeft | _ownRight) & cell) != 0)
        {
            _ownLeft &= ~cell;
            _ownRight &= ~cell;
            reward++;
            return true;
        }

        met = here;
        return here;
    }

    private void Remove(ref int index)
    {
        _swimmers[index--] = _swimmers[--_count];
        _swimmers[_count] = default;
    }

    /// <summary>Lets one diver go, or all six for the more the more air is left.</summary>
    private float Surface(bool ramping)
    {
        float reward = 0;
        if (_divers == MostDivers)
        {
            (reward, _divers) = (_oxygen * MinAtarBoard.Size / FullOxygen, 0);
        }
        else
        {
            _divers -= _divers > 0 ? 1 : 0;
        }

        (_oxygen, _surfaced) = (FullOxygen, 1);
        if (ramping)
        {
            _moveSpeed -= _moveSpeed > FastestMove && (_ramps & 1) == 1 ? 1 : 0;
            _spawnSpeed -= _spawnSpeed > 1 ? 1 : 0;
            _ramps++;
        }

        return reward;
    }
}
