using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>A block of rows of A, packed or where the caller has it, and its product with one strip of B.</summary>
internal unsafe struct GemmRows(float* start, nint rowStride, nint stepStride, int count, int steps) : ITileRows
{
    private float* _start = start;
    private nint _rowStride = rowStride;
    private nint _stepStride = stepStride;
    private int _height;

    public readonly int Count => count;

    public readonly int Steps => steps;

    /// <summary>Copies the block into panels of <paramref name="height"/> rows, which the tiles then read one after the other.</summary>
    public void Pack(float* target, int height)
    {
        for (int i = 0; i < count; i += height)
        {
            GemmPack.Panel(
                _start + (i * _rowStride), _rowStride, _stepStride, Math.Min(height, count - i), steps, target + ((nint)i * steps), height);
        }

        _start = target;
        (_rowStride, _stepStride, _height) = (1, height, height);
    }

    public readonly void Times<T, V, S>(int height, float* b, nint ldb, float* c, nint ldc, nint last, float* bias, TileSteps flags)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        int i = 0;
        if (height == 8)
        {
            for (; i + 8 <= count; i += 8)
            {
                GemmTile.Rows8<T, V, S>(steps, Row(i), _rowStride, _stepStride, b, ldb, c + (i * ldc), ldc, last, bias, flags);
            }
        }

        for (; i + 4 <= count; i += 4)
        {
            GemmTile.Rows4<T, V, S>(steps, Row(i), _rowStride, _stepStride, b, ldb, c + (i * ldc), ldc, last, bias, flags);
        }

        if (i + 2 <= count)
        {
            GemmTile.Rows2<T, V, S>(steps, Row(i), _rowStride, _stepStride, b, ldb, c + (i * ldc), ldc, last, bias, flags);
            i += 2;
        }

        if (i < count)
        {
            GemmTile.Rows1<T, V, S>(steps, Row(i), _stepStride, b, ldb, c + (i * ldc), last, bias, flags);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float* Row(int i) =>
        _height == 0 ? _start + (i * _rowStride) : _start + ((nint)(i & -_height) * steps) + (i & (_height - 1));
}
