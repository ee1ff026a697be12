using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Epoche.Kernels;

/// <summary>Rows of A that begin at <paramref name="rows"/> floats behind <paramref name="start"/> and walk on alike.</summary>
internal readonly unsafe struct ScatteredRows(float* start, nint* rows, int count, ChainWalk walk) : ITileRows
{
    public int Count => count;

    public int Steps => walk.Count;

    /// <summary>C = (C +) these rows · B, then what the product says comes behind. Its own A is not looked at; n is at least the width of a vector.</summary>
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
        if (height == 8)
        {
            bool nine = count % 8 == 1 && count > 8 && typeof(T) != typeof(Strip3<V, S>) && typeof(T) != typeof(Strip4<V, S>); // which leave no register
            for (int end = nine ? count - 9 : count - 8; i <= end; i += 8)
            {
                if (nine && i == end)
                {
                    ScatteredTile.Rows9<T, V, S>(walk, start, rows + i, b, ldb, c + (i * ldc), ldc, last, bias, flags);
                    return;
                }

                ScatteredTile.Rows8<T, V, S>(walk, start, rows + i, b, ldb, c + (i * ldc), ldc, last, bias, flags);
            }
        }

        for (; i + 4 <= count; i += 4)
        {
            ScatteredTile.Rows4<T, V, S>(walk, start, rows + i, b, ldb, c + (i * ldc), ldc, last, bias, flags);
        }

        for (; i < count; i++)
        {
            ScatteredTile.Rows1<T, V, S>(walk, start + rows[i], b, ldb, c + (i * ldc), last, bias, flags);
        }
    }
}
