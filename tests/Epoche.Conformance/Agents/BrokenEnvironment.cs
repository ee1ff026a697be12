using System.Buffers;

namespace Epoche.Conformance.Agents;

/// <summary>Shows NaN after so many steps.</summary>
internal sealed class BrokenEnvironment(IBatchEnvironment inner, int after) : IBatchEnvironment
{
    private int _steps;

    public EnvironmentSpec Spec => inner.Spec;

    public int Count => inner.Count;

    public IBatchEnvironment WithCount(int count) => inner.WithCount(count);

    public void Reset(ulong seed, Span<float> observations) => inner.Reset(seed, observations);

    public void Step(in BatchActions actions, in BatchTransition result)
    {
        inner.Step(actions, result);
        if (++_steps == after)
        {
            result.Observations[0] = float.NaN;
        }
    }

    public void WriteActionMasks(Span<bool> allowed) => inner.WriteActionMasks(allowed);

    public void SaveState(IBufferWriter<byte> destination) => inner.SaveState(destination);

    public void RestoreState(ReadOnlySpan<byte> state) => inner.RestoreState(state);

    public void Dispose()
    {
    }
}
