using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Epoche.Simulation;

/// <summary>Writes numbers, little-endian, into a caller's buffer.</summary>
internal readonly ref struct StateWriter(IBufferWriter<byte> destination)
{
    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination.GetSpan(sizeof(int)), value);
        destination.Advance(sizeof(int));
    }

    public void Write(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination.GetSpan(sizeof(ulong)), value);
        destination.Advance(sizeof(ulong));
    }

    public void Write(double value) => Write(BitConverter.DoubleToUInt64Bits(value));

    public void Write(in Rng rng)
    {
        Write(rng.Key);
        Write(rng.Position);
    }

    /// <summary>
    /// The elements as they lie in memory, without their number: every platform of .NET that this library runs on is little-endian.
    /// </summary>
    public void WriteAll<T>(ReadOnlySpan<T> values)
        where T : unmanaged => destination.Write(MemoryMarshal.AsBytes(values));

    /// <summary>
    /// The bytes of a value that refers to nothing; unlike <see cref="WriteAll"/> for types that only the runtime knows to be so.
    /// </summary>
    public void WriteCopy<T>(ref readonly T value)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            throw new ArgumentException($"{typeof(T)} refers to the heap: its bytes are no copy of it.", nameof(value));
        }

        destination.Write(MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), Unsafe.SizeOf<T>()));
    }

    /// <summary>What every saved state of a batch begins with.</summary>
    public void WriteHeader(int version, string kind, int count)
    {
        Write(version);
        Write(kind.Length);
        WriteAll(kind.AsSpan());
        Write(count);
    }
}
