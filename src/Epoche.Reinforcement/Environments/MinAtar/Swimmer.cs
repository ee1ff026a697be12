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
