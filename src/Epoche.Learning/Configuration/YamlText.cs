using System.Buffers;
using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>How scalars, numbers and comments are spelled in YAML.</summary>
internal static class YamlText
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(Letters + "0123456789._/+- ");

    /// <summary>A text: plain where no reader could take it for something else, otherwise in quotes.</summary>
    internal static string Scalar(string text)
    {
        bool isPlain = text.Length > 0 && char.IsAsciiLetter(text[0]) && IsPlain(text)
            && text.ToLowerInvariant() is not ("null" or "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n");
        return isPlain ? text : Quote(text);
    }

    /// <summary>Whether a scalar that was plain where it was read can stand plain anywhere, flow lists included.</summary>
    internal static bool IsPlain(string text) => text.Length > 0 && text[^1] != ' ' && text.AsSpan().IndexOfAnyExcept(PlainCharacters) < 0;

    /// <summary>A text in double quotes.</summary>
    internal static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append(@"\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < 0x20 or (>= 0x7F and < 0xA0) or 0x2028 or 0x2029 or 0xFEFF =>
                    quoted.Append("\\u").Append(rune.Value.ToString("X4", CultureInfo.InvariantCulture)),
                _ => quoted.Append(rune.ToString()),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A comment's text on one line.</summary>
    internal static string Comment(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' ? ' ' : c)).Trim();

    /// <summary>A number as .NET writes it, with a point, without which YAML 1.1 takes 1E-05 for a text.</summary>
    internal static string Number(string text)
    {
        switch (text)
        {
            case "NaN":
                return ".nan";
            case "Infinity":
                return ".inf";
            case "-Infinity":
                return "-.inf";
        }

        int exponent = text.IndexOf('E');
        string mantissa = exponent < 0 ? text : text[..exponent];
        string tail = exponent < 0 ? "" : "e" + text[(exponent + 1)..];
        return (mantissa.Contains('.') ? mantissa : mantissa + ".0") + tail;
    }
}
