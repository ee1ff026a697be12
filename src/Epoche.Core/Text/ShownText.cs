using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Epoche;

/// <summary>
/// What <c>$"…"</c> becomes where a line is written for people: what stands in its holes is of a file or a user, and is one line
/// (<see cref="Shown.Text"/>). <c>{text:lines}</c> is a text of several.
/// </summary>
[InterpolatedStringHandler]
internal ref struct ShownText
{
    private const string SeveralLines = "lines";

    private readonly StringBuilder _text;

    public ShownText(int literalLength, int formattedCount) => _text = new(literalLength + (8 * formattedCount));

    public readonly void AppendLiteral(string value) => _text.Append(value);

    public readonly void AppendFormatted(string? value) => _text.Append(Shown.Text(value ?? ""));

    public readonly void AppendFormatted<T>(T value) => AppendFormatted(Written(value, null));

    public readonly void AppendFormatted<T>(T value, string? format)
    {
        if (format == SeveralLines)
        {
            _text.Append(Shown.Lines(Written(value, null)));
        }
        else
        {
            AppendFormatted(Written(value, format));
        }
    }

    public readonly void AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, null);

    public readonly void AppendFormatted<T>(T value, int alignment, string? format)
    {
        string shown = Shown.Text(Written(value, format));
        _text.Append(alignment < 0 ? shown.PadRight(-alignment) : shown.PadLeft(alignment));
    }

    /// <inheritdoc/>
    public override readonly string ToString() => _text.ToString();

    internal static string Written<T>(T value, string? format) =>
        (value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString()) ?? "";
}
