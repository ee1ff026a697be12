using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>
/// Softmax of the scores of one head, and its gradient. They lie transposed, [keys, queries], so that queries fill the lanes and the sums
/// over keys run in rising order, at every width; nothing is gathered.
/// </summary>
internal static unsafe class AttentionWeights
{
    /// <summary>The number of each query of a vector; queries of a block are its first plus these.</summary>
    private static readonly float[] Lanes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    /// <summary>softmax over keys of the scaled scores. A query that may ask no key gets zeros.</summary>
    /// <param name="sizes">The sizes.</param>
    /// <param name="mask">[keys], 0 for what no query asks; null for none.</param>
    /// <param name="scores">[keys, queries], overwritten by the weights.</param>
    public static void Normalize(in AttentionSizes sizes, float* mask, float* scores)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Normalize<Vector512<float>, Simd512>(sizes, mask, scores);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Normalize<Vector256<float>, Simd256>(sizes, mask, scores);
        }
        else
        {
            Normalize<Vector128<float>, Simd128>(sizes, mask, scores);
        }
    }

    /// <summary>The gradient of the scores, scale·p·(dp − Σ p·dp).</summary>
    /// <param name="sizes">The sizes.</param>
    /// <param name="weights">[keys, queries].</param>
    /// <param name="slopes">[keys, queries], the gradient of the weights, overwritten.</param>
    public static void Gradient(in AttentionSizes sizes, float* weights, float* slopes)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Gradient<Vector512<float>, Simd512>(sizes, weights, slopes);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Gradient<Vector256<float>, Simd256>(sizes, weights, slopes);
        }
        else
        {
            Gradient<Vector128<float>, Simd128>(sizes, weights, slopes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalize<V, S>(in AttentionSizes sizes, float* mask, float* scores)
        where V : struct
        where S : struct, ISimd<V>
    {
        nint steps = sizes.Steps;
        bool isCausal = sizes.IsCausal;
        V scale = S.Create(sizes.Scale), zero = S.Create(0), never = S.Create(float.NegativeInfinity), one = S.Create(1);
        for (nint query = 0; query < steps; query += S.Width)
        {
            nint lanes = nint.Min(S.Width, steps - query);
            float* block = scores + query;
            V queries = S.Add(S.Create(query), S.Load(in Lanes[0], 0)), max = S.Create(float.MinValue), sum = zero;
            for (nint key = 0; key < steps; key++)
            {
                V x = mask != null && mask[key] == 0 ? never : Load<V, S>(block + (key * steps), lanes);
                if (isCausal && key > query)
                {
                    x = S.Select(S.Less(queries, S.Create(key)), never, x);
                }

                max = S.Max(max, x);
                Store<V, S>(x, block + (key * steps), lanes);
            }

            for (nint key = 0; key < steps; key++)
            {
                V x = S.Multiply(S.Subtract(Load<V, S>(block + (key * steps), lanes), max), scale);
                x = Transcendental.ExpOfNegative<V, S>(x);
                sum = S.Add(sum, x);
                Store<V, S>(x, block + (key * steps), lanes);
            }

            V share = S.Select(S.Equal(sum, zero), zero, S.Divide(one, sum)); // one that asks none
            for (nint key = 0; key < steps; key++)
            {
                Store<V, S>(S.Multiply(Load<V, S>(block + (key * steps), lanes), share), block + (key * steps), lanes);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gradient<V, S>(in AttentionSizes sizes, float* weights, float* slopes)
        where V : struct
        where S : struct, ISimd<V>
    {
        nint steps = sizes.Steps;
        V scale = S.Create(sizes.Scale);
        for (nint query = 0; query < steps; query += S.Width)
        {
            nint lanes = nint.Min(S.Width, steps - query);
            V mean = S.Create(0);
            for (nint at = query; at < steps * steps; at += steps)
            {
                mean = S.Fma(Load<V, S>(weights + at, lanes), Load<V, S>(slopes + at, lanes), mean);
            }

            for (nint at = query; at < steps * steps; at += steps)
            {
                V weight = S.Multiply(Load<V, S>(weights + at, lanes), scale);
                Store<V, S>(S.Multiply(weight, S.Subtract(Load<V, S>(slopes + at, lanes), mean)), slopes + at, lanes);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<V, S>(float* source, nint lanes)
        where V : struct
        where S : struct, ISimd<V> =>
        lanes == S.Width ? S.Load(in *source, 0) : S.LoadPartial(in *source, 0, lanes, S.Create(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V, S>(V value, float* destination, nint lanes)
        where V : struct
        where S : struct, ISimd<V>
    {
        if (lanes == S.Width)
        {
            S.Store(value, ref *destination, 0);
        }
        else
        {
            S.StorePartial(value, ref *destination, 0, lanes);
        }
    }
}
