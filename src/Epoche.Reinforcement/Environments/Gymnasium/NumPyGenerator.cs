using System.Numerics;

namespace Epoche;

/// <summary>
/// The random numbers of NumPy's default generator: a SeedSequence that seeds PCG64 (O'Neill 2014; 128-bit state, XSL-RR output). Only for
/// following trajectories of programs that use NumPy, such as Gymnasium's; everything else draws from <see cref="Rng"/>.
/// </summary>
public sealed class NumPyGenerator
{
    private static readonly UInt128 Multiplier = new(0x2360ED051FC65DA4, 0x4385DF649FCCF645);

    private readonly UInt128 _increment;
    private UInt128 _state;

    /// <summary>What <c>numpy.random.default_rng(seed)</c> makes.</summary>
    public NumPyGenerator(ulong seed)
    {
        Span<ulong> words = stackalloc ulong[4];
        SeedSequence(seed, words);
        _increment = (new UInt128(words[2], words[3]) << 1) | 1;
        Advance();
        _state += new UInt128(words[0], words[1]);
        Advance();
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        Advance();
        ulong high = (ulong)(_state >> 64), low = (ulong)_state;
        return BitOperations.RotateRight(high ^ low, (int)(high >> 58));
    }

    /// <summary>Uniform in [0, 1), 53 bits: <c>generator.random()</c>.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high): <c>generator.uniform(low, high)</c>.</summary>
    public double Uniform(double low, double high) => low + ((high - low) * NextDouble());

    private void Advance() => _state = unchecked((_state * Multiplier) + _increment);

    /// <summary>
    /// Spreads a seed over 256 bits (O'Neill 2015, "Developing a seed_seq alternative", as NumPy's SeedSequence
    /// has it with a pool of four words).
    /// </summary>
    private static void SeedSequence(ulong seed, Span<ulong> words)
    {
        const int size = 4;
        Span<uint> pool = stackalloc uint[size];
        ReadOnlySpan<uint> entropy = [(uint)seed, (uint)(seed >> 32), 0, 0];
        uint constant = 0x43B0D7E5;
        for (int i = 0; i < size; i++)
        {
            pool[i] = Hash(entropy[i], ref constant, 0x931E8875);
        }

        for (int from = 0; from < size; from++)
        {
            for (int to = 0; to < size; to++)
            {
                if (from != to)
                {
                    uint mixed = unchecked((0xCA01F9DD * pool[to]) - (0x4973F715 * Hash(pool[from], ref constant, 0x931E8875)));
                    pool[to] = mixed ^ (mixed >> 16);
                }
            }
        }

        constant = 0x8B51F9DD;
        for (int i = 0; i < words.Length; i++)
        {
            uint low = Hash(pool[2 * i % size], ref constant, 0x58F38DED);
            words[i] = low | ((ulong)Hash(pool[((2 * i) + 1) % size], ref constant, 0x58F38DED) << 32);
        }
    }

    private static uint Hash(uint value, ref uint constant, uint multiplier)
    {
        value ^= constant;
        constant = unchecked(constant * multiplier);
        value = unchecked(value * constant);
        return value ^ (value >> 16);
    }
}
