using YamlDotNet.Core;

namespace Epoche;

/// <summary>
/// Finds the comments that belong to a key: the lines above it and the rest of its line. The parser drops them (and stumbles over
/// some where it keeps them), so they are taken from the text at the places the parser names. A comment missed is a
/// comment lost, never a value changed.
/// </summary>
internal sealed class ConfigComments(string text)
{
    private readonly string[] _lines = text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>The comment lines directly above a key that begins its line, not reaching into the value before it.</summary>
    internal string Above(Mark key, Mark previousEnd)
    {
        int line = (int)key.Line - 1; // index of the key's own line
        if (line >= _lines.Length || !IsBlank(_lines[line].AsSpan(0, Math.Min((int)key.Column - 1, _lines[line].Length)), allowDash: true))
        {
            return "";
        }

        return Lines(line, previousEnd);
    }

    /// <summary>The comment behind a value, or behind the colon of a key whose value stands on the next lines.</summary>
    internal string Behind(Mark end)
    {
        int line = (int)end.Line - 1;
        if (line < 0 || line >= _lines.Length)
        {
            return "";
        }

        ReadOnlySpan<char> rest = _lines[line].AsSpan(Math.Min((int)end.Column - 1, _lines[line].Length)).TrimStart(": ");
        return rest.StartsWith("#") ? rest[1..].Trim().ToString() : "";
    }

    /// <summary>The comment lines that end the text.</summary>
    internal string AtEnd(Mark lastEnd)
    {
        int end = _lines.Length;
        while (end > 0 && _lines[end - 1].AsSpan().Trim().IsEmpty)
        {
            end--;
        }

        return Lines(end, lastEnd);
    }

    private string Lines(int end, Mark previousEnd)
    {
        int start = end;
        int floor = previousEnd.Equals(Mark.Empty) ? 0 : (int)previousEnd.Line;
        while (start > floor && _lines[start - 1].AsSpan().TrimStart().StartsWith("#"))
        {
            start--;
        }

        return string.Join('\n', _lines[start..end].Select(l => l.Trim()[1..].Trim()));
    }

    private static bool IsBlank(ReadOnlySpan<char> text, bool allowDash) => text.IndexOfAnyExcept(allowDash ? " -" : " ") < 0;
}
