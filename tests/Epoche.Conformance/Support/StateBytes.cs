namespace Epoche.Conformance;

/// <summary>The state of a part in memory, its logs included: what a checkpoint of it would hold.</summary>
public sealed class StateBytes
{
    private const string Name = "state";

    private readonly ReadOnlyMemory<byte> _values;
    private readonly Dictionary<string, List<byte[]>> _logs = [];

    private StateBytes(IStateful part)
    {
        StateBuffer bytes = new();
        StateSaver saver = new(bytes);
        saver.Part(Name, part);
        _values = bytes.ToArray();
        foreach ((string name, IStateLog log) in saver.Logs)
        {
            _logs[name] = Segments(log);
        }
    }

    /// <summary>Saves a part.</summary>
    public static StateBytes Of(IStateful part) => new(part);

    /// <summary>Loads it into another.</summary>
    public void LoadInto(IStateful part) =>
        new StateLoader(
            _values, "memory", (name, log) => log.Read(_logs[name].Select(segment => new MemoryStream(segment, writable: false))))
            .Part(Name, part);

    /// <summary>The values alone, logs excepted: a short text that differs when any bit does.</summary>
    public override string ToString() => Fingerprint.Of(_values.Span);

    internal static List<byte[]> Segments(IStateLog log)
    {
        List<byte[]> segments = [];
        for (long[] end = []; !end.AsSpan().SequenceEqual(log.End);)
        {
            using MemoryStream stream = new();
            end = log.Write(stream, end, long.MaxValue);
            segments.Add(stream.ToArray());
        }

        return segments;
    }
}
