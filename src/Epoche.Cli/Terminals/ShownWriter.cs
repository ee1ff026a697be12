using System.Text;

namespace Epoche.Cli.Terminals;

/// <summary>
/// The one way by which text reaches a person: control characters are shown, not sent, whatever file or user they came from. A line that
/// is written as <c>$"…"</c> stays one line.
/// </summary>
/// <param name="output">Where it goes.</param>
internal sealed class ShownWriter(TextWriter output) : TextWriter
{
    /// <summary>For styling of our own, which only a terminal gets.</summary>
    public TextWriter Raw => output;

    public override Encoding Encoding => output.Encoding;

    public override void Write(char value)
    {
        if (value == '\n')
        {
            output.Write(value);
        }
        else
        {
            output.Write(Shown.Text(value.ToString()));
        }
    }

    public override void Write(string? value) => output.Write(Shown.Lines(value ?? ""));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void WriteLine() => output.WriteLine();

    public override void WriteLine(string? value) => output.WriteLine(Shown.Lines(value ?? ""));

    public void WriteLine(ShownText line) => output.WriteLine(line.ToString());

    public override void Flush() => output.Flush();
}
