namespace Epoche;

/// <summary>
/// An environment with another time limit: its spec says so, and a step that is the limit's last, or later, is truncated. A struct around a
/// struct, so that a batch of it still keeps its state by copying.
/// </summary>
/// <remarks>Only needed to change a limit, or to step an environment by hand: batches and traces apply <see cref="EnvironmentSpec.TimeLimit"/> by themselves.</remarks>
public struct TimeLimit<TEnvironment> : IEnvironment
    where TEnvironment : IEnvironment
{
    private readonly int _steps;
    private TEnvironment _inner;
    private int _elapsed;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment; a struct is copied.</param>
    /// <param name="steps">The number of steps after which an episode is truncated.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is not positive.</exception>
    public TimeLimit(TEnvironment inner, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        _inner = inner;
        _steps = steps;
    }

    /// <inheritdoc/>
    public readonly EnvironmentSpec Spec => _inner.Spec with { TimeLimit = _steps };

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        _elapsed = 0;
        _inner.Reset(ref rng, observation);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        StepResult result = _inner.Step(action, ref rng, observation);
        return result with { Truncated = result.Truncated | ++_elapsed >= _steps };
    }
}
