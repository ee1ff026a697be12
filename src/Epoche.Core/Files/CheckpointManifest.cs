using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Epoche;

/// <summary>A file of a checkpoint that never changes.</summary>
/// <param name="File">Its name, which begins with its hash.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its hash, 64 lower-case hexadecimal digits.</param>
/// <param name="End">For a segment of a log: where in the log it ends; else empty.</param>
internal sealed record CheckpointSegment(string File, long Bytes, string Sha256, long[] End);

/// <summary>What a checkpoint consists of. The file's name carries the checkpoint's number and the hash of the content.</summary>
internal sealed record CheckpointManifest(
    long Number, long Step, CheckpointSegment State, IReadOnlyDictionary<string, IReadOnlyList<CheckpointSegment>> Logs)
{
    /// <summary>Of the files that hold the data.</summary>
    public const string SegmentExtension = ".segment";

    /// <summary>Where the error lies that a manifest of a later format is.</summary>
    public const string FormatKey = "format";

    private const int Format = 1, HashDigits = 16;

    /// <summary>Larger numbers leave no room for the next ones.</summary>
    private const long MostNumber = 1L << 53;

    /// <summary>Of the file: some 60,000 segments.</summary>
    private const int MostBytes = 16 << 20;

    private const string Prefix = "checkpoint-", Extension = ".json";

    private (string Name, byte[] Content)? _file;

    /// <summary>Every file that it needs.</summary>
    public IEnumerable<CheckpointSegment> Segments => Logs.Values.SelectMany(l => l).Prepend(State);

    /// <summary>Whether a file is called as a manifest is, damaged ones and those of other numbers included.</summary>
    public static bool IsName(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>The number in a file's name; −1 where it is no name of a manifest.</summary>
    public static long NumberOf(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        int dash = name.LastIndexOf('-');
        return name.StartsWith(Prefix, StringComparison.Ordinal) && dash > Prefix.Length
            && long.TryParse(
                name.AsSpan(Prefix.Length, dash - Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number <= MostNumber
                ? number
                : -1;
    }

    /// <summary>
    /// The file's name and content. They are asked for again with every later checkpoint, and of a large memory are hundreds of segments.
    /// </summary>
    public (string Name, byte[] Content) ToFile() => _file ??= MakeFile();

    /// <exception cref="DataFormatException">The file is damaged, or of a later format.</exception>
    public static CheckpointManifest Read(string path)
    {
        byte[] bytes = ReadableFile.ReadBytes(path, MostBytes);
        string hash = Hash(bytes);
        if (!Path.GetFileNameWithoutExtension(path).EndsWith($"-{hash}", StringComparison.Ordinal))
        {
            throw new DataFormatException(
                path, "the whole file", "content with the hash that its name says", $"{hash}, {bytes.Length} bytes");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            int format = root.GetProperty(FormatKey).GetInt32();
            if (format != Format)
            {
                throw new DataFormatException(path, FormatKey, $"{Format}, which this build reads", $"{format}");
            }

            SortedDictionary<string, IReadOnlyList<CheckpointSegment>> logs = new(StringComparer.Ordinal);
            foreach (JsonProperty log in root.GetProperty("logs").EnumerateObject())
            {
                logs[log.Name] = [.. log.Value.EnumerateArray().Select(s => ReadSegment(s, path))];
            }

            return new(
                ReadCount(root, "number", path), ReadCount(root, "step", path), ReadSegment(root.GetProperty("state"), path), logs);
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            string found = exception is JsonException json
                ? $"no JSON from line {json.LineNumber + 1} on"
                : "a key missing, or a value of another type";
            throw new DataFormatException(path, "the whole file", "a manifest of a checkpoint", found, exception);
        }
    }

    private (string Name, byte[] Content) MakeFile()
    {
        ArrayBufferWriter<byte> content = new();
        using (Utf8JsonWriter json = new(content, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber(FormatKey, Format);
            json.WriteNumber("number", Number);
            json.WriteNumber("step", Step);
            json.WritePropertyName("state");
            Write(json, State);
            json.WriteStartObject("logs");
            foreach ((string name, IReadOnlyList<CheckpointSegment> segments) in Logs)
            {
                json.WriteStartArray(name);
                foreach (CheckpointSegment segment in segments)
                {
                    Write(json, segment);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        content.Write("\n"u8);
        byte[] bytes = content.WrittenSpan.ToArray();
        return (string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Number:D9}-{Hash(bytes)}{Extension}"), bytes);
    }

    private static string Hash(byte[] bytes) => Sha256.Of(bytes)[..HashDigits];

    private static void Write(Utf8JsonWriter json, CheckpointSegment segment)
    {
        json.WriteStartObject();
        json.WriteString("file", segment.File);
        json.WriteNumber("bytes", segment.Bytes);
        json.WriteString("sha256", segment.Sha256);
        if (segment.End.Length > 0)
        {
            json.WriteStartArray("end");
            foreach (long end in segment.End)
            {
                json.WriteNumberValue(end);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static long ReadCount(JsonElement json, string key, string path)
    {
        long value = json.GetProperty(key).GetInt64();
        return value >= 0 ? value : throw new DataFormatException(path, key, "0 or more", $"{value}");
    }

    private static CheckpointSegment ReadSegment(JsonElement json, string path)
    {
        string file = json.GetProperty("file").GetString() ?? "";
        if (file != Path.GetFileName(file) || !file.EndsWith(SegmentExtension, StringComparison.Ordinal))
        {
            throw new DataFormatException(path, "file", "the name of a file beside this one", $"'{file}'");
        }

        long[] end = json.TryGetProperty("end", out JsonElement ends) ? [.. ends.EnumerateArray().Select(e => e.GetInt64())] : [];
        return new(file, ReadCount(json, "bytes", path), json.GetProperty("sha256").GetString() ?? "", end);
    }
}
