using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Epoche.Simulation;

/// <summary>
/// Reads what <see cref="StateWriter"/> wrote; every damage is an <see cref="InvalidDataException"/>, and nothing is
/// allocated on the word of a length field.
/// </summary>
internal ref struct StateReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public double ReadDouble() => BitConverter.UInt64BitsToDouble(ReadUInt64());

    public Rng ReadRng()
    {
        ulong key = ReadUInt64();
        return Rng.Restore(key, ReadUInt64());
    }

    /// <summary>A number of things that are at least <paramref name="size"/> bytes each.</summary>
    public int ReadCount(int size)
    {
        int count = ReadInt32();
        return count >= 0 && count <= _rest.Length / size ? count : throw new InvalidDataException(
            $"A saved environment state says that {count} elements follow, but only {_rest.Length} bytes do.");
    }

    public ReadOnlySpan<byte> Take(int bytes)
    {
        if (bytes < 0 || bytes > _rest.Length)
        {
            throw new InvalidDataException(
                $"A saved environment state ends too early: {bytes} more bytes were expected, {_rest.Length} are left.");
        }

        ReadOnlySpan<byte> taken = _rest[..bytes];
        _rest = _rest[bytes..];
        return taken;
    }

    public void ReadAll<T>(Span<T> values)
        where T : unmanaged => Take(values.Length * Unsafe.SizeOf<T>()).CopyTo(MemoryMarshal.AsBytes(values));

    public void ReadCopy<T>(ref T value)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            throw new ArgumentException($"{typeof(T)} refers to the heap: it cannot be made of bytes.", nameof(value));
        }

        Take(Unsafe.SizeOf<T>()).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref value), Unsafe.SizeOf<T>()));
    }

    public void ReadHeader(int version, string kind, int count)
    {
        int foundVersion = ReadInt32();
        if (foundVersion != version)
        {
            throw new InvalidDataException($"A saved environment state has the format version {foundVersion}; this build reads {version}.");
        }

        string foundKind = MemoryMarshal.Cast<byte, char>(Take(ReadCount(sizeof(char)) * sizeof(char))).ToString();
        int foundCount = ReadInt32();
        if (foundKind != kind || foundCount != count)
        {
            throw new InvalidDataException($"A saved state of {foundCount} × {foundKind} cannot be restored into {count} × {kind}.");
        }
    }

    /// <summary>For a state of fixed size, before anything is overwritten.</summary>
    public readonly void Expect(int bytes)
    {
        if (_rest.Length != bytes)
        {
            throw new InvalidDataException($"A saved environment state should go on for {bytes} bytes; it has {_rest.Length}.");
        }
    }

    /// <summary>For numbers that a damaged file could not hold without leading outside an array later.</summary>
    public readonly void Require(bool plausible)
    {
        if (!plausible)
        {
            throw new InvalidDataException("A saved environment state holds numbers that no episode can have.");
        }
    }

    /// <summary>All that is left, for what reads it itself.</summary>
    public ReadOnlySpan<byte> Rest() => Take(_rest.Length);

    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw new InvalidDataException($"A saved environment state has {_rest.Length} bytes too many.");
        }
    }
}
