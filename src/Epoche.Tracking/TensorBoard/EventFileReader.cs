using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Epoche.Tracking.TensorBoard;

namespace Epoche;

/// <summary>
/// Reads a TensorBoard event file record by record, also one that is still being written: a record that is not complete yet counts as not
/// there, and can be read when it is. Memory is bounded by the longest record, and a record is never longer than what is left of the file.
/// </summary>
public sealed class EventFileReader : IDisposable
{
    private const int LengthBytes = sizeof(ulong), ChecksumBytes = sizeof(uint), HeaderBytes = LengthBytes + ChecksumBytes;
    private const int LongestRecord = 1 << 26, LongestEmptyRest = 1 << 28;

    private readonly FileStream _file;
    private readonly EventDecoder _decoder = new();
    private byte[] _buffer = new byte[4096];

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file; somebody may be writing it.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or closed to this user.</exception>
    public EventFileReader(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _file = ReadableFile.Open(path, share: FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
    }

    /// <summary>How many bytes the complete records read so far take: where the next one starts.</summary>
    public long Position { get; private set; }

    /// <summary>
    /// Whether the last call of <see cref="TryRead"/> found the start of a record without its end, as a run that was killed leaves it.
    /// </summary>
    public bool IsTorn { get; private set; }

    /// <summary>Reads the next record.</summary>
    /// <param name="record">The record.</param>
    /// <returns>False where there is no complete one (yet).</returns>
    /// <exception cref="DataFormatException">
    /// The file is damaged: a checksum is wrong, or a record is not an event. Behind a record that is not an event reading may go on: then
    /// <see cref="Position"/> is behind it.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryRead([NotNullWhen(true)] out EventRecord? record)
    {
        record = null;
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (IsTorn)
        {
            _file.Position = Position;
        }

        int got = _file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        IsTorn = got > 0;
        if (got < HeaderBytes)
        {
            return false;
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(header);
        uint expected = Crc32C.Masked(header[..LengthBytes]), found = BinaryPrimitives.ReadUInt32LittleEndian(header[LengthBytes..]);
        if (found != expected)
        {
            // A file system that lost power may have made the file longer without writing to it.
            return header.ContainsAnyExcept((byte)0) || !RestIsEmpty() ? throw Damaged("the record's length", expected, found) : false;
        }

        if (length > LongestRecord)
        {
            throw new DataFormatException(_file.Name, $"byte {Position}", $"a record of at most {LongestRecord} bytes", $"one of {length}");
        }

        if (!Fill((int)length + ChecksumBytes))
        {
            return false;
        }

        ReadOnlySpan<byte> data = _buffer.AsSpan(0, (int)length);
        expected = Crc32C.Masked(data);
        found = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan((int)length));
        if (found != expected)
        {
            throw Damaged("the record's data", expected, found);
        }

        long start = Position;
        Position += HeaderBytes + (long)length + ChecksumBytes;
        IsTorn = false;
        try
        {
            record = _decoder.Decode(data);
        }
        catch (FormatException exception)
        {
            throw new DataFormatException(_file.Name, $"record at byte {start}", "an event of TensorBoard", exception.Message, exception);
        }

        return true;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private bool Fill(int count)
    {
        if (count > _buffer.Length)
        {
            if (count > _file.Length - Position)
            {
                return false;
            }

            _buffer = new byte[Math.Max(count, Math.Min(2 * _buffer.Length, LongestRecord))];
        }

        return _file.ReadAtLeast(_buffer.AsSpan(0, count), count, throwOnEndOfStream: false) == count;
    }

    private bool RestIsEmpty()
    {
        if (_file.Length - Position > LongestEmptyRest)
        {
            return false; // no file system makes that of the last seconds
        }

        for (int got; (got = _file.Read(_buffer)) > 0;)
        {
            if (_buffer.AsSpan(0, got).ContainsAnyExcept((byte)0))
            {
                return false;
            }
        }

        return true;
    }

    private DataFormatException Damaged(string what, uint expected, uint found) =>
        new(_file.Name, $"record at byte {Position}", $"the checksum {expected:x8} for {what}", $"{found:x8}");
}
