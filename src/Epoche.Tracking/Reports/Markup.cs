using System.Globalization;
using System.Text;

namespace Epoche.Tracking.Reports;

/// <summary>Text that becomes part of a page.</summary>
internal static class Markup
{
    /// <summary>
    /// A text as it stands, in content or in an attribute in quotes. Control characters are written out, and what pages may not hold is
    /// left out; half of a pair of UTF-16 becomes the sign for what cannot be shown.
    /// </summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        string shown = Shown.Lines(text);
        for (int i = 0; i < shown.Length; i++)
        {
            char letter = shown[i];
            if (char.IsSurrogate(letter))
            {
                bool isPair = i + 1 < shown.Length && char.IsSurrogatePair(letter, shown[i + 1]);
                _ = isPair ? escaped.Append(letter).Append(shown[++i]) : escaped.Append('\uFFFD');
                continue;
            }

            _ = letter switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                '\uFFFE' or '\uFFFF' => escaped,
                _ => escaped.Append(letter),
            };
        }

        return escaped.ToString();
    }

    /// <summary>A coordinate, to a tenth.</summary>
    public static string Coordinate(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A number that reads back nearly as it was, for the script.</summary>
    public static string Value(double value) => double.IsFinite(value) ? value.ToString("G6", CultureInfo.InvariantCulture) : "";
}
