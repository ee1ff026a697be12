using System.Runtime.CompilerServices;
using Epoche.Randomness;

namespace Epoche;

/// <summary>
/// A stream of random numbers: a key and a position (Philox 4×32-10), nothing hidden. Streams are derived from one seed by
/// name, so that adding a consumer shifts no other; the state is two words that a checkpoint stores. Each method says how many 32-bit words
/// of the stream it takes. A mutable struct: pass it by <c>ref</c>, for a copy repeats the same numbers.
/// </summary>
public partial struct Rng
{
    private readonly ulong _key;
    private ulong _position; // in words; block = position / 4
    private Block _block; // what the current block gave; holds nothing that key and position do not

    /// <summary>The main stream of a seed.</summary>
    public Rng(ulong seed)
        : this(seed, 0)
    {
    }

    private Rng(ulong key, ulong position)
    {
        (_key, _position) = (key, position);
        Philox.Block(key, position >> 2, 0, out _block[0], out _block[1], out _block[2], out _block[3]);
    }

    /// <summary>The key that tells this stream from others.</summary>
    public readonly ulong Key => _key;

    /// <summary>How many 32-bit words the stream has given.</summary>
    public readonly ulong Position => _position;

    /// <summary>
    /// The stream with this name and index under a seed, e.g. <c>Rng.Stream(seed, "env", 3)</c>. The same
    /// arguments give the same stream for ever.
    /// </summary>
    public static Rng Stream(ulong seed, string name, int index = 0)
    {
        ArgumentNullException.ThrowIfNull(name);

        // FNV-1a over the name, then one Philox block to mix seed, name and index into a key.
        ulong hash = 14695981039346656037;
        foreach (char c in name)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        Philox.Block(seed, hash, (ulong)(uint)index, out uint r0, out uint r1, out _, out _);
        return new Rng(r0 | ((ulong)r1 << 32), 0);
    }

    /// <summary>
    /// Continues a stream from a checkpoint: the next number is the one that followed when <see cref="Key"/> and
    /// <see cref="Position"/> were read.
    /// </summary>
    public static Rng Restore(ulong key, ulong position) => new(key, position);

    /// <summary>32 random bits. Takes 1 word.</summary>
    public uint NextUInt32()
    {
        int slot = (int)(_position & 3);
        if (slot == 0)
        {
            Philox.Block(_key, _position >> 2, 0, out _block[0], out _block[1], out _block[2], out _block[3]);
        }

        _position++;
        return _block[slot];
    }

    /// <summary>64 random bits. Takes 2 words.</summary>
    public ulong NextUInt64() => NextUInt32() | ((ulong)NextUInt32() << 32);

    /// <summary>Uniform in [0, 1), a multiple of 2⁻²⁴. Takes 1 word.</summary>
    public float NextSingle() => Unit(NextUInt32());

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³. Takes 2 words.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>). Takes 1 word.</summary>
    /// <exception cref="ArgumentException">The difference of the ends is not finite.</exception>
    public float NextSingle(float low, float high)
    {
        RequireWidth(low, high);
        float value = low + ((high - low) * NextSingle());
        return value < high || low >= high ? value : MathF.BitDecrement(high); // rounding may reach the excluded end
    }

    /// <summary>
    /// Normal with this mean and standard deviation: the first of a pair by Box and Muller, as in <see cref="FillNormal"/>. Takes 2 words.
    /// </summary>
    /// <exception cref="ArgumentException">The mean or the deviation is not finite, or the deviation is negative.</exception>
    public float NextNormal(float mean = 0, float deviation = 1)
    {
        float value = 0;
        FillNormal(new Span<float>(ref value), mean, deviation);
        return value;
    }

    /// <summary>True with this probability. Takes 2 words.</summary>
    /// <param name="probability">From 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is outside of its range, or NaN.</exception>
    public bool NextBoolean(double probability = 0.5) => probability is >= 0 and <= 1
        ? NextDouble() < probability
        : throw new ArgumentOutOfRangeException(nameof(probability), $"probability is {probability}; expected 0 to 1.");

    /// <summary>
    /// Uniform in 0 … <paramref name="count"/> − 1, without bias (Lemire 2019). Takes 1 word, and another with each rejection, whose
    /// probability is below count/2³².
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public int NextInt(int count)
    {
        CountChecks.AtLeast(1, count);
        uint range = (uint)count;
        ulong product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            uint threshold = Threshold(range);
            while ((uint)product < threshold)
            {
                product = (ulong)NextUInt32() * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>2³² mod range: products whose low half lies below would favour some results (Lemire 2019).</summary>
    private static uint Threshold(uint range) => (0u - range) % range;

    /// <summary>An infinite width would make every number the upper end.</summary>
    private static void RequireWidth(float low, float high)
    {
        if (!float.IsFinite(high - low))
        {
            throw new ArgumentException(
                $"Uniform numbers lie between two ends whose difference is finite; received {low} and {high}.", nameof(high));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Unit(uint word) => (word >> 8) * (1f / (1 << 24));

    [InlineArray(4)]
    private struct Block
    {
        private uint _first;
    }
}
