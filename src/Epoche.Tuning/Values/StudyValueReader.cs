using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Epoche.Tuning;

/// <summary>
/// Reads what Python's <c>json</c> writes, the bare words NaN, Infinity and -Infinity included, which System.Text.Json refuses. Only the
/// kinds of <see cref="StudyValue"/> can come of it: nothing in a file names a type or runs.
/// </summary>
internal ref struct StudyValueReader(ReadOnlySpan<byte> text, TextCache? texts = null)
{
    private const int MostLevels = 64;

    private readonly ReadOnlySpan<byte> _text = text;
    private int _level;

    /// <summary>How far it came.</summary>
    public int Position { get; private set; }

    /// <summary>What it expected there, where reading failed.</summary>
    public string Expected { get; private set; } = "";

    /// <summary>One value, and nothing behind it.</summary>
    public bool TryReadAll(out StudyValue value)
    {
        if (!TryRead(out value))
        {
            return false;
        }

        SkipBlanks();
        return Position == _text.Length || Fail("nothing more");
    }

    private bool TryRead(out StudyValue value)
    {
        value = default;
        SkipBlanks();
        switch (Peek())
        {
            case (byte)'{':
                return TryReadMap(out value);
            case (byte)'[':
                return TryReadList(out value);
            case (byte)'"':
                bool isText = TryReadText(out string text);
                value = text;
                return isText;
            case (byte)'n':
                return TryReadWord("null"u8);
            case (byte)'t':
                value = true;
                return TryReadWord("true"u8);
            case (byte)'f':
                value = false;
                return TryReadWord("false"u8);
            case (byte)'N':
                value = double.NaN;
                return TryReadWord("NaN"u8);
            case (byte)'I':
                value = double.PositiveInfinity;
                return TryReadWord("Infinity"u8);
            default:
                return TryReadNumber(out value);
        }
    }

    private bool TryReadNumber(out StudyValue value)
    {
        value = default;
        ReadOnlySpan<byte> rest = _text[Position..];
        if (rest.StartsWith("-I"u8))
        {
            value = double.NegativeInfinity;
            return TryReadWord("-Infinity"u8);
        }

        int length = rest.IndexOfAnyExcept("+-.0123456789eE"u8);
        rest = length < 0 ? rest : rest[..length];
        int digits = rest.StartsWith("-"u8) ? 1 : 0;
        if (rest.Length <= digits || !char.IsAsciiDigit((char)rest[digits]))
        {
            return Fail("a value");
        }

        if (rest.IndexOfAny(".eE"u8) < 0 && Utf8Parser.TryParse(rest, out long whole, out int read) && read == rest.Length)
        {
            value = whole;
        }
        else if (double.TryParse(rest, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            value = number;
        }
        else
        {
            return Fail("a number");
        }

        Position += rest.Length;
        return true;
    }

    private bool TryReadList(out StudyValue value)
    {
        value = default;
        if (!TryOpen())
        {
            return false;
        }

        List<StudyValue> values = [];
        for (bool isFirst = true; !TryClose((byte)']'); isFirst = false)
        {
            if ((!isFirst && !TryTake((byte)',', "',' or ']'")) || !TryRead(out StudyValue element))
            {
                return false;
            }

            values.Add(element);
        }

        value = StudyValue.OfList(values.Count == 0 ? [] : values.ToArray());
        return true;
    }

    private bool TryReadMap(out StudyValue value)
    {
        value = default;
        if (!TryOpen())
        {
            return false;
        }

        List<KeyValuePair<string, StudyValue>> members = [];
        for (bool isFirst = true; !TryClose((byte)'}'); isFirst = false)
        {
            if (!isFirst && !TryTake((byte)',', "',' or '}'"))
            {
                return false;
            }

            SkipBlanks();
            if (!TryReadText(out string name) || !TryTake((byte)':', "':'") || !TryRead(out StudyValue member))
            {
                return false;
            }

            members.Add(new(name, member));
        }

        value = StudyValue.Of(members.Count == 0 ? [] : members.ToArray());
        return true;
    }

    private bool TryReadText(out string value)
    {
        value = "";
        if (Peek() != '"')
        {
            return Fail("text");
        }

        ReadOnlySpan<byte> rest = _text[(Position + 1)..];
        int length = 0;
        bool isPlain = true;
        for (int next; (next = length < rest.Length ? rest[length..].IndexOfAny((byte)'"', (byte)'\\') : -1) >= 0; length += next + 2)
        {
            if (rest[length + next] == '"')
            {
                length += next;
                return TryReadText(rest[..length], isPlain, out value);
            }

            isPlain = false;
        }

        Position = _text.Length;
        return Fail("the end of a text");
    }

    private bool TryReadText(ReadOnlySpan<byte> raw, bool isPlain, out string value)
    {
        if (texts?.Find(raw) is { } known)
        {
            value = known;
            Position += raw.Length + 2;
            return true;
        }

        int start = Position;
        if (isPlain)
        {
            value = Encoding.UTF8.GetString(raw);
            Position += raw.Length + 2;
        }
        else if (!TryReadEscaped(out value))
        {
            return false;
        }

        texts?.Add(_text.Slice(start + 1, raw.Length), value);
        return true;
    }

    private bool TryReadEscaped(out string value)
    {
        StringBuilder built = new();
        value = "";
        Position++;
        while (true)
        {
            ReadOnlySpan<byte> rest = _text[Position..];
            int plain = rest.IndexOfAny((byte)'"', (byte)'\\');
            if (plain < 0)
            {
                Position = _text.Length;
                return Fail("the end of a text");
            }

            built.Append(Encoding.UTF8.GetString(rest[..plain]));
            Position += plain + 1;
            if (rest[plain] == '"')
            {
                value = built.ToString();
                return true;
            }

            if (!TryReadEscape(built))
            {
                return false;
            }
        }
    }

    private bool TryReadEscape(StringBuilder built)
    {
        byte kind = Peek();
        int meaning = kind switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => kind,
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            _ => -1,
        };
        Position++;
        if (meaning >= 0)
        {
            built.Append((char)meaning);
            return true;
        }

        if (kind != 'u' || _text.Length - Position < 4
            || !ushort.TryParse(_text.Slice(Position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
        {
            return Fail("an escape of JSON");
        }

        built.Append((char)code);
        Position += 4;
        return true;
    }

    private bool TryOpen()
    {
        Position++;
        return ++_level <= MostLevels || Fail($"at most {MostLevels} levels");
    }

    private bool TryClose(byte end)
    {
        SkipBlanks();
        if (Peek() != end)
        {
            return false;
        }

        Position++;
        _level--;
        return true;
    }

    private bool TryTake(byte sign, string expected)
    {
        SkipBlanks();
        if (Peek() != sign)
        {
            return Fail(expected);
        }

        Position++;
        return true;
    }

    private bool TryReadWord(ReadOnlySpan<byte> word)
    {
        if (!_text[Position..].StartsWith(word))
        {
            return Fail(Encoding.ASCII.GetString(word));
        }

        Position += word.Length;
        return true;
    }

    private readonly byte Peek() => Position < _text.Length ? _text[Position] : (byte)0;

    private void SkipBlanks()
    {
        while (Peek() is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            Position++;
        }
    }

    private bool Fail(string expected)
    {
        Expected = expected;
        return false;
    }
}
