using System.Text;

namespace Epoche.Cli.Play;

/// <summary>
/// The terminal as a screen for a game, with lines of text beside it, or below it where the terminal is narrow. Disposing gives the
/// terminal back as it was.
/// </summary>
internal sealed class TerminalScreen : IDisposable
{
    public const int PanelWidth = 30;

    /// <summary>How many lines are left for the text where it stands below the picture: an agent of two actions fills them.</summary>
    public const int PanelHeight = 10;

    private const int SmallestSide = 16, TallestPicture = 120;

    private readonly TextWriter _output;
    private readonly StringBuilder _text = new();
    private readonly int _rows;
    private readonly bool _isNarrow;

    /// <param name="output">The terminal.</param>
    /// <param name="columns">How many characters wide it is.</param>
    /// <param name="rows">How many lines it has.</param>
    /// <param name="aspectRatio">Width over height of the picture.</param>
    public TerminalScreen(TextWriter output, int columns, int rows, double aspectRatio)
    {
        (_output, _rows, _isNarrow) = (output, rows, columns < 2 * PanelWidth);
        int lines = rows - 1 - (_isNarrow ? PanelHeight : 0);
        int height = Math.Clamp(2 * lines, SmallestSide, TallestPicture), width = (int)(height * aspectRatio);
        int widest = Math.Max(SmallestSide, _isNarrow ? columns : columns - PanelWidth);
        Picture = width <= widest ? new(width, height) : new(widest, Math.Max(2, (int)(widest / aspectRatio) / 2 * 2));
        _output.Write("\e[?1049h\e[?25l\e[?7l\e[2J"); // a screen of its own, no cursor, and what is too long is cut, not wrapped
    }

    /// <summary>What to draw on, as large as the terminal allows.</summary>
    public Canvas Picture { get; }

    /// <summary>Shows the picture with the lines to its right, or below it as far as there is room.</summary>
    public void Show(IReadOnlyList<string> lines)
    {
        _text.Clear().Append("\e[H");
        for (int line = 0; line < (Picture.Height + 1) / 2; line++)
        {
            HalfBlocks.AppendLine(_text, Picture, line);
            _text.Append(_isNarrow ? "" : $"  {(line < lines.Count ? lines[line] : "")}").Append("\e[K\r\n");
        }

        for (int line = 0; _isNarrow && line < Math.Min(lines.Count, _rows - 1 - ((Picture.Height + 1) / 2)); line++)
        {
            _text.Append(lines[line]).Append("\e[K\r\n");
        }

        _output.Write(_text);
        _output.Flush();
    }

    public void Dispose()
    {
        _output.Write("\e[?7h\e[?25h\e[?1049l");
        _output.Flush();
    }
}
