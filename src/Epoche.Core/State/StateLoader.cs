using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Epoche;

/// <summary>Gives back the values that a <see cref="StateSaver"/> took, by name.</summary>
public sealed class StateLoader
{
    private readonly string _file;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Dictionary<string, (StateType Type, int Begin, int Length)> _values = new(StringComparer.Ordinal);
    private readonly Action<string, IStateLog> _readLog;
    private string _scope = "";

    /// <summary>Finds the values.</summary>
    /// <param name="bytes">What was saved.</param>
    /// <param name="file">Where it lies, for messages.</param>
    /// <param name="readLog">Reads the log of a name from its segments.</param>
    /// <exception cref="DataFormatException">The bytes are damaged.</exception>
    internal StateLoader(ReadOnlyMemory<byte> bytes, string file, Action<string, IStateLog> readLog)
    {
        (_bytes, _file, _readLog) = (bytes, file, readLog);
        ReadOnlySpan<byte> magic = StateLayout.Magic;
        if (!bytes.Span.StartsWith(magic))
        {
            throw new DataFormatException(file, "byte 0", "saved state", "something else");
        }

        int at = magic.Length, version = ReadInt32(ref at);
        if (version != StateLayout.Version)
        {
            throw new DataFormatException(
                file, "header", $"the layout version {StateLayout.Version}", $"{version}; it was saved by {(version < StateLayout.Version ? "an earlier" : "a later")} version of Epoche, which reads it");
        }

        while (at < bytes.Length)
        {
            int begin = at;
            string name = ReadName(ref at);
            StateType type = (StateType)Take(ref at, 1)[0];
            int length = ReadInt32(ref at);
            int from = at;
            Take(ref at, length);
            if (!_values.TryAdd(name, (type, from, length)))
            {
                throw new DataFormatException(file, $"byte {begin}", "a name that is new", $"'{name}' once more");
            }
        }
    }

    /// <summary>The version that the part being loaded had when it was saved.</summary>
    public int Version { get; private set; }

    /// <summary>Whether there is a value of this name.</summary>
    public bool Has(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _values.ContainsKey(_scope + name);
    }

    /// <summary>Loads a part.</summary>
    /// <param name="name">The name under which it was saved.</param>
    /// <param name="part">The part.</param>
    /// <exception cref="DataFormatException">There is no such part, a later version of the program saved it, or it is the state of something else.</exception>
    public void Part(string name, IStateful part)
    {
        ArgumentNullException.ThrowIfNull(part);
        int version = Int32(name);
        RequireKind(name + StateLayout.Kind, part.StateKind);
        if (version < 1 || version > part.StateVersion)
        {
            throw Mismatch(name, $"a version from 1 to {part.StateVersion}, which this build reads", $"{version}");
        }

        (string outerScope, int outerVersion) = (_scope, Version);
        (_scope, Version) = ($"{outerScope}{name}{StateLayout.Separator}", version);
        part.LoadState(this);
        (_scope, Version) = (outerScope, outerVersion);
    }

    /// <summary>
    /// For a part that no longer reads what earlier versions of it saved; called first in its <see cref="IStateful.LoadState"/>.
    /// </summary>
    /// <param name="oldest">The earliest version that it reads.</param>
    /// <exception cref="DataFormatException">The state is of an earlier version.</exception>
    public void RequireVersion(int oldest)
    {
        if (Version < oldest)
        {
            throw new DataFormatException(
                _file, $"'{_scope.TrimEnd(StateLayout.Separator)}'", $"the version {oldest} of this state or a later one", $"{Version}, which an earlier version of the library saved: load it with that one, or train anew");
        }
    }

    /// <summary>Checks a text that says whose state follows; see <see cref="IStateful.StateKind"/>.</summary>
    /// <param name="name">The text's name.</param>
    /// <param name="kind">What it must be.</param>
    /// <exception cref="DataFormatException">It is another: the state is that of something else.</exception>
    internal void RequireKind(string name, string kind)
    {
        string found = Text(name);
        if (found != kind)
        {
            throw Mismatch(name, $"the state of {kind}", $"that of {found}; load it into what is made by the same arguments as what was saved, by the version of Epoche that saved it, or train anew");
        }
    }

