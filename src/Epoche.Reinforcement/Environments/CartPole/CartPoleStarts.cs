using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Epoche.Randomness;

namespace Epoche.Simulation;

/// <summary>
/// First states of eight environments at a time: each takes one block of its own stream, which is what four calls of
/// <see cref="Rng.NextSingle(float, float)"/> take. Eight blocks in 512-bit registers cost about as much as one in general registers.
/// </summary>
internal static class CartPoleStarts
{
    public const int Group = 8;

    /// <summary>Writes eight rows of four, each number uniform in [low, high).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Draw(ReadOnlySpan<ulong> keys, ReadOnlySpan<ulong> blocks, float low, float high, Span<float> rows)
    {
        if (!Avx512F.IsSupported)
        {
            DrawOneByOne(keys, blocks, low, high, rows);
            return;
        }

        // Philox with one block per 64-bit lane. Only the low halves matter: the products read nothing else, so
        // the rest need not be masked away.
        Vector512<ulong> key = Vector512.LoadUnsafe(in MemoryMarshal.GetReference(keys)),
            block = Vector512.LoadUnsafe(in MemoryMarshal.GetReference(blocks));
        Vector512<ulong> k0 = key, k1 = key >>> 32, c0 = block, c1 = block >>> 32, c2 = Vector512<ulong>.Zero, c3 = Vector512<ulong>.Zero;
        Vector512<uint> multiplierA = Vector512.Create((ulong)Philox.MultiplierA).AsUInt32(),
            multiplierB = Vector512.Create((ulong)Philox.MultiplierB).AsUInt32();
        Vector512<ulong> weylA = Vector512.Create((ulong)Philox.WeylA), weylB = Vector512.Create((ulong)Philox.WeylB);
        for (int round = 0; round < Philox.Rounds; round++)
        {
            Vector512<ulong> a = Avx512F.Multiply(c0.AsUInt32(), multiplierA), b = Avx512F.Multiply(c2.AsUInt32(), multiplierB);
            c0 = (b >>> 32) ^ c1 ^ k0;
            c2 = (a >>> 32) ^ c3 ^ k1;
            c1 = b;
            c3 = a;
            k0 += weylA;
            k1 += weylB;
        }

        RowStore256.StoreRows(
            Uniform(c0, low, high), Uniform(c1, low, high), Uniform(c2, low, high), Uniform(c3, low, high),
            ref MemoryMarshal.GetReference(rows));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Uniform(Vector512<ulong> words, float low, float high)
    {
        Vector256<uint> bits = Avx512F.ConvertToVector256UInt32(words) >>> 8;
        return Vector256.Create(low)
            + (Vector256.Create(high - low) * (Vector256.ConvertToSingle(bits.AsInt32()) * Vector256.Create(1f / (1 << 24))));
    }

    /// <summary>The same where there are no 512-bit registers.</summary>
    internal static void DrawOneByOne(ReadOnlySpan<ulong> keys, ReadOnlySpan<ulong> blocks, float low, float high, Span<float> rows)
    {
        for (int i = 0; i < Group; i++)
        {
            Rng rng = Rng.Restore(keys[i], 4 * blocks[i]);
            for (int j = 0; j < 4; j++)
            {
                rows[(4 * i) + j] = rng.NextSingle(low, high);
            }
        }
    }
}
