using System.Runtime.CompilerServices;

namespace Epoche.Simulation;

/// <summary>Something that crosses the sea in Seaquest: eight bytes.</summary>
internal struct Swimmer
{
    public const sbyte Fish = 0, Submarine = 1, Diver = 2;

    public sbyte Kind, Row, Column, Direction;

    /// <summary>Frames until it moves, and until a submarine shoots.</summary>
    public short MoveTimer, ShotTimer;

    public readonly bool IsDiver => Kind == Diver;

    public readonly UInt128 Cell => MinAtarBoard.Cell(Row, Column);

    public readonly bool IsPossible(int slowest, int cooldown) => Kind is >= Fish and <= Diver && Row is >= 1 and <= SeaquestGame.LastRow
        && Column is >= 0 and <= MinAtarBoard.Last && Direction is 1 or -1 && MoveTimer >= 0 && MoveTimer <= slowest
        && ShotTimer >= 0 && ShotTimer <= cooldown;

    /// <summary>
    /// Plays a frame in which it only waits or moves, as in nearly all. Without branches but the last, as the timers cannot be predicted.
    /// </summary>
    /// <param name="busy">Cells on which more may happen to it in this frame.</param>
    /// <param name="moveSpeed">Frames for a cell.</param>
    /// <returns>False where it is on a busy cell, leaves the sea or shoots; then nothing has changed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TrySwim(UInt128 busy, int moveSpeed)
    {
        int moveTimer = MoveTimer - 1, moves = moveTimer == 0 ? 1 : 0, column = Column + (moves * Direction);
        int shoots = Kind == Submarine ? 1 : 0, shotTimer = ShotTimer - shoots;
        if (MinAtarBoard.Has(busy, Row, Column) | ((uint)column > MinAtarBoard.Last) | ((shoots == 1) & (shotTimer == 0)))
        {
            return false;
        }

        (Column, MoveTimer, ShotTimer) = ((sbyte)column, (short)(moveTimer + (moves * moveSpeed)), (short)shotTimer);
        return true;
    }
}

/// <summary>
/// All that swims. With enemies every frame and moves every second one, the most that a game can come to, some twenty are in the sea.
/// </summary>
[InlineArray(Capacity)]
internal struct Swimmers
{
    public const int Capacity = 48;

    private Swimmer _first;
}
