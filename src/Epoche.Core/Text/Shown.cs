using System.Buffers;
using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>
/// Text of a file or a user as people may see it. Characters that a terminal obeys instead of showing them, or that change the order or
/// the lines of what is beside them, are written out: <c>\u001b</c>. In JSON that is the same text.
/// </summary>
internal static class Shown
{
    /// <summary>The most characters of an error's message, and of what one quotes.</summary>
    public const int LongestMessage = 2_000, LongestQuote = 500;

    // Controls (C0, DEL, C1), marks and overrides of direction, separators of lines, and what has no width at all.
    private static readonly SearchValues<char> s_hidden = SearchValues.Create(
    [
        .. Range('\0', '\u001f'), .. Range('\u007f', '\u009f'), '\u061c', '\u200b', '\u200e', '\u200f', .. Range('\u2028', '\u202e'),
        .. Range('\u2060', '\u206f'), '\ufeff', .. Range('\ufff9', '\ufffb'),
    ]);

    /// <summary>A name or another text that is part of a line.</summary>
    public static string Text(string text) => text.AsSpan().ContainsAny(s_hidden) ? Escape(text, keepsLines: false) : text;

    /// <summary>A text of several lines.</summary>
    public static string Lines(string text) => text.AsSpan().ContainsAny(s_hidden) ? Escape(text, keepsLines: true) : text;

    /// <summary>The message of an error, whose quoted names are one line each.</summary>
    public static string Message(QuotingText message) => message.ToString();

    /// <summary>The message of an error: of several lines, and no longer than a person reads.</summary>
    public static string Error(string text) => Cut(Lines(Cut(text, LongestMessage)), LongestMessage);

    /// <summary>What a message quotes, which is one line.</summary>
    public static string Quote(string text) => Cut(Text(Cut(text, LongestQuote)), LongestQuote);

    /// <summary>
    /// The beginning and the end of a text that is too long, with an ellipsis between them: what it is stands at the beginning, and what
    /// helps at the end.
    /// </summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        int end = most / 4, begin = most - end - 3, from = text.Length - end;
        begin -= char.IsHighSurrogate(text[begin - 1]) ? 1 : 0;
        from += char.IsLowSurrogate(text[from]) ? 1 : 0;
        return $"{text[..begin]} … {text[from..]}";
    }

    private static string Escape(string text, bool keepsLines)
    {
        StringBuilder shown = new(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (keepsLines && (c == '\n' || (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')))
            {
                shown.Append(c == '\n' ? "\n" : "");
            }
            else if (s_hidden.Contains(c))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                shown.Append(c);
            }
        }

        return shown.ToString();
    }

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(c => (char)c);
}
