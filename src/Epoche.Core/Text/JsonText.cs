using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Epoche;

/// <summary>How results are written as JSON: one object, its words as they are, numbers only where they are finite.</summary>
internal static class JsonText
{
    /// <param name="write">Writes what is inside of the object.</param>
    /// <param name="indented">Whether lines are broken, for people.</param>
    public static string Object(Action<Utf8JsonWriter> write, bool indented = false) => Write(
        json =>
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        },
        indented);

    /// <summary>One object as a value, to be part of another.</summary>
    /// <param name="write">Writes what is inside of the object.</param>
    public static JsonElement Element(Action<Utf8JsonWriter> write)
    {
        using JsonDocument document = JsonDocument.Parse(Object(write));
        return document.RootElement.Clone();
    }

    /// <summary>JSON has no NaN and no infinity: they become null, as absent numbers do.</summary>
    public static void Finite(this Utf8JsonWriter json, string key, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(key, number);
        }
        else
        {
            json.WriteNull(key);
        }
    }

    private static string Write(Action<Utf8JsonWriter> write, bool indented)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(
            buffer, new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
