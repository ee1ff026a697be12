using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Epoche;

/// <summary>
/// Writes float32 tensors in the safetensors format: first all names and shapes, then the values of one after the other. The same calls
/// give the same bytes; the data begins at a multiple of 8 bytes, so that others can map the file into memory.
/// </summary>
public sealed class SafetensorsWriter
{
    private readonly Stream _stream;
    private readonly IReadOnlyList<(string Name, Shape Shape)> _tensors;
    private int _written;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="tensors">Names and shapes, in the order in which <see cref="Write"/> will get the values.</param>
    /// <param name="metadata">Texts to attach, by key; written in the order of the keys.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name, or one is called <c>__metadata__</c>.</exception>
    public SafetensorsWriter(
        Stream stream, IReadOnlyList<(string Name, Shape Shape)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        (_stream, _tensors) = (stream, tensors);
        ArrayBufferWriter<byte> header = Header(tensors, metadata);
        int padding = -header.WrittenCount & 7;
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.WrittenCount + padding);
        stream.Write(length);
        stream.Write(header.WrittenSpan);
        stream.Write("        "u8[..padding]);
    }

    /// <summary>
    /// Writes a file with all its tensors, whole or not at all: an existing file is replaced when the new one is complete on disk.
    /// </summary>
    /// <exception cref="ArgumentException">A name comes twice, or values do not fit their shape.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is that of a folder, or may not be written to.</exception>
    public static void Save(
        string path, IReadOnlyList<(string Name, Shape Shape, ReadOnlyMemory<float> Values)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(tensors);
        AtomicFile.Write(path, stream =>
        {
            SafetensorsWriter writer = new(stream, [.. tensors.Select(t => (t.Name, t.Shape))], metadata);
            foreach ((_, _, ReadOnlyMemory<float> values) in tensors)
            {
                writer.Write(values.Span);
            }

            writer.Finish();
        });
    }

    /// <summary>Writes the values of the next tensor, row-major.</summary>
    /// <exception cref="ArgumentException">There are more or fewer values than its shape holds.</exception>
    /// <exception cref="InvalidOperationException">All tensors are written.</exception>
    public void Write(ReadOnlySpan<float> values)
    {
        if (_written == _tensors.Count)
        {
            throw new InvalidOperationException($"The header names {_tensors.Count} tensors, and all are written.");
        }

        (string name, Shape shape) = _tensors[_written];
        if (values.Length != shape.ElementCount)
        {
            throw new ArgumentException(
                $"Tensor '{name}' {shape} has {shape.ElementCount} elements; received {values.Length}.", nameof(values));
        }

        LittleEndian.Write(_stream, values);
        _written++;
    }

    /// <summary>Checks that every tensor is written.</summary>
    /// <exception cref="InvalidOperationException">Some are missing.</exception>
    public void Finish()
    {
        if (_written < _tensors.Count)
        {
            throw new InvalidOperationException(
                $"The header names {_tensors.Count} tensors; the values of '{_tensors[_written].Name}' and what follows are missing.");
        }
    }

    private static ArrayBufferWriter<byte> Header(
        IReadOnlyList<(string Name, Shape Shape)> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        HashSet<string> names = new(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        if (metadata is { Count: > 0 })
        {
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            foreach ((string key, string value) in metadata.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        long offset = 0;
        foreach ((string name, Shape shape) in tensors)
        {
            if (!names.Add(name))
            {
                throw new ArgumentException($"The name '{name}' is taken.", nameof(tensors));
            }

            json.WriteStartObject(name);
            json.WriteString("dtype", SafetensorsType.Single);
            json.WriteStartArray("shape");
            foreach (int size in shape)
            {
                json.WriteNumberValue(size);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset += (long)sizeof(float) * shape.ElementCount);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer;
    }
}
