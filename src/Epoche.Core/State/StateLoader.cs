using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Epoche;

/// <summary>Gives back the values that a <see cref="StateSaver"/> took, by name.</summary>
public sealed class StateLoader
{
    private const long MostCount = 1L << 53;
    private const double MostSeconds = 1e10; // three centuries
    private const int MostAtOnce = 1 << 27; // elements: their bytes fit a span whatever their type

    private readonly string _file;
    private readonly StateInput _input;
    private readonly Dictionary<string, StatePlace> _values;
    private readonly Action<string, IStateLog> _readLog;
    private string _scope = "";

    /// <summary>Finds the values.</summary>
    /// <param name="input">What was saved; read until the state is loaded.</param>
    /// <param name="file">Where it lies, for messages.</param>
    /// <param name="readLog">Reads the log of a name from its segments.</param>
    /// <exception cref="DataFormatException">The bytes are damaged.</exception>
    internal StateLoader(StateInput input, string file, Action<string, IStateLog> readLog) =>
        (_input, _file, _readLog, _values) = (input, file, readLog, StateIndex.Read(input, file));

    /// <inheritdoc cref="StateLoader(StateInput, string, Action{string, IStateLog})"/>
    internal StateLoader(ReadOnlyMemory<byte> bytes, string file, Action<string, IStateLog> readLog)
        : this(new MemoryInput(bytes), file, readLog)
    {
    }

    /// <summary>The version that the part being loaded had when it was saved.</summary>
    public int Version { get; private set; }

    /// <summary>Whether a part is put back as it was before a loading that failed; see <see cref="StateSnapshot"/>.</summary>
    internal bool IsSnapshot { get; init; }

    /// <summary>Whether there is a value of this name.</summary>
    public bool Has(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _values.ContainsKey(_scope + name);
    }

