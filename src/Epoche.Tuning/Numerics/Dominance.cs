namespace Epoche.Tuning;

/// <summary>Pareto dominance of losses.</summary>
internal static class Dominance
{
    /// <summary>Whether one is nowhere worse than another, and somewhere better.</summary>
    public static bool Dominates(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        bool isBetter = false;
        for (int i = 0; i < one.Length; i++)
        {
            if (one[i] > other[i])
            {
                return false;
            }

            isBetter |= one[i] < other[i];
        }

        return isBetter;
    }
}