    /// <summary>Loads a log.</summary>
    /// <param name="name">The name under which it was saved.</param>
    /// <param name="log">The log, whose content is replaced.</param>
    /// <exception cref="DataFormatException">There is no such log, or it is that of something else.</exception>
    public void Log(string name, IStateLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        Find(name, StateType.Log);
        _readLog(_scope + name, log);
    }

    /// <summary>A number.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type.</exception>
    public int Int32(string name) => One<int>(name);

    /// <summary>A number.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type.</exception>
    public long Int64(string name) => One<long>(name);

    /// <summary>A number.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type.</exception>
    public float Single(string name) => One<float>(name);

    /// <summary>A number.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type.</exception>
    public double Double(string name) => One<double>(name);

    /// <summary>Yes or no.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type.</exception>
    public bool Boolean(string name) => One<byte>(name) != 0;

    /// <summary>A text.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type.</exception>
    public string Text(string name)
    {
        try
        {
            return StateLayout.Utf8.GetString(Find(name, StateType.Text));
        }
        catch (DecoderFallbackException exception)
        {
            throw new DataFormatException(_file, $"'{_scope}{name}'", "UTF-8", "something else", exception);
        }
    }

    /// <summary>A stream of random numbers where it stood.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type.</exception>
    public Rng Random(string name)
    {
        ReadOnlySpan<byte> bytes = Find(name, StateType.Random);
        return bytes.Length == 2 * sizeof(ulong)
            ? Rng.Restore(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(ulong)..]))
            : throw Mismatch(name, "a key and a position", $"{bytes.Length} bytes");
    }

    /// <summary>Numbers, into memory that holds just as many: byte, int, long, float or double.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type.</exception>
    public void Read<T>(string name, Span<T> values)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = Find(name, StateLayout.TypeOf<T>());
        if (bytes.Length != (long)values.Length * Unsafe.SizeOf<T>())
        {
            throw Mismatch(name, $"{values.Length} numbers", $"{bytes.Length / Unsafe.SizeOf<T>()}; it was saved by something of another size");
        }

        bytes.CopyTo(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Numbers, as many as there are.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type.</exception>
    public T[] Array<T>(string name)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = Find(name, StateLayout.TypeOf<T>());
        T[] values = new T[bytes.Length / Unsafe.SizeOf<T>()];
        bytes[..(values.Length * Unsafe.SizeOf<T>())].CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>Bytes, as they lie in the checkpoint.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type.</exception>
    public ReadOnlySpan<byte> Bytes(string name) => Find(name, StateType.Byte);

    /// <summary>For a part that finds a value of its own impossible.</summary>
    /// <param name="name">The value's name.</param>
    /// <param name="expected">What it may be.</param>
    /// <param name="found">What it is.</param>
    public DataFormatException Mismatch(string name, string expected, string found)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(found);
        return new(_file, $"'{_scope}{name}'", expected, found);
    }

    private T One<T>(string name)
        where T : unmanaged
    {
        T value = default;
        Read(name, new Span<T>(ref value));
        return value;
    }

    private ReadOnlySpan<byte> Find(string name, StateType type)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_values.TryGetValue(_scope + name, out (StateType Type, int Begin, int Length) value))
        {
            throw Mismatch(name, "a value", "none of this name");
        }

        return value.Type == type ? _bytes.Span.Slice(value.Begin, value.Length) : throw Mismatch(name, $"the type {type}", $"{value.Type}");
    }

    private string ReadName(ref int at)
    {
        int begin = at, length = ReadInt32(ref at);
        if (length is < 1 or > StateLayout.LongestName)
        {
            throw new DataFormatException(_file, $"byte {begin}", $"a name of 1 to {StateLayout.LongestName} bytes", $"{length}");
        }

        try
        {
            return StateLayout.Utf8.GetString(Take(ref at, length));
        }
        catch (DecoderFallbackException exception)
        {
            throw new DataFormatException(_file, $"byte {begin}", "a name in UTF-8", "something else", exception);
        }
    }

    private int ReadInt32(ref int at) => BinaryPrimitives.ReadInt32LittleEndian(Take(ref at, sizeof(int)));

    private ReadOnlySpan<byte> Take(ref int at, int count)
    {
        if (count < 0 || count > _bytes.Length - at)
        {
            throw new DataFormatException(_file, $"byte {at}", $"{count} more bytes", $"{_bytes.Length - at}");
        }

        ReadOnlySpan<byte> taken = _bytes.Span.Slice(at, count);
        at += count;
        return taken;
    }
}
