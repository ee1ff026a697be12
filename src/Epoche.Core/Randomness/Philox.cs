using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Epoche.Randomness;

/// <summary>
/// Philox 4×32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): a 128-bit counter and a
/// 64-bit key give 128 random bits.
/// </summary>
internal static class Philox
{
    public const int Rounds = 10;
    public const uint MultiplierA = 0xD2511F53, MultiplierB = 0xCD9E8D57, WeylA = 0x9E3779B9, WeylB = 0xBB67AE85;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Block(ulong key, ulong counterLow, ulong counterHigh, out uint r0, out uint r1, out uint r2, out uint r3)
    {
        uint c0 = (uint)counterLow, c1 = (uint)(counterLow >> 32), c2 = (uint)counterHigh, c3 = (uint)(counterHigh >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong a = (ulong)MultiplierA * c0, b = (ulong)MultiplierB * c2;
            c0 = (uint)(b >> 32) ^ c1 ^ k0;
            c1 = (uint)b;
            c2 = (uint)(a >> 32) ^ c3 ^ k1;
            c3 = (uint)a;
            k0 += WeylA;
            k1 += WeylB;
        }

        (r0, r1, r2, r3) = (c0, c1, c2, c3);
    }

    /// <summary>
    /// The blocks of successive counters (with a zero high half), four words each; as many as there is room for whole ones.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Blocks(ulong key, ulong counter, Span<uint> words)
    {
        ref uint next = ref MemoryMarshal.GetReference(words);
        int blocks = words.Length / 4;
        if (Avx2.IsSupported)
        {
            for (; blocks >= 8; blocks -= 8, counter += 8)
            {
                EightBlocks(
                    key, Vector256.Create(counter) + Vector256.Create(0ul, 1, 2, 3),
                    Vector256.Create(counter) + Vector256.Create(4ul, 5, 6, 7), ref next);
                next = ref Unsafe.Add(ref next, 32);
            }
        }

        for (; blocks > 0; blocks--, counter++)
        {
            Block(key, counter, 0, out next, out Unsafe.Add(ref next, 1), out Unsafe.Add(ref next, 2), out Unsafe.Add(ref next, 3));
            next = ref Unsafe.Add(ref next, 4);
        }
    }

    /// <summary>
    /// A block in each 64-bit lane, and two registers of them, for one alone would wait for its multiplications. Only the low halves of
    /// lanes matter: products read nothing else, so what collects above need not be masked away.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EightBlocks(ulong key, Vector256<ulong> x, Vector256<ulong> y, ref uint words)
    {
        Vector256<ulong> x0 = x, x1 = x >>> 32, x2 = default, x3 = default, y0 = y, y1 = y >>> 32, y2 = default, y3 = default;
        Vector256<ulong> k0 = Vector256.Create(key), k1 = Vector256.Create(key >> 32);
        Vector256<uint> multiplierA = Vector256.Create((ulong)MultiplierA).AsUInt32(),
            multiplierB = Vector256.Create((ulong)MultiplierB).AsUInt32();
        for (int round = 0; round < Rounds; round++)
        {
            Vector256<ulong> xa = Avx2.Multiply(x0.AsUInt32(), multiplierA), xb = Avx2.Multiply(x2.AsUInt32(), multiplierB);
            Vector256<ulong> ya = Avx2.Multiply(y0.AsUInt32(), multiplierA), yb = Avx2.Multiply(y2.AsUInt32(), multiplierB);
            x0 = (xb >>> 32) ^ x1 ^ k0;
            x2 = (xa >>> 32) ^ x3 ^ k1;
            y0 = (yb >>> 32) ^ y1 ^ k0;
            y2 = (ya >>> 32) ^ y3 ^ k1;
            (x1, x3, y1, y3) = (xb, xa, yb, ya);
            k0 += Vector256.Create((ulong)WeylA);
            k1 += Vector256.Create((ulong)WeylB);
        }

        Store(x0, x1, x2, x3, ref words);
        Store(y0, y1, y2, y3, ref Unsafe.Add(ref words, 16));
    }

    /// <summary>Four words of a block side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<ulong> r0, Vector256<ulong> r1, Vector256<ulong> r2, Vector256<ulong> r3, ref uint words)
    {
        Vector256<ulong> low = (r0 & Vector256.Create(0xFFFFFFFFul)) | (r1 << 32),
            high = (r2 & Vector256.Create(0xFFFFFFFFul)) | (r3 << 32);
        Vector256<uint> even = Avx2.UnpackLow(low, high).AsUInt32(), odd = Avx2.UnpackHigh(low, high).AsUInt32();
        even.GetLower().StoreUnsafe(ref words);
        odd.GetLower().StoreUnsafe(ref words, 4);
        even.GetUpper().StoreUnsafe(ref words, 8);
        odd.GetUpper().StoreUnsafe(ref words, 12);
    }
}
