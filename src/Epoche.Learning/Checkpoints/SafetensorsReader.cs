using System.Buffers.Binary;

namespace Epoche;

/// <summary>
/// Reads weights in the safetensors format. The whole header is checked when the file is opened: names used once, known types, offsets
/// without overlaps or holes that begin at 0 and end where the file ends, sizes that match them. Nothing is allocated on the word of the
/// file alone. NaN and infinity are legal values.
/// </summary>
/// <example>
/// <code>
/// using SafetensorsReader weights = SafetensorsReader.Open("model.safetensors");
/// float[] kernel = weights.ReadFloats("dense.kernel");
/// </code>
/// </example>
public sealed class SafetensorsReader : IDisposable
{
    private const int LengthBytes = 8;
    private const int ChunkBytes = 1 << 16;

    private readonly Stream _stream;
    private readonly string _file;
    private readonly SafetensorsHeader _header;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafetensorsEntry> _byName;

    /// <summary>Reads the header of a stream that can seek, from its position to its end. The reader owns the stream from now on.</summary>
    /// <param name="stream">A stream that can be read and can seek.</param>
    /// <param name="file">What error messages call it.</param>
    /// <exception cref="DataFormatException">The stream breaks a rule of the format.</exception>
    public SafetensorsReader(Stream stream, string file)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(file);
        (_stream, _file) = (stream, file);
        long length = stream.Length - stream.Position;
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (length < LengthBytes)
        {
            throw new DataFormatException(file, "byte 0", "8 bytes with the length of the header", $"{length} bytes in all");
        }

        ReadExactly(prefix, "byte 0");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > SafetensorsHeader.LongestHeader || (long)headerLength > length - LengthBytes)
        {
            string limit = $"a header of at most {Math.Min(SafetensorsHeader.LongestHeader, length - LengthBytes)} bytes";
            throw new DataFormatException(file, "byte 0", limit, $"the length {headerLength}");
        }

        byte[] json = new byte[(int)headerLength];
        ReadExactly(json, "header");
        _dataStart = stream.Position;
        _header = SafetensorsHeader.Parse(json, length - LengthBytes - json.Length, file);
        _byName = _header.Entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors, in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _header.Entries;

    /// <summary>The texts that the writer attached, by key.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="DataFormatException">The file breaks a rule of the format.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or closed to this user.</exception>
    public static SafetensorsReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        FileStream stream = ReadableFile.Open(path);
        try
        {
            return new SafetensorsReader(stream, path);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The tensor with a name, null if there is none.</summary>
    public SafetensorsEntry? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.GetValueOrDefault(name);
    }

    /// <summary>A tensor's values as float32, row-major; see <see cref="Read"/>.</summary>
    /// <exception cref="DataFormatException">
    /// There is no such tensor, it holds more elements than an array can, or its values cannot be float32.
    /// </exception>
    public float[] ReadFloats(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        SafetensorsEntry entry = Find(name) ?? throw new DataFormatException(_file, "header", $"a tensor '{name}'", Nearest(name));
        if (entry.Count > Array.MaxLength)
        {
            throw new DataFormatException(_file, $"tensor '{name}'", $"at most {Array.MaxLength} elements", $"{entry.Count}");
        }

        float[] values = new float[entry.Count];
        Read(entry, values);
        return values;
    }

    /// <summary>
    /// Reads a tensor's values as float32, row-major. F16, BF16 and F32 are exact (the bits of an F32, NaN payloads included, stay as they
    /// are); F64 rounds to nearest, beyond the range to infinity; integers and BOOL are read where float32 holds each value exactly.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length than the tensor.</exception>
    /// <exception cref="DataFormatException">
    /// The type has no float32 counterpart, an integer is not exact in float32, or the file was cut short meanwhile.
    /// </exception>
    public void Read(SafetensorsEntry entry, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (destination.Length != entry.Count)
        {
            throw new ArgumentException(
                $"Tensor '{entry.Name}' {entry.SizesText} has {entry.Count} elements; the destination has {destination.Length}.",
                nameof(destination));
        }

        string where = $"tensor '{entry.Name}'";
        if (!SafetensorsType.IsReal(entry.Type))
        {
            throw new DataFormatException(_file, where, "a type that can be read as float32", entry.Type);
        }

        _stream.Position = _dataStart + entry.Begin;
        int size = SafetensorsType.Bits(entry.Type) / 8;
        byte[] chunk = new byte[(int)Math.Min(ChunkBytes, entry.End - entry.Begin)];
        for (int done = 0; done < destination.Length;)
        {
            int count = Math.Min(ChunkBytes / size, destination.Length - done);
            Span<byte> bytes = chunk.AsSpan(0, count * size);
            ReadExactly(bytes, where);
            int inexact = SafetensorsType.TryConvert(entry.Type, bytes, destination.Slice(done, count));
            if (inexact >= 0)
            {
                throw new DataFormatException(
                    _file, $"{where}, element {done + inexact}", $"{entry.Type} values that float32 holds exactly", "one that it does not");
            }

            done += count;
        }
    }

    /// <summary>Reads a tensor's bytes as they are in the file, little-endian.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length than the tensor's bytes.</exception>
    /// <exception cref="DataFormatException">The file was cut short meanwhile.</exception>
    public void ReadBytes(SafetensorsEntry entry, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (destination.Length != entry.End - entry.Begin)
        {
            throw new ArgumentException(
                $"Tensor '{entry.Name}' has {entry.End - entry.Begin} bytes; the destination has {destination.Length}.",
                nameof(destination));
        }

        _stream.Position = _dataStart + entry.Begin;
        ReadExactly(destination, $"tensor '{entry.Name}'");
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private string Nearest(string name) =>
        NearestName.Find(name, _byName.Keys) is { } nearest ? $"none of that name; the nearest is '{nearest}'" : $"{_byName.Count} others";

    private void ReadExactly(Span<byte> bytes, string where)
    {
        int got = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (got < bytes.Length)
        {
            throw new DataFormatException(_file, where, $"{bytes.Length} more bytes", $"the end of the file after {got}");
        }
    }
}
