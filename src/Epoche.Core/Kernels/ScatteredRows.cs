using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Epoche.Kernels;

/// <summary>
/// Rows of A that begin at <paramref name="rows"/> floats behind <paramref name="start"/> and walk on alike; where <paramref name="apart"/>
/// is not 0, as many again, that far behind, whose rows of C lie <paramref name="apartC"/> floats behind those of the first.
/// </summary>
internal readonly unsafe struct ScatteredRows(float* start, nint* rows, int count, ChainWalk walk, nint apart = 0, nint apartC = 0)
    : ITileRows
{
    public int Count => count;

    public int Steps => walk.Count;

    /// <summary>
    /// C = (C +) these rows · B, then what the product says comes behind. Its own A is not looked at; n is at least the width of a vector.
    /// </summary>
    public void Times(in GemmProduct product)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            GemmBlock<Vector512<float>, Simd512>.Run(this, product);
        }
        else if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
        {
            GemmBlock<Vector256<float>, Simd256>.Run(this, product);
        }
        else
        {
            GemmBlock<Vector128<float>, Simd128>.Run(this, product);
        }
    }

    public void Times<T, V, S>(int height, float* b, nint ldb, float* c, nint ldc, nint last, float* bias, TileSteps flags)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        int i = 0;
        if (apart != 0 && height == 8 && typeof(T) == typeof(Strip1<V, S>))
        {
            for (; i + 8 <= count; i += 8)
            {
                ScatteredTile.Pairs8<T, V, S>(walk, start, rows + i, apart, b, ldb, c + (i * ldc), ldc, apartC, bias, flags);
            }
        }

        Tiles<T, V, S>(height, i, start, b, ldb, c, ldc, last, bias, flags);
        if (apart != 0)
        {
            Tiles<T, V, S>(height, i, start + apart, b, ldb, c + apartC, ldc, last, bias, flags);
        }
    }

    /// <summary>The rows from the <paramref name="i"/>th on.</summary>
    private void Tiles<T, V, S>(
        int height, int i, float* a, float* b, nint ldb, float* c, nint ldc, nint last, float* bias, TileSteps flags)
        where T : struct, IStrip<T, V>
        where V : struct
        where S : struct, ISimd<V>
    {
        if (height == 8)
        {
            // Strips of 3 and 4 vectors leave no register for a ninth row.
            bool nine = (count - i) % 8 == 1 && count - i > 8 && typeof(T) != typeof(Strip3<V, S>) && typeof(T) != typeof(Strip4<V, S>);
            for (int end = nine ? count - 9 : count - 8; i <= end; i += 8)
            {
                if (nine && i == end)
                {
                    ScatteredTile.Rows9<T, V, S>(walk, a, rows + i, b, ldb, c + (i * ldc), ldc, last, bias, flags);
                    return;
                }

                ScatteredTile.Rows8<T, V, S>(walk, a, rows + i, b, ldb, c + (i * ldc), ldc, last, bias, flags);
            }
        }

        for (; i + 4 <= count; i += 4)
        {
            ScatteredTile.Rows4<T, V, S>(walk, a, rows + i, b, ldb, c + (i * ldc), ldc, last, bias, flags);
        }

        for (; i < count; i++)
        {
            ScatteredTile.Rows1<T, V, S>(walk, a + rows[i], b, ldb, c + (i * ldc), last, bias, flags);
        }
    }
}
