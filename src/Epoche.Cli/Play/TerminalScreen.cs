using System.Text;

namespace Epoche.Cli.Play;

/// <summary>The terminal as a screen for a game, with lines of text beside it. Disposing gives the terminal back as it was.</summary>
internal sealed class TerminalScreen : IDisposable
{
    public const int PanelWidth = 30;

    private const int SmallestSide = 16, TallestPicture = 120;

    private readonly TextWriter _output;
    private readonly StringBuilder _text = new();

    /// <param name="output">The terminal.</param>
    /// <param name="columns">How many characters wide it is.</param>
    /// <param name="rows">How many lines it has.</param>
    /// <param name="aspectRatio">Width over height of the picture.</param>
    public TerminalScreen(TextWriter output, int columns, int rows, double aspectRatio)
    {
        _output = output;
        int height = Math.Clamp(2 * (rows - 1), SmallestSide, TallestPicture), width = (int)(height * aspectRatio);
        int widest = Math.Max(SmallestSide, columns - PanelWidth);
        Picture = width <= widest ? new(width, height) : new(widest, Math.Max(2, (int)(widest / aspectRatio) / 2 * 2));
        _output.Write("\e[?1049h\e[?25l\e[2J"); // a screen of its own, no cursor
    }

    /// <summary>What to draw on, as large as the terminal allows.</summary>
    public Canvas Picture { get; }

    /// <summary>Shows the picture with the lines to its right.</summary>
    public void Show(IReadOnlyList<string> lines)
    {
        _text.Clear().Append("\e[H");
        for (int line = 0; line < (Picture.Height + 1) / 2; line++)
        {
            HalfBlocks.AppendLine(_text, Picture, line);
            _text.Append("  ").Append(line < lines.Count ? lines[line] : "").Append("\e[K\r\n");
        }

        _output.Write(_text);
        _output.Flush();
    }

    public void Dispose()
    {
        _output.Write("\e[?25h\e[?1049l");
        _output.Flush();
    }
}
