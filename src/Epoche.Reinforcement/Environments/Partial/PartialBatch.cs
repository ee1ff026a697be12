using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>A batch that shows only some of its numbers: <see cref="PartialObservation"/> for many environments at once.</summary>
public sealed class PartialBatch : IBatchEnvironment, IScoresOtherwise
{
    private readonly IBatchEnvironment _inner;
    private readonly int[] _shown;
    private readonly float[] _whole, _finals;
    private readonly SoleUse _use = BatchChecks.SoleUse();
    private readonly int _width;

    /// <summary>Hides the other numbers.</summary>
    /// <param name="inner">The batch, which it disposes with itself.</param>
    /// <param name="name">The environment's name then.</param>
    /// <param name="shown">Which numbers are shown, in this order, each once.</param>
    /// <exception cref="ArgumentException">A number is not there, or the observation is no plain vector.</exception>
    public PartialBatch(IBatchEnvironment inner, string name, params ReadOnlySpan<int> shown)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentException.ThrowIfNullOrEmpty(name);
        (_inner, _shown) = (inner, shown.ToArray());
        Spec = PartialObservation.SpecOf(inner.Spec, name, shown);
        _width = inner.Spec.Observation.ElementCount;
        (_whole, _finals) = (new float[inner.Count * _width], new float[inner.Count * _width]);
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public int Count => _inner.Count;

    /// <inheritdoc/>
    public IBatchEnvironment WithCount(int count) => new PartialBatch(_inner.WithCount(count), Spec.Name, _shown);

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observations)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Observations(Spec, Count, observations.Length);
        _inner.Reset(seed, _whole);
        Show(_whole, observations);
    }

    /// <inheritdoc/>
    public void Step(in BatchActions actions, in BatchTransition result)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Transition(Spec, Count, result);
        _inner.Step(actions, new(_whole, _finals, result.Rewards, result.Terminated, result.Truncated)
        {
            ActionMasks = result.ActionMasks, FinalActionMasks = result.FinalActionMasks, Information = result.Information,
        });
        Show(_whole, result.Observations);
        for (int i = 0; i < Count; i++)
        {
            if (result.Ended(i))
            {
                PartialObservation.Show(_finals.AsSpan(i * _width, _width), _shown, result.FinalObservations[(i * _shown.Length)..]);
            }
        }
    }

    /// <inheritdoc/>
    public void WriteActionMasks(Span<bool> allowed)
    {
        using SoleUse.Scope use = _use.Enter();
        _inner.WriteActionMasks(allowed);
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        using SoleUse.Scope use = _use.Enter();
        _inner.SaveState(destination);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        using SoleUse.Scope use = _use.Enter();
        _inner.RestoreState(state);
    }

    /// <inheritdoc/>
    public void Dispose() => _inner.Dispose();

    IBatchEnvironment IScoresOtherwise.ForScores(int count) => new PartialBatch(_inner.ForScores(count), Spec.Name, _shown);

    private void Show(ReadOnlySpan<float> whole, Span<float> rows)
    {
        for (int i = 0; i < Count; i++)
        {
            PartialObservation.Show(whole.Slice(i * _width, _width), _shown, rows[(i * _shown.Length)..]);
        }
    }
}
