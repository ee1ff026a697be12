using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>A block of rows of A, packed or where the caller has it, and its product with one strip of B.</summary>
internal unsafe struct GemmRows(float* start, nint rowStride, nint stepStride, int count, int steps) : ITileRows
{
    /// <summary>
    /// Steps at a time where a long chain of low tiles reads every step of A from a line of its own: with the strip's two lines a step then
    /// needs three in the six cycles of its multiply-adds, all that the second-level cache gives. A part of a packed strip, 18 KB, stays in
    /// the first (64×1024 · 1024×256 on AVX2: 56% of the FMA limit without, 80% with). Chains go on from C, to the same bits. Where A lies
    /// step by step, parts cost more than they gain, for each comes back to C (128×784 · 784×1024: 11%).
    /// </summary>
    private const int PartSteps = 192;

    /// <summary>The most steps that are not parted.</summary>
    public const int LongChain = 320;

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
        bool isWhole = height == 8 || count <= height || steps <= LongChain || _stepStride == 1;
        int parts = isWhole ? 1 : (steps + PartSteps - 1) / PartSteps;
        int length = (steps + parts - 1) / parts, step = 0;
        for (; step + length < steps; step += length)
        {
            Tiles<T, V, S>(height, step, length, b, ldb, c, ldc, last, null, flags & ~TileSteps.Relu);
            b += length * ldb;
            flags |= TileSteps.Continue;
        }

        Tiles<T, V, S>(height, step, steps - step, b, ldb, c, ldc, last, bias, flags);
    }

    /// <summary>Some of the steps.</summary>
    private readonly void Tiles<T, V, S>(
        int height, int step, int length, float* b, nint ldb, float* c, nint ldc, nint last, float* bias, TileSteps flags)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        nint from = step * _stepStride;
        int i = 0;
        if (height == 8)
        {
            for (; i + 8 <= count; i += 8)
            {
                GemmTile.Rows8<T, V, S>(length, Row(i) + from, _rowStride, _stepStride, b, ldb, c + (i * ldc), ldc, last, bias, flags);
            }
        }

        for (; i + 4 <= count; i += 4)
        {
            GemmTile.Rows4<T, V, S>(length, Row(i) + from, _rowStride, _stepStride, b, ldb, c + (i * ldc), ldc, last, bias, flags);
        }

        if (i + 2 <= count)
        {
            GemmTile.Rows2<T, V, S>(length, Row(i) + from, _rowStride, _stepStride, b, ldb, c + (i * ldc), ldc, last, bias, flags);
            i += 2;
        }

        if (i < count)
        {
            GemmTile.Rows1<T, V, S>(length, Row(i) + from, _stepStride, b, ldb, c + (i * ldc), last, bias, flags);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float* Row(int i) =>
        _height == 0 ? _start + (i * _rowStride) : _start + ((nint)(i & -_height) * steps) + (i & (_height - 1));
}
