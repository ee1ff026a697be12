using System.Buffers;
using System.Text.Json;

namespace Epoche;

/// <summary>What the files of rules share: their format, and how they are written, whole or not at all.</summary>
internal static class RuleJson
{
    public const int Format = 1, MostDepth = 32, MostBytes = 1 << 20; // tables of numbers are in another file
    public const string Place = "rule";

    /// <summary>Writes a rule, replacing one that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="meaning">What the rule does, in a sentence.</param>
    /// <param name="promise">What is promised, in a sentence.</param>
    /// <param name="rule">Writes the rule.</param>
    /// <param name="tables">Writes the tables that the rule has collected, and what the file says of them.</param>
    public static void Save(
        string path, string meaning, string? promise, Action<RuleWriter> rule, Action<RuleWriter, Utf8JsonWriter>? tables = null)
    {
        ArrayBufferWriter<byte> content = new();
        using Utf8JsonWriter json = new(content, new() { Indented = true });
        RuleWriter writer = new(json);
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteString("meaning", meaning);
        if (promise is not null)
        {
            json.WriteString("promise", promise);
        }

        writer.Object(Place, () => rule(writer));
        tables?.Invoke(writer, json);
        json.WriteEndObject();
        json.Flush();
        content.Write("\n"u8);
        AtomicFile.Write(path, stream => stream.Write(content.WrittenSpan));
    }

    /// <exception cref="JsonException">The file is no JSON.</exception>
    public static JsonDocument Read(string path) =>
        JsonDocument.Parse(ReadableFile.ReadBytes(path, MostBytes), new() { MaxDepth = MostDepth });
}
