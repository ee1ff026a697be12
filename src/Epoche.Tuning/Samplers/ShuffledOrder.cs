using Epoche.Randomness;

namespace Epoche.Tuning;

/// <summary>
/// A random order of 0 … n − 1 of which any element can be computed by itself: a Feistel network over the next power of four, walked until
/// it lands inside (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002).
/// </summary>
internal static class ShuffledOrder
{
    private const int Rounds = 4;

    /// <param name="index">Which element.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="seed">Of the order.</param>
    public static long At(ulong index, ulong count, ulong seed)
    {
        int half = 1;
        while (half < 32 && 1UL << (2 * half) < count)
        {
            half++;
        }

        ulong mask = (1UL << half) - 1, place = index;
        do
        {
            ulong left = place >> half, right = place & mask;
            for (int round = 0; round < Rounds; round++)
            {
                Philox.Block(seed, right, (ulong)round, out uint mixed, out _, out _, out _);
                (left, right) = (right, left ^ (mixed & mask));
            }

            place = (left << half) | right;
        }
        while (place >= count);
        return (long)place;
    }
}
