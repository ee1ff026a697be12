using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Epoche.Kernels;

namespace Epoche;

/// <content>Many numbers at once.</content>
public partial struct Rng
{
    private const int Chunk = 64;

    /// <summary>Random words, the same that <see cref="NextUInt32"/> gives one by one. Takes as many as there is room.</summary>
    public void Fill(Span<uint> words)
    {
        int i = 0;
        while (i < words.Length && ((_position & 3) != 0 || words.Length - i < 4))
        {
            words[i++] = NextUInt32();
        }

        // Whole blocks, each independent of the others.
        int blocks = (words.Length - i) / 4;
        for (int block = 0; block < blocks; block++, i += 4)
        {
            Randomness.Philox.Block(_key, (_position >> 2) + (ulong)block, 0, out words[i], out words[i + 1], out words[i + 2], out words[i + 3]);
        }

        _position += 4 * (ulong)blocks;
        while (i < words.Length)
        {
            words[i++] = NextUInt32();
        }
    }

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>), the same numbers that <see cref="NextSingle(float, float)"/> gives one by one. Takes 1 word each.</summary>
    public void FillUniform(Span<float> values, float low = 0, float high = 1)
    {
        Span<uint> words = stackalloc uint[2 * Chunk];
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, words.Length);
            Fill(words[..count]);
            for (int i = 0; i < count; i++)
            {
                float value = low + ((high - low) * Unit(words[i]));
                values[i] = value < high || low >= high ? value : MathF.BitDecrement(high);
            }

            values = values[count..];
        }
    }

    /// <summary>
    /// Normal with this mean and standard deviation, in pairs by Box and Muller (1958): from two words r = √(−2 ln u) and an angle θ, then r·cos θ
    /// and r·sin θ. Takes 2 words for each pair, a last half pair included: n rounded up to even.
    /// </summary>
    public void FillNormal(Span<float> values, float mean = 0, float deviation = 1)
    {
        Span<uint> words = stackalloc uint[2 * Chunk];
        Span<float> radius = stackalloc float[Chunk], cos = stackalloc float[Chunk], sin = stackalloc float[Chunk];
        while (!values.IsEmpty)
        {
            int pairs = Math.Min((values.Length + 1) / 2, Chunk);
            Fill(words[..(2 * pairs)]);
            for (int i = 0; i < pairs; i++)
            {
                // u in (0, 1] with all 32 bits, so that small u, which make the large values, are not few; θ in [−π, π].
                radius[i] = MathF.FusedMultiplyAdd(words[2 * i], 1f / (1L << 32), 1f / (1L << 33));
                cos[i] = (int)words[(2 * i) + 1] * (MathF.PI / (1L << 31));
            }

            BoxMuller(radius[..pairs], cos, sin, deviation);
            for (int i = 0; i < pairs; i++)
            {
                values[2 * i] = MathF.FusedMultiplyAdd(radius[i], cos[i], mean);
                if ((2 * i) + 1 < values.Length)
                {
                    values[(2 * i) + 1] = MathF.FusedMultiplyAdd(radius[i], sin[i], mean);
                }
            }

            values = values[Math.Min(2 * pairs, values.Length)..];
        }
    }

    /// <summary>Uniform in 0 … <paramref name="count"/> − 1, the same numbers that <see cref="NextInt"/> gives one by one. Takes 1 word each and the rare rejected ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public void FillIntegers(Span<int> values, int count)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = NextInt(count);
        }
    }

    /// <summary>Replaces u by the radius and the angle in <paramref name="cos"/> by its cosine and sine.</summary>
    private static void BoxMuller(Span<float> radius, Span<float> cos, Span<float> sin, float scale)
    {
        Elementwise.Apply<Logarithm>(radius, radius);
        Elementwise.Apply<Multiply>(radius, -2, radius);
        Elementwise.Apply<SquareRoot>(radius, radius);
        Elementwise.Apply<Multiply>(radius, scale, radius);
        Elementwise.Apply<Sine>(cos[..radius.Length], sin[..radius.Length]);
        Elementwise.Apply<Cosine>(cos[..radius.Length], cos[..radius.Length]);
    }
}
