using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Epoche.Kernels;
using Epoche.Randomness;

namespace Epoche;

/// <content>Many numbers at once.</content>
public partial struct Rng
{
    private const int Pairs = 64; // normal numbers are made in groups of so many; a multiple of 16
    private const int NormalPart = 8192; // normal numbers that a thread makes at a time

    /// <summary>Random words, the same that <see cref="NextUInt32"/> gives one by one. Takes as many as there is room.</summary>
    public void Fill(Span<uint> words)
    {
        int i = 0;
        while (i < words.Length && ((_position & 3) != 0 || words.Length - i < 4))
        {
            words[i++] = NextUInt32();
        }

        int whole = (words.Length - i) & ~3;
        Philox.Blocks(_key, _position >> 2, words.Slice(i, whole));
        _position += (ulong)whole;
        i += whole;
        while (i < words.Length)
        {
            words[i++] = NextUInt32();
        }
    }

    /// <summary>
    /// Uniform in [<paramref name="low"/>, <paramref name="high"/>), the same numbers that <see cref="NextSingle(float, float)"/>
    /// gives one by one. Takes 1 word each.
    /// </summary>
    /// <exception cref="ArgumentException">The difference of the ends is not finite.</exception>
    public void FillUniform(Span<float> values, float low = 0, float high = 1)
    {
        RequireWidth(low, high);
        Fill(MemoryMarshal.Cast<float, uint>(values));
        Elementwise.Apply<Draws.Uniform>(values, low, high, values);
    }

    /// <summary>
    /// Normal with this mean and standard deviation, in pairs by Box and Muller (1958): from two words r = √(−2 ln u) and an angle θ, then
    /// r·cos θ and r·sin θ. Takes 2 words for each pair, a last half pair included: n rounded up to even. Threads share long
    /// spans; the numbers are the same.
    /// </summary>
    /// <exception cref="ArgumentException">The mean or the deviation is not finite, or the deviation is negative.</exception>
    public void FillNormal(Span<float> values, float mean = 0, float deviation = 1)
    {
        if (!(float.IsFinite(mean) && float.IsFinite(deviation) && deviation >= 0))
        {
            throw new ArgumentException(
                $"Normal numbers have a finite mean, and a finite deviation of 0 or more; received {mean} and {deviation}.",
                nameof(deviation));
        }

        int parts = (values.Length + NormalPart - 1) / NormalPart;
        if (parts > 1)
        {
            Workers.For(parts, new NormalParts { Values = values, Start = this, Mean = mean, Deviation = deviation });
            this = new Rng(_key, _position + (((ulong)values.Length + 1) & ~1ul));
            return;
        }

        if (values.Length >= 2 * NormalBlocks.Unit && NormalBlocks.IsSupported && (_position & 1) == 0)
        {
            int half = (int)(_position & 3); // 2 numbers of a block that is begun, or none
            FillFewNormal(values[..half], mean, deviation);
            int whole = (values.Length - half) & -NormalBlocks.Unit;
            NormalBlocks.Fill(_key, _position >> 2, values.Slice(half, whole), mean, deviation);
            _position += (ulong)whole;
            values = values[(half + whole)..];
        }

        FillFewNormal(values, mean, deviation);
    }

    [SkipLocalsInit]
    private void FillFewNormal(Span<float> values, float mean, float deviation)
    {
        Span<uint> words = stackalloc uint[2 * Pairs];
        Span<float> first = stackalloc float[Pairs], second = stackalloc float[Pairs];
        Span<uint> radii = MemoryMarshal.Cast<float, uint>(first), angles = MemoryMarshal.Cast<float, uint>(second);
        while (!values.IsEmpty)
        {
            int pairs = Math.Min((values.Length + 1) / 2, Pairs);
            Fill(words[..(2 * pairs)]);
            for (int i = 0; i < pairs; i++)
            {
                (radii[i], angles[i]) = (words[2 * i], words[(2 * i) + 1]);
            }

            Draws.Normal(first[..((pairs + 15) & ~15)], second[..((pairs + 15) & ~15)], mean, deviation);
            for (int i = 0; i < values.Length / 2 && i < pairs; i++)
            {
                (values[2 * i], values[(2 * i) + 1]) = (first[i], second[i]);
            }

            if (values.Length < 2 * pairs)
            {
                values[^1] = first[pairs - 1];
            }

            values = values[Math.Min(2 * pairs, values.Length)..];
        }
    }

    /// <summary>
    /// Uniform in 0 … <paramref name="count"/> − 1, the same numbers that <see cref="NextInt"/> gives one by one. Takes 1 word
    /// each and the rare rejected ones.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    [SkipLocalsInit]
    public void FillIntegers(Span<int> values, int count)
    {
        CountChecks.AtLeast(1, count);
        Span<uint> words = stackalloc uint[2 * Pairs];
        uint range = (uint)count, threshold = Threshold(range);
        while (!values.IsEmpty)
        {
            // Every value takes at least a word, so as many words as there are values left are never too many.
            Span<uint> drawn = words[..Math.Min(values.Length, words.Length)];
            Fill(drawn);
            int filled = 0;
            foreach (uint word in drawn)
            {
                ulong product = (ulong)word * range;
                values[filled] = (int)(product >> 32);
                filled += (uint)product < threshold ? 0 : 1;
            }

            values = values[filled..];
        }
    }

    private ref struct NormalParts : IParallelBody
    {
        public Span<float> Values;
        public Rng Start;
        public float Mean, Deviation;

        public readonly void Run(int part)
        {
            int start = part * NormalPart;
            new Rng(Start._key, Start._position + (ulong)start)
                .FillNormal(Values.Slice(start, Math.Min(NormalPart, Values.Length - start)), Mean, Deviation);
        }
    }
}
