using System.Text;
using Epoche.Tuning;

namespace Epoche;

/// <summary>Keeps studies in memory, for as long as the program runs.</summary>
public sealed class MemoryLog : IStudyLog
{
    private const int MostAtOnce = 1 << 16;

    private readonly Lock _gate = new();
    private readonly List<ReadOnlyMemory<byte>> _lines = [];

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="from"/> is negative.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> Read(long from)
    {
        CountChecks.AtLeast(0, from);
        lock (_gate)
        {
            return from >= _lines.Count ? [] : _lines.GetRange((int)from, Math.Min(_lines.Count - (int)from, MostAtOnce));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A line is null or has a line break.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="after"/> is negative.</exception>
    public bool TryAppend(IReadOnlyList<string> lines, long after)
    {
        LogLines.Require(lines, after);
        lock (_gate)
        {
            if (after != _lines.Count)
            {
                return false;
            }

            _lines.AddRange(lines.Select(line => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(line)));
            return true;
        }
    }

    /// <summary>Nothing: the lines stay for whoever has the log.</summary>
    public void Dispose()
    {
    }
}
