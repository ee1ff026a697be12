using System.Globalization;
using System.Text;

namespace System.Runtime.CompilerServices;

/// <summary>
/// What <c>$"…"</c> becomes in every project of <c>src/</c>: text of the invariant culture. The compiler takes this type instead of the
/// base library's, whose numbers follow the culture of the caller's machine ("50,0% perfect", "[0,5, 1,5]"); so no message, report
/// or file of ours can depend on it.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct DefaultInterpolatedStringHandler
{
    private readonly StringBuilder _text;

    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount) => _text = new(literalLength + (8 * formattedCount));

    public void AppendLiteral(string value) => _text.Append(value);

    public void AppendFormatted(string? value) => _text.Append(value);

    public void AppendFormatted(ReadOnlySpan<char> value) => _text.Append(value);

    public void AppendFormatted(object? value, int alignment = 0, string? format = null) =>
        AppendFormatted<object?>(value, alignment, format);

    public void AppendFormatted<T>(T value) => AppendFormatted(value, format: null);

    public void AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, format: null);

    public void AppendFormatted<T>(T value, string? format) => _text.Append(Text(value, format));

    public void AppendFormatted<T>(T value, int alignment, string? format) =>
        _text.Append(alignment < 0 ? Text(value, format)?.PadRight(-alignment) : Text(value, format)?.PadLeft(alignment));

    public string ToStringAndClear() => _text.ToString();

    private static string? Text<T>(T value, string? format) =>
        value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString();
}
