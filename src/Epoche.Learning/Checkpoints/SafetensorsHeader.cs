using System.Text.Json;

namespace Epoche;

/// <summary>The checked header of a safetensors file. All rules of the format are checked here, before a byte of data is read.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The largest header the format allows, in bytes.</summary>
    internal const int LongestHeader = 16 << 20; // the format allows 100,000,000 bytes; those of large language models take one million

    internal const string MetadataKey = "__metadata__";

    private const int DeepestNesting = 64; // of what a later version may put beside dtype, which is skipped

    private readonly string _file;
    private readonly List<SafetensorsEntry> _entries = [];
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private SafetensorsHeader(string file) => _file = file;

    /// <summary>The tensors in the order of their bytes.</summary>
    internal IReadOnlyList<SafetensorsEntry> Entries => _entries;

    internal IReadOnlyDictionary<string, string> Metadata => _metadata;

    internal static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength, string file)
    {
        SafetensorsHeader header = new(file);
        if (json.IsEmpty || json[0] != '{')
        {
            throw header.Error("header", "JSON that starts with '{'", json.IsEmpty ? "nothing" : $"the byte 0x{json[0]:X2}");
        }

        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = DeepestNesting });
        try
        {
            header.ReadTop(ref reader);
        }
        catch (JsonException exception)
        {
            throw header.Error($"header, byte {reader.BytesConsumed}", "JSON", "something else", exception);
        }
        catch (InvalidOperationException exception)
        {
            // What the JSON reader throws for text that is no UTF-8 and for half a surrogate pair.
            throw header.Error($"header, byte {reader.BytesConsumed}", "text in UTF-8", "other bytes", exception);
        }

        header.CheckOffsets(dataLength);
        return header;
    }

    private void ReadTop(ref Utf8JsonReader reader)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        reader.Read();
        while (NextKey(ref reader, "header", names) is { } name)
        {
            if (name == MetadataKey)
            {
                ReadMetadata(ref reader);
            }
            else
            {
                _entries.Add(ReadEntry(ref reader, name));
            }
        }

        reader.Read(); // throws if anything but white space follows
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return; // as some writers say that there is none
        }

        Require(ref reader, JsonTokenType.StartObject, MetadataKey, "a map");
        while (NextKey(ref reader, MetadataKey, keys) is { } key)
        {
            Expect(ref reader, JsonTokenType.String, $"{MetadataKey}, key '{key}'", "a text");
            _metadata.Add(key, reader.GetString()!);
        }
    }

    private SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string where = $"tensor '{name}'";
        HashSet<string> keys = new(StringComparer.Ordinal);
        string? type = null;
        List<long>? sizes = null;
        List<long>? offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, where, "a map");
        while (NextKey(ref reader, where, keys) is { } key)
        {
            switch (key)
            {
                case "dtype":
                    Expect(ref reader, JsonTokenType.String, $"{where}, dtype", "a text");
                    type = reader.GetString()!;
                    break;
                case "shape":
                    sizes = ReadWholeNumbers(ref reader, $"{where}, shape");
                    break;
                case "data_offsets":
                    offsets = ReadWholeNumbers(ref reader, $"{where}, data_offsets");
                    break;
                default:
                    reader.Skip(); // what this version of the format does not know; the original passes it over too
                    break;
            }
        }

        if (type is null || sizes is null || offsets is not [long begin, long end])
        {
            int known = (type is null ? 0 : 1) + (sizes is null ? 0 : 1) + (offsets is null ? 0 : 1);
            throw Error(where, "dtype, shape and two data_offsets", $"{known} of these keys and {offsets?.Count ?? 0} offsets");
        }

        CheckSize(where, type, sizes, begin, end);
        return new SafetensorsEntry(name, type, sizes, begin, end);
    }

    private void CheckSize(string where, string type, List<long> sizes, long begin, long end)
    {
        int bits = SafetensorsType.Bits(type);
        if (bits == 0)
        {
            throw Error(where, "a dtype this reader knows, such as F32", $"'{type}'");
        }

        Int128 count = 1;
        foreach (long size in sizes)
        {
            count *= size; // both below 2⁶³: the product fits
            if (count > long.MaxValue)
            {
                throw Error(where, "a shape that can be", $"[{string.Join(", ", sizes)}], more than 2⁶³ elements");
            }
        }

        if (count * bits != (Int128)8 * ((Int128)end - begin))
        {
            throw Error(where, $"{count} × {bits} bits of data for {type} [{string.Join(", ", sizes)}]", $"the offsets {begin} to {end}");
        }
    }

    private void CheckOffsets(long dataLength)
    {
        _entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin)
            : a.End != b.End ? a.End.CompareTo(b.End)
            : string.CompareOrdinal(a.Name, b.Name));
        long covered = 0;
        foreach (SafetensorsEntry entry in _entries)
        {
            if (entry.Begin != covered)
            {
                string problem = entry.Begin < covered ? "an overlap" : "a hole";
                throw Error(
                    $"tensor '{entry.Name}'", $"data from byte {covered} on, where the one before ends",
                    $"{problem}: it begins at byte {entry.Begin}");
            }

            covered = entry.End;
        }

        if (covered != dataLength)
        {
            throw Error("end of the data", $"{covered} bytes of data, as the header says", $"{dataLength}");
        }
    }

    // The next key of a map, null at its end. A key that came before is refused, since readers differ in which of the two they believe.
    private string? NextKey(ref Utf8JsonReader reader, string where, HashSet<string> before)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        string key = reader.GetString()!;
        return before.Add(key) ? key : throw Error(where, "every key once", $"'{key}' twice");
    }

    private List<long> ReadWholeNumbers(ref Utf8JsonReader reader, string where)
    {
        Expect(ref reader, JsonTokenType.StartArray, where, "a list");
        List<long> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || reader.ValueSpan[0] == '-' || !reader.TryGetInt64(out long number))
            {
                throw Error(where, "whole numbers from 0 to 2⁶³ − 1", Text(ref reader));
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string where, string expected)
    {
        reader.Read();
        Require(ref reader, type, where, expected);
    }

    private void Require(ref Utf8JsonReader reader, JsonTokenType type, string where, string expected)
    {
        if (reader.TokenType != type)
        {
            throw Error(where, expected, Text(ref reader));
        }
    }

    private static string Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "a map",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => reader.ValueSpan.Length <= 40 ? System.Text.Encoding.UTF8.GetString(reader.ValueSpan) : "a long number",
        _ => reader.TokenType.ToString().ToLowerInvariant(),
    };

    private DataFormatException Error(string where, string expected, string found, Exception? inner = null) =>
        new(_file, where, expected, found, inner);
}
