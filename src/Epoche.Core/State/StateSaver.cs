using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Epoche;

/// <summary>Takes the values of an <see cref="IStateful"/>, each under a name that is its own within the part.</summary>
public sealed class StateSaver
{
    private const int MostAtOnce = 1 << 27; // elements: their bytes fit a span whatever their type

    private readonly StateOutput _values;
    private readonly bool _isLarge;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<(string Name, IStateLog Log)> _logs = [];
    private string _scope = "";

    /// <param name="values">Where the values go, the logs excepted.</param>
    /// <param name="version">Of the layout; see <see cref="StateLayout"/>.</param>
    internal StateSaver(StateOutput values, int version = StateLayout.Version)
    {
        (_values, _isLarge) = (values, version == StateLayout.LargeVersion);
        values.Write(StateLayout.Magic);
        WriteInt32(version);
    }

    /// <summary>Whether a part is saved to be put back where a loading fails; see <see cref="StateSnapshot"/>.</summary>
    internal bool IsSnapshot { get; init; }

    /// <summary>The logs with their full names.</summary>
    internal List<(string Name, IStateLog Log)> Logs => _logs;

    /// <summary>Saves a part with a state of its own, its version and kind included.</summary>
    /// <param name="name">The part's name.</param>
    /// <param name="part">The part.</param>
    public void Part(string name, IStateful part)
    {
        ArgumentNullException.ThrowIfNull(part);
        Write(name, part.StateVersion);
        Write(name + StateLayout.Kind, part.StateKind);
        string outer = _scope;
        _scope = $"{outer}{name}{StateLayout.Separator}";
        part.SaveState(this);
        _scope = outer;
    }

    /// <summary>Saves a log; a checkpoint writes only what is new of it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="log">The log.</param>
    public void Log(string name, IStateLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        _logs.Add((Begin(name, StateType.Log, 0), log));
    }

    /// <summary>Saves a number.</summary>
    public void Write(string name, int value) => Write(name, new ReadOnlySpan<int>(in value));

    /// <summary>Saves a number.</summary>
    public void Write(string name, long value) => Write(name, new ReadOnlySpan<long>(in value));

    /// <summary>Saves a number.</summary>
    public void Write(string name, float value) => Write(name, new ReadOnlySpan<float>(in value));

    /// <summary>Saves a number.</summary>
    public void Write(string name, double value) => Write(name, new ReadOnlySpan<double>(in value));

    /// <summary>Saves yes or no.</summary>
    public void Write(string name, bool value) => Write(name, [value ? (byte)1 : (byte)0]);

    /// <summary>Saves a text.</summary>
    public void Write(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        byte[] bytes = StateLayout.Utf8.GetBytes(value);
        Begin(name, StateType.Text, bytes.Length);
        _values.Write(bytes);
    }

    /// <summary>Saves where a stream of random numbers stands.</summary>
    public void Write(string name, in Rng value)
    {
        Begin(name, StateType.Random, 2 * sizeof(ulong));
        WriteInt64((long)value.Key);
        WriteInt64((long)value.Position);
    }

    /// <summary>Saves bytes.</summary>
    public void Write(string name, ReadOnlySpan<byte> values) => Write<byte>(name, values);

    /// <summary>Saves numbers: byte, int, long, float or double.</summary>
    /// <exception cref="NotSupportedException">The type is none of these.</exception>
    public void Write<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Begin(name, StateLayout.TypeOf<T>(), (long)values.Length * Unsafe.SizeOf<T>());
        while (values.Length > MostAtOnce)
        {
            _values.Write(MemoryMarshal.AsBytes(values[..MostAtOnce]));
            values = values[MostAtOnce..];
        }

        _values.Write(MemoryMarshal.AsBytes(values)); // every platform of .NET that this library runs on is little-endian
    }

    private string Begin(string name, StateType type, long bytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrEmpty(name);
        string full = _scope + name;
        byte[] utf8 = StateLayout.Utf8.GetBytes(full);
        if (utf8.Length > StateLayout.LongestName || !_names.Add(full))
        {
            throw new ArgumentException(
                utf8.Length > StateLayout.LongestName
                    ? $"The name '{full}' is longer than {StateLayout.LongestName} bytes."
                    : $"A value called '{full}' is saved already; names must be unique within a part.",
                nameof(name));
        }

        WriteInt32(utf8.Length);
        _values.Write(utf8);
        _values.Write([(byte)type]);
        if (_isLarge)
        {
            WriteInt64(bytes);
        }
        else
        {
            WriteInt32((int)Math.Min(bytes, int.MaxValue)); // more is only counted: it is saved again, in the other layout
        }

        return full;
    }

    private void WriteInt32(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _values.Write(bytes);
    }

    private void WriteInt64(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _values.Write(bytes);
    }
}
