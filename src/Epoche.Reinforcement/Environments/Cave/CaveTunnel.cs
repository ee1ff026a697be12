namespace Epoche.Simulation;

/// <summary>Makes the world column by column; the first one is number 0 on the left of the first screen.</summary>
internal struct CaveTunnel
{
    private int _next, _centre, _drift, _block;

    public static CaveTunnel Start() => new() { _centre = CaveRules.Size / 2 };

    /// <summary>The next column. Takes a word of the stream every four columns, and one more with each block.</summary>
    public CaveColumn Next(ref Rng rng)
    {
        int number = _next++;
        int gap = Math.Max(CaveRules.NarrowestGap, CaveRules.WidestGap - (number / CaveRules.ColumnsPerNarrowing)), above = gap / 2;
        if (number % CaveRules.ColumnsPerDrift == 0)
        {
            _drift = rng.NextInt(3) - 1;
        }

        _centre = Math.Clamp(_centre + _drift, CaveRules.ThinnestWall + above, CaveRules.Size - CaveRules.ThinnestWall - gap + above);
        int ceiling = _centre - above, sinceBlock = (number - CaveRules.FirstBlock) % CaveRules.ColumnsPerBlock;
        if (number < CaveRules.FirstBlock)
        {
            return new(ceiling, ceiling + gap, Block: -1);
        }

        if (sinceBlock == 0)
        {
            _block = ceiling + rng.NextInt(gap - CaveRules.BlockHeight + 1);
        }

        return new(ceiling, ceiling + gap, sinceBlock < CaveRules.BlockWidth ? _block : -1);
    }

    public readonly void Save(StateWriter writer)
    {
        writer.Write(_next);
        writer.Write(_centre);
        writer.Write(_drift);
        writer.Write(_block);
    }

    public void Restore(ref StateReader reader)
    {
        _next = reader.ReadInt32();
        _centre = reader.ReadInt32();
        _drift = reader.ReadInt32();
        _block = reader.ReadInt32();
        reader.Require(_next >= 0 && Math.Abs((long)_drift) <= 1 && (uint)_centre < CaveRules.Size
            && (uint)_block <= CaveRules.Size - CaveRules.BlockHeight);
    }
}
