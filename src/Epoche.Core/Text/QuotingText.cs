using System.Runtime.CompilerServices;
using System.Text;

namespace Epoche;

/// <summary>
/// What <c>$"…"</c> becomes as the message of an error, which may have several lines: what stands between single quotes,
/// <c>'{name}'</c>, is the word of a file or a user, and is one line (<see cref="Shown.Quote"/>). A long one is cut in its middle.
/// </summary>
[InterpolatedStringHandler]
internal ref struct QuotingText
{
    private readonly StringBuilder _text;
    private bool _isQuoted;

    public QuotingText(int literalLength, int formattedCount) => _text = new(literalLength + (8 * formattedCount));

    public void AppendLiteral(string value)
    {
        for (int i = value.IndexOf('\''); i >= 0; i = value.IndexOf('\'', i + 1))
        {
            // That of "the run's folder" opens nothing: a letter, or a name, stands before it.
            _isQuoted = !_isQuoted && (i == 0 ? _text.Length == 0 : !char.IsLetterOrDigit(value[i - 1]));
        }

        _text.Append(value);
    }

    public readonly void AppendFormatted(string? value) =>
        _text.Append(_isQuoted ? Shown.Quote(value ?? "") : Shown.Error(value ?? ""));

    public readonly void AppendFormatted<T>(T value) => AppendFormatted(ShownText.Written(value, null));

    public readonly void AppendFormatted<T>(T value, string? format) => AppendFormatted(ShownText.Written(value, format));

    /// <inheritdoc/>
    public override readonly string ToString() => Shown.Cut(_text.ToString(), Shown.LongestMessage);
}
