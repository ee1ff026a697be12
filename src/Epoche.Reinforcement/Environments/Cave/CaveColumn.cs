namespace Epoche.Simulation;

/// <summary>One column of the world.</summary>
/// <param name="Ceiling">The first free row.</param>
/// <param name="Floor">The first row of wall below the gap.</param>
/// <param name="Block">The upper row of a block; −1 for none.</param>
internal readonly record struct CaveColumn(int Ceiling, int Floor, int Block)
{
    public bool IsSolid(int row) => row < Ceiling || row >= Floor || (Block >= 0 && row >= Block && row < Block + CaveRules.BlockHeight);

    /// <summary>Bit r is set where row r is solid.</summary>
    public ulong Bits()
    {
        ulong gap = (1UL << Floor) - (1UL << Ceiling);
        ulong block = Block < 0 ? 0 : ((1UL << CaveRules.BlockHeight) - 1) << Block;
        return (((1UL << CaveRules.Size) - 1) & ~gap) | block;
    }
}