    /// <summary>Loads a part.</summary>
    /// <param name="name">The name under which it was saved.</param>
    /// <param name="part">The part.</param>
    /// <exception cref="DataFormatException">
    /// There is no such part, a later version of the program saved it, or it is the state of something else.
    /// </exception>
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
                _file, $"'{_scope.TrimEnd(StateLayout.Separator)}'", $"the version {oldest} of this state or a later one",
                $"{Version}, which an earlier version of the library saved: load it with that one, or train again");
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
            throw Mismatch(
                name, $"the state of {kind}", $"that of {found}; load it into what is made by the same arguments as what was saved, "
                    + "by the version of Epoche that saved it, or train again");
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
    public bool Boolean(string name)
    {
        byte value = One<byte>(name);
        return value <= 1 ? value == 1 : throw Mismatch(name, "0 or 1", $"{value}");
    }

    /// <summary>A text.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type.</exception>
    public string Text(string name)
    {
        try
        {
            return StateLayout.Utf8.GetString(Copy(name, StateType.Text));
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
        StatePlace place = Find(name, StateType.Random);
        Span<byte> bytes = stackalloc byte[2 * sizeof(ulong)];
        if (place.Bytes != bytes.Length)
        {
            throw Mismatch(name, "a key and a position", $"{place.Bytes} bytes");
        }

        _input.Read(place.Begin, bytes);
        return Rng.Restore(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(ulong)..]));
    }

    /// <summary>Numbers, into memory that holds just as many: byte, int, long, float or double.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type.</exception>
    public void Read<T>(string name, Span<T> values)
        where T : unmanaged
    {
        RequireCount<T>(name, values.Length);
        Read(Find(name, StateLayout.TypeOf<T>()).Begin, values);
    }

    /// <summary>Numbers, as many as there are.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type.</exception>
    public T[] Array<T>(string name)
        where T : unmanaged
    {
        StatePlace place = Find(name, StateLayout.TypeOf<T>());
        (long count, long rest) = Math.DivRem(place.Bytes, Unsafe.SizeOf<T>());
        if (rest != 0 || count > System.Array.MaxLength)
        {
            throw Mismatch(
                name, $"numbers of {Unsafe.SizeOf<T>()} bytes, at most {System.Array.MaxLength} of them", $"{place.Bytes} bytes");
        }

        T[] values = GC.AllocateUninitializedArray<T>((int)count);
        Read<T>(place.Begin, values);
        return values;
    }

    /// <summary>Bytes, as many as there are.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type.</exception>
    public ReadOnlySpan<byte> Bytes(string name) => Copy(name, StateType.Byte);

    /// <summary>How many numbers a value holds, before anything is made for them.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type.</exception>
    internal long CountOf<T>(string name)
        where T : unmanaged => Find(name, StateLayout.TypeOf<T>()).Bytes / Unsafe.SizeOf<T>();

    /// <summary>Refuses a value that does not hold so many numbers.</summary>
    /// <exception cref="DataFormatException">There is none of this name, type and length.</exception>
    internal void RequireCount<T>(string name, long count)
        where T : unmanaged
    {
        if (Find(name, StateLayout.TypeOf<T>()).Bytes is var bytes && bytes != count * Unsafe.SizeOf<T>())
        {
            throw Mismatch(name, $"{count} numbers", $"{bytes / Unsafe.SizeOf<T>()}; it was saved by something of another size");
        }
    }

    /// <summary>A count within bounds.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type, or it lies outside.</exception>
    internal int Int32(string name, int least, int most = int.MaxValue)
    {
        int value = Int32(name);
        return value >= least && value <= most
            ? value
            : throw Mismatch(name, most == int.MaxValue ? $"{least} or more" : $"{least} to {most}", $"{value}");
    }

    /// <summary>A count of steps, updates or examples: not negative, and small enough to go on counting.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type, or it lies outside.</exception>
    internal long Count(string name) => RequireCount(name, Int64(name));

    /// <summary>The same of a number that was read together with others.</summary>
    /// <exception cref="DataFormatException">It lies outside.</exception>
    internal long RequireCount(string name, long value) =>
        value is >= 0 and <= MostCount ? value : throw Mismatch(name, $"0 to {MostCount}", $"{value}");

    /// <summary>A time in seconds, finite and not negative.</summary>
    /// <exception cref="DataFormatException">There is none of this name and type, or it is none.</exception>
    internal double Seconds(string name) => RequireSeconds(name, Double(name));

    /// <summary>The same of a number that was read together with others.</summary>
    /// <exception cref="DataFormatException">It is none.</exception>
    internal double RequireSeconds(string name, double value) =>
        value is >= 0 and <= MostSeconds ? value : throw Mismatch(name, $"0 to {MostSeconds:R} seconds", $"{value:R}");

    /// <summary>Makes the error of <see cref="Mismatch"/> later, when the part that was being loaded finds a value impossible.</summary>
    internal Func<string, string, DataFormatException> MismatchOf(string name)
    {
        (string file, string full) = (_file, _scope + name);
        return (expected, found) => new(file, $"'{full}'", expected, found);
    }

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

    private byte[] Copy(string name, StateType type)
    {
        StatePlace place = Find(name, type);
        if (place.Bytes > System.Array.MaxLength)
        {
            throw Mismatch(name, $"at most {System.Array.MaxLength} bytes", $"{place.Bytes}");
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)place.Bytes);
        _input.Read(place.Begin, bytes);
        return bytes;
    }

    private void Read<T>(long at, Span<T> values)
        where T : unmanaged
    {
        for (; values.Length > MostAtOnce; values = values[MostAtOnce..])
        {
            _input.Read(at, MemoryMarshal.AsBytes(values[..MostAtOnce]));
            at += (long)MostAtOnce * Unsafe.SizeOf<T>();
        }

        _input.Read(at, MemoryMarshal.AsBytes(values));
    }

    private StatePlace Find(string name, StateType type)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_values.TryGetValue(_scope + name, out StatePlace place))
        {
            throw Mismatch(name, "a value", "none of this name");
        }

        return place.Type == type ? place : throw Mismatch(name, $"the type {type}", $"{place.Type}");
    }
}
