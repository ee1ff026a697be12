using System.Buffers;
using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Epoche;

/// <summary>
/// Builds a configuration from the events of the YAML parser. Bounded: 1 MiB of text, 32 levels; no tags, anchors, aliases or second
/// documents, so that a small file cannot grow into a large structure and nothing in it names a type.
/// </summary>
internal sealed class ConfigReader
{
    internal const int DeepestNesting = 32;
    internal const int LongestText = 1 << 20;

    private readonly Parser _parser;
    private readonly string _file;
    private readonly ConfigComments? _comments;
    private readonly bool _hasLines;
    private Mark _lastEnd = Mark.Empty;

    private ConfigReader(string text, string file, bool hasLines)
    {
        (_file, _hasLines) = (file, hasLines);
        _parser = new Parser(new StringReader(text));
        _comments = hasLines ? new ConfigComments(text) : null;
    }

    internal static ConfigMap Load(string path) => Parse(ReadText(path), path);

    internal static string ReadText(string path)
    {
        using FileStream stream = ReadableFile.Open(path);
        return ReadText(stream, path);
    }

    /// <summary>The text of a file, once it is known to be short and UTF-8.</summary>
    internal static string ReadText(Stream stream, string file)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(LongestText + 1);
        try
        {
            int length = stream.ReadAtLeast(buffer.AsSpan(0, LongestText + 1), LongestText + 1, throwOnEndOfStream: false);
            if (length > LongestText)
            {
                throw new ConfigurationException($"a configuration holds at most {LongestText} bytes; this file holds more", file);
            }

            ReadOnlySpan<byte> bytes = buffer.AsSpan(0, length);
            bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
            string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return bytes.IndexOf((byte)0) is >= 0 and int zero // of UTF-16 without its mark, which is UTF-8 too where all letters are Latin
                ? throw new ConfigurationException(
                    $"expected UTF-8 text; the byte at {zero} is zero, as in UTF-16: save the file as UTF-8", file)
                : text;
        }
        catch (DecoderFallbackException exception)
        {
            throw new ConfigurationException(
                $"expected UTF-8 text; the bytes at {exception.Index} are not: save the file as UTF-8", file, innerException: exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    internal static ConfigMap Parse(string text, string file)
    {
        ConfigReader reader = new(text, file, hasLines: true);
        ConfigNode? root = reader.Document(text, path: "", depth: 0);
        ConfigMap map = root switch
        {
            ConfigMap m => m,
            null or ConfigScalar { IsNull: true } => new ConfigMap(new ConfigPlace(file, 1, 1, "")),
            _ => throw new ConfigurationException(
                $"expected keys and values; the file holds {root.Description}", file, root.Line, root.Column),
        };
        map.EndComment = reader._comments!.AtEnd(reader._lastEnd);
        return map;
    }

    /// <summary>Reads the value of an argument, which has no lines.</summary>
    internal static ConfigNode ParseValue(string text, string origin, string path, int depth)
    {
        ConfigReader reader = new(text, origin, hasLines: false);
        return reader.Document(text, path, depth) ?? new ConfigScalar(new ConfigPlace(origin, 0, 0, path), "", isQuoted: false);
    }

    private ConfigNode? Document(string text, string path, int depth)
    {
        if (text.Length > LongestText)
        {
            throw new ConfigurationException($"a configuration holds at most {LongestText} characters; received {text.Length}", _file);
        }

        try
        {
            Next(); // stream start
            if (Next() is StreamEnd)
            {
                return null;
            }

            ConfigNode root = Node(Next(), path, depth);
            Next(); // document end
            return Next() is StreamEnd
                ? root
                : throw Error(_parser.Current!.Start, "expected one document; a second one begins here", path);
        }
        catch (YamlException exception)
        {
            throw new ConfigurationException(
                $"not valid YAML: {exception.Message}", _file, Line(exception.Start), Column(exception.Start), path, exception);
        }
    }

    private ConfigNode Node(ParsingEvent e, string path, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw Error(e.Start, $"nested more than {DeepestNesting} levels deep", path);
        }

        if (e is AnchorAlias || e is NodeEvent { Anchor.IsEmpty: false })
        {
            throw Error(
                e.Start, "anchors and aliases (& and *) are not accepted; write the value out, or put it in quotes if it is a text", path);
        }

        if (e is NodeEvent { Tag: { IsEmpty: false, Value: var tag } })
        {
            throw Error(e.Start, $"tags (here {tag}) are not accepted; put the value in quotes if it is a text", path);
        }

        ConfigPlace place = Place(e.Start, path);
        switch (e)
        {
            case Scalar scalar:
                _lastEnd = scalar.End;
                return new ConfigScalar(place, scalar.Value, scalar.Style != ScalarStyle.Plain);
            case SequenceStart:
                List<ConfigNode> items = [];
                while (Next() is not SequenceEnd)
                {
                    string index = items.Count.ToString(CultureInfo.InvariantCulture);
                    items.Add(Node(_parser.Current!, place.At(index), depth + 1));
                }

                return new ConfigList(place, items);
            case MappingStart:
                return Map(place, depth);
            default:
                throw Error(e.Start, "expected a value", path);
        }
    }

    private ConfigMap Map(ConfigPlace place, int depth)
    {
        ConfigMap map = new(place);
        while (Next() is not MappingEnd)
        {
            if (_parser.Current is not Scalar { Anchor.IsEmpty: true, Tag.IsEmpty: true } key || key.Value.Length == 0)
            {
                throw Error(_parser.Current!.Start, "expected a name as the key", place.Path);
            }

            ConfigPlace keyPlace = Place(key.Start, place.At(key.Value));
            if (map.Find(key.Value) is { } earlier)
            {
                throw keyPlace.Error(_hasLines ? $"is there twice; first on line {earlier.Place.Line}" : "is there twice");
            }

            string comment = _comments?.Above(key.Start, _lastEnd) ?? "";
            ParsingEvent first = Next();
            ConfigNode value = Node(first, keyPlace.Path, depth + 1);
            string trailing = _comments?.Behind(Closing(first, key)) ?? "";
            map.Put(new ConfigMap.Entry(key.Value, keyPlace, value, comment, trailing));
        }

        return map;
    }

    // Where a comment behind the entry would begin. Only scalars and brackets end on a line of their own; a
    // block's comment stands behind its key.
    private Mark Closing(ParsingEvent first, Scalar key)
    {
        bool isFlow = first is SequenceStart { Style: SequenceStyle.Flow } or MappingStart { Style: MappingStyle.Flow };
        if (isFlow)
        {
            Mark bracket = _parser.Current!.Start;
            _lastEnd = new Mark(bracket.Index + 1, bracket.Line, bracket.Column + 1);
        }

        return isFlow || first is Scalar ? _lastEnd : key.End;
    }

    private ParsingEvent Next()
    {
        Mark place = _parser.Current?.End ?? Mark.Empty;
        try
        {
            return _parser.MoveNext() ? _parser.Current! : throw new YamlException(place, place, "the text ends in the middle");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // Some broken texts reach assertions inside the scanner, e.g. a comment behind a comma in braces.
            throw new YamlException(place, place, "something unexpected follows here", exception);
        }
    }

    private ConfigPlace Place(Mark mark, string path) => new(_file, Line(mark), Column(mark), path);

    private int Line(Mark mark) => _hasLines ? (int)Math.Max(1, (long)mark.Line) : 0;

    private int Column(Mark mark) => _hasLines ? (int)Math.Max(1, (long)mark.Column) : 0;

    private ConfigurationException Error(Mark mark, string message, string path) =>
        new(path.Length == 0 ? message : $"{path}: {message}", _file, Line(mark), Column(mark), path);
}
