namespace Epoche;

/// <summary>
/// An environment with another time limit: its spec says so, and no longer states the best return and the solving one, which were those of
/// the old limit; a step that is the limit's last, or later, is truncated. A struct around a struct, so that a batch of it still keeps its
/// state by copying.
/// </summary>
/// <remarks>
/// Only needed to change a limit, or to step an environment by hand: batches and traces apply
/// <see cref="EnvironmentSpec.TimeLimit"/> by themselves.
/// </remarks>
public struct TimeLimit<TEnvironment> : IEnvironment
    where TEnvironment : IEnvironment
{
    private readonly int _steps;
    private readonly double? _bestReturn, _solvedAt;
    private TEnvironment _inner;
    private int _elapsed;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment; a struct is copied.</param>
    /// <param name="steps">The number of steps after which an episode is truncated.</param>
    /// <param name="bestReturn">
    /// The largest return within that limit. Default: that of the environment where the limit is its own, unknown with another.
    /// </param>
    /// <param name="solvedAt">The mean return that counts as solved within that limit. Default: the same.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is not positive.</exception>
    public TimeLimit(TEnvironment inner, int steps, double? bestReturn = null, double? solvedAt = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        OptionChecks.AtLeastOne(steps, "steps");
        (_inner, _steps) = (inner, steps);
        EnvironmentSpec spec = inner.Spec;
        bool isOwn = spec.TimeLimit == steps; // what was stated for another limit says nothing about this one
        (_bestReturn, _solvedAt) = (bestReturn ?? (isOwn ? spec.BestReturn : null), solvedAt ?? (isOwn ? spec.SolvedAt : null));
    }

    /// <inheritdoc/>
    public readonly EnvironmentSpec Spec => _inner.Spec with { TimeLimit = _steps, BestReturn = _bestReturn, SolvedAt = _solvedAt };

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

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The environment within does not say any.</exception>
    public readonly void WriteActionMask(Span<bool> allowed) => _inner.WriteActionMask(allowed);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The environment within does not say any.</exception>
    public readonly void WriteInformation(Span<float> values) => _inner.WriteInformation(values);
}
