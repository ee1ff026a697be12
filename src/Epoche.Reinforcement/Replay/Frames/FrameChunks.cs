using System.Numerics;

namespace Epoche;

/// <summary>
/// Rows of equal width in several arrays, because one array of .NET ends at two thousand million elements: a
/// million frames of 84×84 are seven.
/// </summary>
internal sealed class FrameChunks<T>
    where T : unmanaged
{
    private const int ChunkLength = 1 << 26;

    private readonly T[][] _chunks;
    private readonly int _shift;

    public FrameChunks(int rows, int width)
    {
        Width = width;
        _shift = BitOperations.Log2((uint)Math.Max(1, ChunkLength / width));
        int rowsPerChunk = 1 << _shift;
        _chunks = new T[((rows - 1) >> _shift) + 1][];
        for (int i = 0; i < _chunks.Length; i++)
        {
            // Not cleared: a row is written before it is read, and the system provides memory only for what is written.
            _chunks[i] = GC.AllocateUninitializedArray<T>(Math.Min(rowsPerChunk, rows - (i << _shift)) * width);
        }
    }

    public int Width { get; }

    public Span<T> this[int row] => _chunks[row >> _shift].AsSpan((row & ((1 << _shift) - 1)) * Width, Width);
}
