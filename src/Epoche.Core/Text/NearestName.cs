namespace Epoche;

/// <summary>Finds the name somebody probably meant, for error messages.</summary>
public static class NearestName
{
    private const int LongestCompared = 64;

    /// <summary>
    /// The known name closest to the received one, or null if none is near. Distance counts insertions, deletions, replacements and swaps
    /// of neighbours; case, hyphens and underscores do not count. Up to a third of the name's length, at least 2, is near.
    /// Ties go to the name listed first.
    /// </summary>
    public static string? Find(string received, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(received);
        ArgumentNullException.ThrowIfNull(known);
        Elements.RequireNoNull(known, nameof(known));
        string wanted = Fold(received);
        string? nearest = null;
        int best = Math.Max(2, wanted.Length / 3) + 1;
        foreach (string name in known)
        {
            string folded = Fold(name);
            int distance = Distance(wanted, folded);
            // A distance as long as the name itself would turn any short name into any other.
            if (distance < best && distance < Math.Max(wanted.Length, folded.Length))
            {
                (nearest, best) = (name, distance);
            }
        }

        return nearest;
    }

    /// <summary>
    /// Lower-case letters without separators: under this form, <c>RmsProp</c>, <c>rms_prop</c> and <c>rms-prop</c> are one name.
    /// </summary>
    internal static string Fold(string name) => name.Replace("_", "").Replace("-", "").ToLowerInvariant();

    // Optimal string alignment: Levenshtein plus the swap of two neighbours.
    private static int Distance(string a, string b)
    {
        if (a.Length > LongestCompared || b.Length > LongestCompared)
        {
            return a == b ? 0 : int.MaxValue;
        }

        Span<int> beforePrevious = stackalloc int[LongestCompared + 1];
        Span<int> previous = stackalloc int[LongestCompared + 1];
        Span<int> current = stackalloc int[LongestCompared + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                int distance = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    distance = Math.Min(distance, beforePrevious[j - 2] + 1);
                }

                current[j] = distance;
            }

            Span<int> oldest = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = oldest;
        }

        return previous[b.Length];
    }
}
