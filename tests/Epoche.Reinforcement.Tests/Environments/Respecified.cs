using System.Buffers;

namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>A batch that says something else of itself.</summary>
internal sealed class Respecified(IBatchEnvironment inner, Func<EnvironmentSpec, EnvironmentSpec> change) : IBatchEnvironment
{
    public EnvironmentSpec Spec { get; } = change(inner.Spec);

    public int Count => inner.Count;

    public IBatchEnvironment WithCount(int count) => new Respecified(inner.WithCount(count), change);

    public void Reset(ulong seed, Span<float> observations) => inner.Reset(seed, observations);

    public void Step(in BatchActions actions, in BatchTransition result) => inner.Step(actions, result);

    public void SaveState(IBufferWriter<byte> destination) => inner.SaveState(destination);

    public void RestoreState(ReadOnlySpan<byte> state) => inner.RestoreState(state);

    public void Dispose() => inner.Dispose();
}
