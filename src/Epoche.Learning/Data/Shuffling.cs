namespace Epoche;

/// <summary>Orders drawn by chance.</summary>
internal static class Shuffling
{
    /// <summary>Fills <paramref name="order"/> with 0 … length − 1 in a random order (Fisher and Yates, as in Durstenfeld 1964).</summary>
    internal static void Fill(Span<int> order, ref Rng random)
    {
        for (int i = 0; i < order.Length; i++)
        {
            // The inside-out form: one pass over memory that is not initialized yet.
            int j = random.NextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
    }
}
