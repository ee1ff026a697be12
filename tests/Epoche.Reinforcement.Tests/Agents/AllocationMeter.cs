using System.Buffers;
using Epoche;

namespace Epoche.Reinforcement.Tests.Agents;

/// <summary>A batch environment that notes what the thread has allocated between two of its steps.</summary>
internal sealed class AllocationMeter(IBatchEnvironment inner, int from, int to) : IBatchEnvironment
{
    private int _steps;
    private long _start;

    public long Bytes { get; private set; } = -1;

    public EnvironmentSpec Spec => inner.Spec;

    public int Count => inner.Count;

    public IBatchEnvironment WithCount(int count) => inner.WithCount(count);

    public void Reset(ulong seed, Span<float> observations) => inner.Reset(seed, observations);

    public void Step(in BatchActions actions, in BatchTransition result)
    {
        _steps++;
        if (_steps == from)
        {
            _start = GC.GetAllocatedBytesForCurrentThread();
        }
        else if (_steps == to)
        {
            Bytes = GC.GetAllocatedBytesForCurrentThread() - _start;
        }

        inner.Step(actions, result);
    }

    public void SaveState(IBufferWriter<byte> destination) => inner.SaveState(destination);

    public void RestoreState(ReadOnlySpan<byte> state) => inner.RestoreState(state);

    public void Dispose()
    {
    }
}
