using System.Globalization;

namespace Epoche;

/// <summary>
/// Numbers as people write them, in files and arguments alike: <c>20000</c>, <c>20_000</c>, <c>2e4</c>,
/// <c>64.0</c>. Never by the culture's rules.
/// </summary>
public static class ConfigNumber
{
    private const int MostCharacters = 64;

    /// <summary>Reads a whole number.</summary>
    /// <param name="text">What was written. An underscore counts only between digits.</param>
    /// <param name="value">The number; 0 where there is none.</param>
    /// <returns>False where the text is not a whole number.</returns>
    public static bool TryWhole(string text, out Int128 value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = 0;
        if (Plain(text) is not { } plain)
        {
            return false;
        }

        if (Int128.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        // 1e6, 2.5e3 and 64.0 are whole numbers too; decimal is exact as far as it reaches.
        if (decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact) && decimal.IsInteger(exact))
        {
            value = (Int128)exact;
            return true;
        }

        return false;
    }

    /// <summary>Reads a number in double precision, which may be infinite or NaN.</summary>
    /// <param name="text">What was written. An underscore counts only between digits.</param>
    /// <param name="value">The number; 0 where there is none.</param>
    /// <returns>False where the text is not a number.</returns>
    public static bool TryReal(string text, out double value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = 0;
        return Plain(text) is { } plain && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>
    /// The text without the underscores between its digits; null where one stands elsewhere, or where there are blanks around it.
    /// </summary>
    internal static string? Plain(string text)
    {
        if (text.Length is 0 or > MostCharacters || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
        {
            return null;
        }

        for (int i = text.IndexOf('_'); i >= 0; i = text.IndexOf('_', i + 1))
        {
            if (i == 0 || i == text.Length - 1 || !char.IsAsciiDigit(text[i - 1]) || !char.IsAsciiDigit(text[i + 1]))
            {
                return null;
            }
        }

        return text.Replace("_", "", StringComparison.Ordinal);
    }
}
