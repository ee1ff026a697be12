using System.Buffers;

namespace Epoche;

/// <summary>
/// An environment that shows only some of its numbers: <c>new PartialObservation(new CartPole(), "CartPole-no-velocity", 0, 2)</c>. What it
/// hides an agent must infer from what came before. Everything else is as it was.
/// </summary>
public sealed class PartialObservation : IStatefulEnvironment
{
    private readonly IStatefulEnvironment _inner;
    private readonly int[] _shown;
    private readonly float[] _whole;

    /// <summary>Hides the other numbers.</summary>
    /// <param name="inner">The environment, whose observations are vectors without a layout.</param>
    /// <param name="name">Its name then; not that of the environment, whose returns are others.</param>
    /// <param name="shown">Which numbers are shown, in this order, each once.</param>
    /// <exception cref="ArgumentException">A number is not there, or the observation is no plain vector.</exception>
    public PartialObservation(IStatefulEnvironment inner, string name, params ReadOnlySpan<int> shown)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentException.ThrowIfNullOrEmpty(name);
        (_inner, _shown) = (inner, shown.ToArray());
        Spec = SpecOf(inner.Spec, name, shown);
        _whole = new float[inner.Spec.Observation.ElementCount];
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        Spec.RequireRoom(observation);
        _inner.Reset(ref rng, _whole);
        Show(_whole, _shown, observation);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        Spec.RequireRoom(observation);
        StepResult result = _inner.Step(action, ref rng, _whole);
        Show(_whole, _shown, observation);
        return result;
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The environment within does not say any.</exception>
    public void WriteActionMask(Span<bool> allowed) => _inner.WriteActionMask(allowed);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The environment within does not say any.</exception>
    public void WriteInformation(Span<float> values) => _inner.WriteInformation(values);

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination) => _inner.SaveState(destination);

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state) => _inner.RestoreState(state);

    /// <summary>What is left of a spec.</summary>
    /// <exception cref="ArgumentException">A number is not there, or the observation is no plain vector.</exception>
    internal static EnvironmentSpec SpecOf(EnvironmentSpec spec, string name, ReadOnlySpan<int> shown)
    {
        if (spec.Observation.Rank != 1 || spec.Layout is not null || spec.Frames != 1)
        {
            throw new ArgumentException(
                $"{spec.Label} shows {spec.Observation}; numbers are hidden of vectors without a layout, before frames are stacked.",
                nameof(spec));
        }

        int count = spec.Observation[0];
        for (int i = 0; i < shown.Length; i++)
        {
            if ((uint)shown[i] >= (uint)count || shown[..i].Contains(shown[i]))
            {
                throw new ArgumentException(
                    $"{spec.Label} has the numbers 0 to {count - 1}, and each is shown once at most; received {shown[i]}.", nameof(shown));
            }
        }

        return shown.IsEmpty
            ? throw new ArgumentException($"Nothing of {spec.Label} would be shown; name one number at least.", nameof(shown))
            : spec with { Name = name, Observation = [shown.Length] };
    }

    /// <summary>Copies what is shown of each row.</summary>
    internal static void Show(ReadOnlySpan<float> whole, ReadOnlySpan<int> shown, Span<float> rows)
    {
        for (int i = 0; i < shown.Length; i++)
        {
            rows[i] = whole[shown[i]];
        }
    }
}
