using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Epoche.Kernels;

/// <summary>
/// Rows [count, steps] of A whose products are added to places of their own, <paramref name="places"/> floats behind where the result
/// begins: outputs of a convolution and the pixels that their gradients go to.
/// </summary>
internal readonly unsafe struct SpreadRows(float* start, int steps, nint* places, int count)
{
    /// <summary>The narrowest strip: a vector of every width.</summary>
    public const int MinColumns = 16;

    /// <summary>
    /// Adds the products with some columns of B, at least <see cref="MinColumns"/>, to what lies contiguous at each place.
    /// </summary>
    public void Add(float* b, nint ldb, int columns, float* c)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Strips<Vector512<float>, Simd512>(b, ldb, columns, c);
        }
        else if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
        {
            Strips<Vector256<float>, Simd256>(b, ldb, columns, c);
        }
        else
        {
            Strips<Vector128<float>, Simd128>(b, ldb, columns, c);
        }
    }

    /// <summary>
    /// From the right to the left: where rows overlap, the later row meets the earlier one in a column further left, and so comes after it.
    /// </summary>
    private void Strips<V, S>(float* b, nint ldb, int columns, float* c)
        where V : struct
        where S : struct, ISimd<V>
    {
        int left = columns;
        while (left > 0)
        {
            int vectors = GemmBlock<V, S>.StripVectors(left, 3), width = Math.Min(vectors * S.Width, left);
            left -= width;
            if (vectors == 1)
            {
                Tiles<Strip1<V, S>, V, S>(b + left, ldb, c + left, width - S.Width);
            }
            else if (vectors == 2)
            {
                Tiles<Strip2<V, S>, V, S>(b + left, ldb, c + left, width - S.Width);
            }
            else
            {
                Tiles<Strip3<V, S>, V, S>(b + left, ldb, c + left, width - S.Width);
            }
        }
    }

    private void Tiles<T, V, S>(float* b, nint ldb, float* c, nint last)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        int i = 0;
        for (; GemmBlock<V, S>.Height == 8 && i + 8 <= count; i += 8)
        {
            SpreadTile.Rows8<T, V, S>(steps, start + ((nint)i * steps), steps, b, ldb, c, places + i, last);
        }

        for (; i + 4 <= count; i += 4)
        {
            SpreadTile.Rows4<T, V, S>(steps, start + ((nint)i * steps), steps, b, ldb, c, places + i, last);
        }

        for (; i < count; i++)
        {
            SpreadTile.Rows1<T, V, S>(steps, start + ((nint)i * steps), b, ldb, c + places[i], last);
        }
    }
}
