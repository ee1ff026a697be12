using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Epoche;

/// <summary>
/// SHA-256 after FIPS 180-4, section 6.2, in the standard's names. The message schedule does not depend on the state, so that of eight
/// blocks is computed at once, one block per lane; the rounds go block by block.
/// </summary>
/// <param name="isVectorized">Whether the lanes are those of vectors; else they come one after the other, to the same bits.</param>
internal sealed class ManagedSha256(bool isVectorized)
{
    /// <summary>The length of a hash.</summary>
    public const int HashBytes = 32;

    private const int BlockBytes = 64, Rounds = 64, Lanes = 8, LengthBytes = sizeof(ulong);

    private readonly uint[] _state =
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private readonly byte[] _block = new byte[BlockBytes];
    private ulong _length;

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes (section 4.2.2).
    private static ReadOnlySpan<uint> K =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        int filled = (int)(_length % BlockBytes);
        _length += (ulong)bytes.Length;
        if (filled > 0)
        {
            int taken = Math.Min(bytes.Length, BlockBytes - filled);
            bytes[..taken].CopyTo(_block.AsSpan(filled));
            bytes = bytes[taken..];
            if (filled + taken < BlockBytes)
            {
                return;
            }

            Compress(_state, _block);
        }

        int rest = bytes.Length % BlockBytes;
        Compress(_state, bytes[..^rest]);
        bytes[^rest..].CopyTo(_block);
    }

    /// <summary>The hash of everything added so far.</summary>
    /// <param name="hash">Receives its 32 bytes.</param>
    public void GetCurrentHash(Span<byte> hash)
    {
        // Section 5.1.1: a bit that is set, zeros up to the end of a block, and the length in bits.
        int filled = (int)(_length % BlockBytes);
        Span<byte> last = stackalloc byte[filled < BlockBytes - LengthBytes ? BlockBytes : 2 * BlockBytes];
        last.Clear();
        _block.AsSpan(0, filled).CopyTo(last);
        last[filled] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(last[^LengthBytes..], _length * 8);
        Span<uint> state = stackalloc uint[HashBytes / sizeof(uint)];
        _state.CopyTo(state);
        Compress(state, last);
        for (int i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash[(i * sizeof(uint))..], state[i]);
        }
    }

    private void Compress(Span<uint> state, ReadOnlySpan<byte> blocks)
    {
        Span<uint> schedule = stackalloc uint[Rounds * Lanes];
        while (blocks.Length > 0)
        {
            int count = Math.Min(blocks.Length / BlockBytes, Lanes);
            LoadWords(blocks[..(count * BlockBytes)], schedule);
            if (isVectorized)
            {
                Expand(MemoryMarshal.Cast<uint, Vector256<uint>>(schedule));
            }
            else
            {
                Expand(schedule, count);
            }

            for (int lane = 0; lane < count; lane++)
            {
                RunRounds(state, ref schedule[lane]);
            }

            blocks = blocks[(count * BlockBytes)..];
        }
    }

    /// <summary>The blocks' words as W_0 to W_15; the lanes without a block keep what is there, which nothing reads.</summary>
    private static void LoadWords(ReadOnlySpan<byte> blocks, Span<uint> schedule)
    {
        for (int lane = 0; blocks.Length > 0; lane++)
        {
            for (int t = 0; t < 16; t++)
            {
                schedule[(t * Lanes) + lane] = BinaryPrimitives.ReadUInt32BigEndian(blocks[(t * sizeof(uint))..]);
            }

            blocks = blocks[BlockBytes..];
        }
    }

    /// <summary>W_t + K_t of every lane.</summary>
    private static void Expand(Span<Vector256<uint>> schedule)
    {
        for (int t = 16; t < Rounds; t++)
        {
            Vector256<uint> w15 = schedule[t - 15], w2 = schedule[t - 2];
            Vector256<uint> sigma0 = Rotate(w15, 7) ^ Rotate(w15, 18) ^ (w15 >>> 3);
            Vector256<uint> sigma1 = Rotate(w2, 17) ^ Rotate(w2, 19) ^ (w2 >>> 10);
            schedule[t] = schedule[t - 16] + sigma0 + schedule[t - 7] + sigma1;
            schedule[t - 16] += Vector256.Create(K[t - 16]);
        }

        for (int t = Rounds - 16; t < Rounds; t++)
        {
            schedule[t] += Vector256.Create(K[t]);
        }
    }

    private static void Expand(Span<uint> schedule, int lanes)
    {
        for (int lane = 0; lane < lanes; lane++)
        {
            for (int t = 16; t < Rounds; t++)
            {
                int i = (t * Lanes) + lane;
                uint w15 = schedule[i - (15 * Lanes)], w2 = schedule[i - (2 * Lanes)];
                uint sigma0 = BitOperations.RotateRight(w15, 7) ^ BitOperations.RotateRight(w15, 18) ^ (w15 >> 3);
                uint sigma1 = BitOperations.RotateRight(w2, 17) ^ BitOperations.RotateRight(w2, 19) ^ (w2 >> 10);
                schedule[i] = schedule[i - (16 * Lanes)] + sigma0 + schedule[i - (7 * Lanes)] + sigma1;
            }

            for (int t = 0; t < Rounds; t++)
            {
                schedule[(t * Lanes) + lane] += K[t];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate(Vector256<uint> x, int right) => (x >>> right) | (x << (32 - right));

    private static void RunRounds(Span<uint> state, ref uint words)
    {
        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (int t = 0; t < Rounds; t += 8)
        {
            ref uint w = ref Unsafe.Add(ref words, t * Lanes);
            Round(a, b, c, ref d, e, f, g, ref h, w);
            Round(h, a, b, ref c, d, e, f, ref g, Unsafe.Add(ref w, Lanes));
            Round(g, h, a, ref b, c, d, e, ref f, Unsafe.Add(ref w, 2 * Lanes));
            Round(f, g, h, ref a, b, c, d, ref e, Unsafe.Add(ref w, 3 * Lanes));
            Round(e, f, g, ref h, a, b, c, ref d, Unsafe.Add(ref w, 4 * Lanes));
            Round(d, e, f, ref g, h, a, b, ref c, Unsafe.Add(ref w, 5 * Lanes));
            Round(c, d, e, ref f, g, h, a, ref b, Unsafe.Add(ref w, 6 * Lanes));
            Round(b, c, d, ref e, f, g, h, ref a, Unsafe.Add(ref w, 7 * Lanes));
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    /// <summary>One round; the letters move on by the order of the arguments.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(uint a, uint b, uint c, ref uint d, uint e, uint f, uint g, ref uint h, uint wk)
    {
        uint sum1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
        uint t1 = h + wk + ((e & f) ^ (~e & g)) + sum1;
        uint sum0 = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
        d += t1;
        h = t1 + (sum0 + ((a & b) | (c & (a | b))));
    }
}
