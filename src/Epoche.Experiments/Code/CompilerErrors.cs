using System.Globalization;
using System.Text.RegularExpressions;

namespace Epoche.Experiments;

/// <summary>What a build says when it fails.</summary>
internal static partial class CompilerErrors
{
    private const int Most = 3, Lines = 5;

    /// <summary>The first errors, with the places of the user's own file; none where the text has none.</summary>
    /// <param name="text">What <c>dotnet build</c> wrote.</param>
    /// <param name="built">The file that was built.</param>
    /// <param name="source">The file that it is a copy of.</param>
    public static IReadOnlyList<string> In(string text, string built, string source)
    {
        string[] all =
        [
            .. text.Split('\n', StringSplitOptions.TrimEntries)
                .Where(line => Error().IsMatch(line))
                .Select(line => Project().Replace(line, "").Replace(built, source, StringComparison.Ordinal))
                .Distinct(), // a build repeats them at its end
        ];
        return all.Length <= Most ? all : [.. all[..Most], string.Create(CultureInfo.InvariantCulture, $"… and {all.Length - Most} more")];
    }

    /// <summary>The end of it.</summary>
    public static IEnumerable<string> LastLines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).TakeLast(Lines);

    [GeneratedRegex(@"(^|: )error [A-Z]+\d+: ", RegexOptions.CultureInvariant)]
    private static partial Regex Error();

    [GeneratedRegex(@" \[[^\]]*\.csproj\]$", RegexOptions.CultureInvariant)]
    private static partial Regex Project();
}
