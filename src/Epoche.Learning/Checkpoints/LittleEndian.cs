using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Epoche;

/// <summary>Float32 values as little-endian bytes, the order of every format here.</summary>
internal static class LittleEndian
{
    private const int ChunkValues = 1 << 12;

    internal static void Write(Stream stream, ReadOnlySpan<float> values) =>
        ForEachChunk(values, stream, static (stream, bytes) => stream.Write(bytes));

    /// <summary>
    /// Hands the bytes to <paramref name="consume"/> in order: all at once where the machine is
    /// little-endian, otherwise converted in chunks.
    /// </summary>
    internal static void ForEachChunk<T>(ReadOnlySpan<float> values, T target, Consumer<T> consume)
    {
        if (BitConverter.IsLittleEndian)
        {
            // In pieces as well: more than 2 GiB of bytes fit no span.
            for (; values.Length > ChunkValues << 8; values = values[(ChunkValues << 8)..])
            {
                consume(target, MemoryMarshal.AsBytes(values[..(ChunkValues << 8)]));
            }

            consume(target, MemoryMarshal.AsBytes(values));
            return;
        }

        uint[] reversed = new uint[Math.Min(ChunkValues, values.Length)];
        for (; values.Length > 0; values = values[Math.Min(ChunkValues, values.Length)..])
        {
            ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(values[..Math.Min(ChunkValues, values.Length)]);
            BinaryPrimitives.ReverseEndianness(bits, reversed);
            consume(target, MemoryMarshal.AsBytes(reversed.AsSpan(0, bits.Length)));
        }
    }

    internal delegate void Consumer<T>(T target, ReadOnlySpan<byte> bytes);
}
