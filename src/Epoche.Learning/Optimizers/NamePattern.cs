namespace Epoche;

/// <summary>Matches names of parameters.</summary>
internal static class NamePattern
{
    /// <summary>Whether a name is one that a pattern stands for; see <see cref="ParameterGroup"/>.</summary>
    public static bool Matches(string pattern, string name) => pattern.AsSpan().ContainsAny('*', '?')
        ? MatchesGlob(pattern, name)
        : name.StartsWith(pattern, StringComparison.Ordinal) && (name.Length == pattern.Length || name[pattern.Length] == '/');

    /// <summary>Greedy, with one place to come back to: linear in the name for each star, whatever the pattern.</summary>
    private static bool MatchesGlob(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, behind = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, behind) = (p++, n);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[n]))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                (p, n) = (star + 1, ++behind);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
