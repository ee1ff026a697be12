using System.Buffers;

namespace Epoche.Reinforcement.Tests.Agents;

/// <summary>A batch that reports its steps, and whether they belong to a copy on which an agent is evaluated.</summary>
internal sealed class Tripwire(IBatchEnvironment inner, Action<bool> stepped, bool isCopy = false) : IBatchEnvironment
{
    public EnvironmentSpec Spec => inner.Spec;

    public int Count => inner.Count;

    public IBatchEnvironment WithCount(int count) => new Tripwire(inner.WithCount(count), stepped, isCopy: true);

    public void Reset(ulong seed, Span<float> observations) => inner.Reset(seed, observations);

    public void Step(in BatchActions actions, in BatchTransition result)
    {
        inner.Step(actions, result);
        stepped(isCopy);
    }

    public void SaveState(IBufferWriter<byte> destination) => inner.SaveState(destination);

    public void RestoreState(ReadOnlySpan<byte> state) => inner.RestoreState(state);

    public void Dispose() => inner.Dispose();
}
