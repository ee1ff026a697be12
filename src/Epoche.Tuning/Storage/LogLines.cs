namespace Epoche.Tuning;

/// <summary>What is asked of lines before they are appended.</summary>
internal static class LogLines
{
    /// <exception cref="ArgumentException">A line is null, empty or has a line break.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="after"/> is negative.</exception>
    public static void Require(IReadOnlyList<string> lines, long after)
    {
        ArgumentNullException.ThrowIfNull(lines);
        Elements.RequireNoNull(lines, nameof(lines));
        CountChecks.AtLeast(0, after);
        if (lines.Any(line => line.Length == 0 || line.AsSpan().ContainsAny('\n', '\r')))
        {
            throw new ArgumentException("A line has text and no line break; received another one.", nameof(lines));
        }
    }
}
