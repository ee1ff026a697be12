using System.Buffers;
using Epoche;

namespace Epoche.Reinforcement.Tests.Agents;

/// <summary>
/// A batch environment that measures what the thread allocates between two of its steps: the least of five equal parts, for a collection
/// on another thread can count the rest of this thread's allocation buffer as allocated, once.
/// </summary>
internal sealed class AllocationMeter(IBatchEnvironment inner, int from, int to) : IBatchEnvironment
{
    private const int Parts = 5;

    private int _steps;
    private long _start, _least = long.MaxValue;

    /// <summary>The least of a part, in bytes; −1 before the last.</summary>
    public long Bytes { get; private set; } = -1;

    public EnvironmentSpec Spec => inner.Spec;

    public int Count => inner.Count;

    public IBatchEnvironment WithCount(int count) => inner.WithCount(count);

    public void Reset(ulong seed, Span<float> observations) => inner.Reset(seed, observations);

    public void Step(in BatchActions actions, in BatchTransition result)
    {
        _steps++;
        if (_steps > from && _steps <= to && (_steps - from) % ((to - from) / Parts) == 0)
        {
            _least = Math.Min(_least, GC.GetAllocatedBytesForCurrentThread() - _start);
            Bytes = _steps == to ? _least : -1;
        }

        if (_steps >= from && _steps < to && (_steps - from) % ((to - from) / Parts) == 0)
        {
            _start = GC.GetAllocatedBytesForCurrentThread();
        }

        inner.Step(actions, result);
    }

    public void SaveState(IBufferWriter<byte> destination) => inner.SaveState(destination);

    public void RestoreState(ReadOnlySpan<byte> state) => inner.RestoreState(state);

    public void Dispose()
    {
    }
}
