using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Epoche.Kernels;

/// <summary>
/// Long chains are cut, for the error of a chain grows with its steps: the first cut is summed where the result belongs, each later one in
/// a buffer of its own, and added. What the additions round off is kept beside the sum (Knuth's two-sum) and added last, so that the whole
/// is as exact as one cut, however many there are.
/// </summary>
internal static unsafe class GemmCuts
{
    /// <summary>The most steps of a chain: a strip of B (48 columns) then takes 192 KB and stays in the second-level cache.</summary>
    public const int MaxSteps = 1024;

    /// <summary>
    /// Steps from cut to cut: as few cuts as there must be, all of a length but the last. By the length of the chain alone,
    /// so it is the same on every path.
    /// </summary>
    public static int Steps(int k)
    {
        int cuts = Math.Max(1, (k + MaxSteps - 1) / MaxSteps);
        return (k + cuts - 1) / cuts;
    }

    /// <summary>
    /// C += part, with what was rounded off in <paramref name="rest"/>, which the second cut begins. After the last, C takes the rest, the
    /// bias and the epilogue of the product, of which nothing else is looked at.
    /// </summary>
    public static void Add(in GemmProduct c, float* part, nint partRow, float* rest, nint restRow, bool second, bool last)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Add<Vector512<float>, Simd512>(c, part, partRow, rest, restRow, second, last);
        }
        else if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
        {
            Add<Vector256<float>, Simd256>(c, part, partRow, rest, restRow, second, last);
        }
        else
        {
            Add<Vector128<float>, Simd128>(c, part, partRow, rest, restRow, second, last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<V, S>(in GemmProduct c, float* part, nint partRow, float* rest, nint restRow, bool second, bool last)
        where V : struct
        where S : struct, ISimd<V>
    {
        float* sums = c.C, bias = last ? c.Bias : null;
        nint columns = c.N, sumRow = c.CRow;
        bool relu = last && c.Relu;
        for (int rows = c.M; rows > 0; rows--)
        {
            for (nint j = 0; j < columns; j += S.Width)
            {
                nint lanes = nint.Min(S.Width, columns - j);
                V a = Cell.Load<V, S>(sums + j, lanes), b = Cell.Load<V, S>(part + j, lanes);
                V sum = S.Add(a, b), added = S.Subtract(sum, a);
                V lost = S.Add(S.Subtract(a, S.Subtract(sum, added)), S.Subtract(b, added));
                lost = second ? lost : S.Add(Cell.Load<V, S>(rest + j, lanes), lost);
                if (last)
                {
                    sum = S.Select(S.Equal(lost, lost), S.Add(sum, lost), sum); // an infinite sum leaves NaN behind
                    sum = bias != null ? S.Add(sum, Cell.Load<V, S>(bias + j, lanes)) : sum;
                    sum = relu ? Strip.Relu<V, S>(sum) : sum;
                }
                else
                {
                    Cell.Store<V, S>(lost, rest + j, lanes);
                }

                Cell.Store<V, S>(sum, sums + j, lanes);
            }

            sums += sumRow;
            part += partRow;
            rest += restRow;
        }
    }
}
