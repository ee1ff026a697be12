namespace Epoche.Kernels;

/// <summary>Rows that a strip of B is multiplied by.</summary>
internal unsafe interface ITileRows
{
    int Count { get; }

    int Steps { get; }

    /// <summary>C = (C +) rows · strip, tile by tile; <paramref name="height"/> is that of the highest tile, 8 or 4.</summary>
    void Times<T, V, S>(int height, float* b, nint ldb, float* c, nint ldc, nint last, float* bias, TileSteps flags)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>;
}
