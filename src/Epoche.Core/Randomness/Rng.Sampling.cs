using System.Runtime.CompilerServices;
using Epoche.Kernels;

namespace Epoche;

/// <content>Orders and choices.</content>
public partial struct Rng
{
    /// <summary>
    /// Brings values into a random order (Fisher and Yates), each order equally likely. Takes n − 1 words and the rare rejected ones.
    /// </summary>
    [SkipLocalsInit]
    public void Shuffle<T>(Span<T> values)
    {
        Span<uint> words = stackalloc uint[2 * Pairs];
        int last = values.Length - 1;
        while (last > 0)
        {
            // As in FillIntegers: each exchange takes at least a word.
            Span<uint> drawn = words[..Math.Min(last, words.Length)];
            Fill(drawn);
            foreach (uint word in drawn)
            {
                uint range = (uint)last + 1;
                ulong product = (ulong)word * range;
                if ((uint)product >= range || (uint)product >= Threshold(range))
                {
                    int other = (int)(product >> 32);
                    (values[last], values[other]) = (values[other], values[last]);
                    last--;
                }
            }
        }
    }

    /// <summary>Fills the span with 0 … n − 1 in random order; see <see cref="Shuffle"/>.</summary>
    public void Permutation(Span<int> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i;
        }

        Shuffle(values);
    }

    /// <summary>
    /// Fills the span with k different numbers of 0 … <paramref name="count"/> − 1, every ordered choice equally likely. Takes 2k − 1 words
    /// and the rare rejected ones; where k² &gt; 64·count, at most count + k. Allocates nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is smaller than the span is long.</exception>
    public void Choice(Span<int> chosen, int count)
    {
        CountChecks.AtLeast(chosen.Length, count);
        if ((long)chosen.Length * chosen.Length <= 64L * count)
        {
            // Floyd's algorithm (Bentley and Floyd 1987): the search among the chosen is short.
            for (int i = 0; i < chosen.Length; i++)
            {
                int last = count - chosen.Length + i, candidate = NextInt(last + 1);
                chosen[i] = chosen[..i].Contains(candidate) ? last : candidate;
            }
        }
        else
        {
            // Selection sampling (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S).
            for (int i = 0, taken = 0; taken < chosen.Length; i++)
            {
                if (NextInt(count - i) < chosen.Length - taken)
                {
                    chosen[taken++] = i;
                }
            }
        }

        Shuffle(chosen);
    }

    /// <summary>An index with a probability proportional to its weight. Takes 2 words.</summary>
    /// <exception cref="ArgumentException">A weight is negative, infinite or NaN, or all are 0.</exception>
    public int Choice(ReadOnlySpan<float> weights)
    {
        double sum = Total(weights, 1), point = NextDouble() * sum, reached = 0;
        int last = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                reached += weights[i];
                last = i;
                if (point < reached)
                {
                    break;
                }
            }
        }

        return last;
    }

    /// <summary>
    /// Fills the span with k different indices, drawn one after the other with probabilities proportional to the weights that are left
    /// (Efraimidis and Spirakis 2006: the k smallest of −ln(u)/weight, in rising order). Takes 2 words for each weight.
    /// </summary>
    /// <exception cref="ArgumentException">A weight is negative, infinite or NaN, or fewer than k are positive.</exception>
    public void Choice(Span<int> chosen, ReadOnlySpan<float> weights)
    {
        Total(weights, chosen.Length);
        Span<double> keys = chosen.Length <= 256 ? stackalloc double[chosen.Length] : new double[chosen.Length];
        int taken = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            double u = 1 - NextDouble();
            if (weights[i] == 0 || chosen.IsEmpty)
            {
                continue;
            }

            double key = -ScalarMath.Log(u) / weights[i];
            if (taken == chosen.Length && key >= keys[taken - 1])
            {
                continue;
            }

            int place = taken < chosen.Length ? taken++ : taken - 1;
            for (; place > 0 && keys[place - 1] > key; place--)
            {
                (keys[place], chosen[place]) = (keys[place - 1], chosen[place - 1]);
            }

            (keys[place], chosen[place]) = (key, i);
        }
    }

    private static double Total(ReadOnlySpan<float> weights, int needed)
    {
        double sum = 0;
        int positive = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || float.IsInfinity(weights[i]))
            {
                throw new ArgumentException($"Weights must be finite and not negative; weight {i} is {weights[i]}.", nameof(weights));
            }

            sum += weights[i];
            positive += weights[i] > 0 ? 1 : 0;
        }

        return positive >= needed
            ? sum
            : throw new ArgumentException(
                $"A choice of {needed} needs as many positive weights; received {positive} among {weights.Length}.", nameof(weights));
    }
}
