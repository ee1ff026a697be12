using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>
/// Writes YAML with comments, line by line, the same bytes for the same calls: numbers in their shortest form that reads back as the same
/// bits, texts in quotes where they could be taken for something else, two spaces of indent, <c>\n</c> line ends.
/// </summary>
/// <example>
/// <code>
/// YamlWriter yaml = new();
/// yaml.Comment("How the agent learns.");
/// using (yaml.Map("agent"))
/// {
///     yaml.Value("discount", 0.99f, "per step");
/// }
/// </code>
/// </example>
public sealed class YamlWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _itemPending;

    /// <summary>
    /// The number in its shortest form that reads back as the same bits, also for readers of YAML 1.1:
    /// <c>1.0e-05</c>, <c>3.0</c>, <c>.inf</c>.
    /// </summary>
    public static string Format(float value) => YamlText.Number(value.ToString("R", CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Format(float)"/>
    public static string Format(double value) => YamlText.Number(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>The whole number in digits.</summary>
    public static string Format(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Format(long)"/>
    public static string Format(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Format(long)"/>
    public static string Format(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes comment lines; none for an empty text.</summary>
    public void Comment(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > 0)
        {
            foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
            {
                Line($"# {YamlText.Comment(line)}".TrimEnd(), isComment: true);
            }
        }
    }

    /// <summary>Writes an empty line.</summary>
    public void BlankLine() => _text.Append('\n');

    /// <summary>Writes a key with a text.</summary>
    public void Value(string key, string value, string comment = "") => Raw(key, YamlText.Scalar(Given(value, nameof(value))), comment);

    /// <summary>Writes a key with a whole number.</summary>
    public void Value(string key, int value, string comment = "") => Raw(key, Format(value), comment);

    /// <inheritdoc cref="Value(string, int, string)"/>
    public void Value(string key, long value, string comment = "") => Raw(key, Format(value), comment);

    /// <inheritdoc cref="Value(string, int, string)"/>
    public void Value(string key, ulong value, string comment = "") => Raw(key, Format(value), comment);

    /// <summary>Writes a key with a number.</summary>
    public void Value(string key, float value, string comment = "") => Raw(key, Format(value), comment);

    /// <inheritdoc cref="Value(string, float, string)"/>
    public void Value(string key, double value, string comment = "") => Raw(key, Format(value), comment);

    /// <summary>Writes a key with <c>true</c> or <c>false</c>.</summary>
    public void Value(string key, bool value, string comment = "") => Raw(key, value ? "true" : "false", comment);

    /// <summary>Writes a key with a list of whole numbers on one line.</summary>
    public void Values(string key, IEnumerable<int> values, string comment = "") =>
        Flow(key, Given(values, nameof(values)).Select(Format), comment);

    /// <summary>Writes a key with a list of numbers on one line.</summary>
    public void Values(string key, IEnumerable<float> values, string comment = "") =>
        Flow(key, Given(values, nameof(values)).Select(Format), comment);

    /// <summary>Writes a key with a list of texts on one line.</summary>
    public void Values(string key, IEnumerable<string> values, string comment = "") =>
        Flow(key, Given(values, nameof(values)).Select(value => YamlText.Scalar(Given(value, nameof(values)))), comment);

    /// <summary>Begins a map under a key; what is written until the block is disposed belongs to it.</summary>
    public Block Map(string key, string comment = "") => Open(key, comment, "{}");

    /// <summary>Begins a list of maps under a key; each is begun with <see cref="Item"/>.</summary>
    public Block List(string key, string comment = "") => Open(key, comment, "[]");

    /// <summary>Begins a map in a list.</summary>
    public Block Item()
    {
        _itemPending = true;
        _depth++;
        return new Block(this, insertAt: -1, _text.Length, "{}");
    }

    /// <summary>What was written.</summary>
    public override string ToString() => _text.ToString();

    internal void Raw(string key, string value, string comment) =>
        Line($"{YamlText.Scalar(Given(key, nameof(key)))}: {value}{Behind(comment)}");

    internal void RawItem(string value) => Line($"- {value}");

    private static T Given<T>(T value, string argument)
        where T : class => value ?? throw new ArgumentNullException(argument);

    private static string Behind(string comment) => Given(comment, nameof(comment)).Length == 0 ? "" : $"  # {YamlText.Comment(comment)}";

    private void Flow(string key, IEnumerable<string> values, string comment) => Raw(key, $"[{string.Join(", ", values)}]", comment);

    private Block Open(string key, string comment, string ifEmpty)
    {
        string behind = Behind(comment);
        Line($"{YamlText.Scalar(Given(key, nameof(key)))}:{behind}");
        _depth++;
        return new Block(this, _text.Length - behind.Length - 1, _text.Length, ifEmpty);
    }

    private void Line(string text, bool isComment = false)
    {
        int depth = _itemPending ? _depth - 1 : _depth;
        _text.Append(' ', 2 * depth).Append(_itemPending && !isComment ? "- " : "").Append(text).Append('\n');
        _itemPending &= isComment;
    }

    // A map or list that stayed empty must not read back as null.
    private void Close(int insertAt, int start, string ifEmpty)
    {
        if (insertAt < 0 && _itemPending)
        {
            Line(ifEmpty);
        }
        else if (insertAt >= 0 && _text.Length == start)
        {
            _text.Insert(insertAt, $" {ifEmpty}");
        }

        _depth--;
    }

    /// <summary>A map or list being written; disposing it ends it.</summary>
    public readonly struct Block : IDisposable
    {
        private readonly YamlWriter _writer;
        private readonly int _insertAt;
        private readonly int _start;
        private readonly string _ifEmpty;

        internal Block(YamlWriter writer, int insertAt, int start, string ifEmpty) =>
            (_writer, _insertAt, _start, _ifEmpty) = (writer, insertAt, start, ifEmpty);

        /// <summary>Ends the map or list.</summary>
        public void Dispose() => _writer.Close(_insertAt, _start, _ifEmpty);
    }
}
