using System.Runtime.CompilerServices;
using Epoche.Randomness;

namespace Epoche;

/// <summary>
/// A stream of random numbers: a key and a counter (Philox 4×32-10), nothing hidden. Streams are derived from one seed by
/// name, so that adding a consumer shifts no other; the state is two words that a checkpoint stores. A mutable struct: pass it by <c>ref</c>.
/// </summary>
public struct Rng
{
    private readonly ulong _key;
    private ulong _position; // in 32-bit words; block = position / 4

    /// <summary>The main stream of a seed.</summary>
    public Rng(ulong seed)
        : this(seed, 0)
    {
    }

    internal Rng(ulong key, ulong position) => (_key, _position) = (key, position);

    /// <summary>The key that tells this stream from others.</summary>
    public readonly ulong Key => _key;

    /// <summary>How many 32-bit words the stream has given.</summary>
    public readonly ulong Position => _position;

    /// <summary>The stream with this name and index under a seed, e.g. <c>Rng.Stream(seed, "env", 3)</c>. The same arguments give the same stream for ever.</summary>
    public static Rng Stream(ulong seed, string name, int index = 0)
    {
        // FNV-1a over the name, then one Philox block to mix seed, name and index into a key.
        ulong hash = 14695981039346656037;
        foreach (char c in name)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        Philox.Block(seed, hash, (ulong)(uint)index, out uint r0, out uint r1, out _, out _);
        return new Rng(r0 | ((ulong)r1 << 32), 0);
    }

    /// <summary>Continues a stream from a checkpoint.</summary>
    public static Rng Restore(ulong key, ulong position) => new(key, position);

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        ulong position = _position++;
        Philox.Block(_key, position >> 2, 0, out uint r0, out uint r1, out uint r2, out uint r3);
        return (position & 3) switch { 0 => r0, 1 => r1, 2 => r2, _ => r3 };
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => NextUInt32() | ((ulong)NextUInt32() << 32);

    /// <summary>Uniform in [0, 1), 24 bits.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public float NextSingle(float low, float high) => low + ((high - low) * NextSingle());

    /// <summary>Uniform in 0 … count − 1, without bias (Lemire 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        uint range = (uint)count;
        ulong product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            uint threshold = (0u - range) % range;
            while ((uint)product < threshold)
            {
                product = (ulong)NextUInt32() * range;
            }
        }

        return (int)(product >> 32);
    }
}
