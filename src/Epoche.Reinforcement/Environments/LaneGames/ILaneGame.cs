using Epoche.Kernels;

namespace Epoche.Simulation;

/// <summary>
/// A game whose state is a few real numbers, one environment in each lane of a register: what <see cref="LaneBatch{TGame}"/> must know of
/// it. The rules are written once, for a scalar and for lanes, over <see cref="IArithmetic{T}"/>.
/// </summary>
internal interface ILaneGame
{
    static abstract EnvironmentSpec Spec { get; }

    /// <summary>How many numbers a state is.</summary>
    static abstract int StateSize { get; }

    /// <summary>Draws a first state.</summary>
    static abstract void Begin(ref Rng rng, Span<float> state);

    /// <summary>Shows a first state.</summary>
    static abstract void Observe(ReadOnlySpan<float> state, Span<float> observation);

    /// <summary>One step of as many environments as a register has lanes.</summary>
    /// <param name="state">The first of their numbers in the first column; advanced.</param>
    /// <param name="stride">From one column to the next.</param>
    /// <param name="action">The bits of the actions' indices, or the actions' numbers.</param>
    /// <param name="observation">Receives a row for each of them.</param>
    /// <param name="reward">The rewards.</param>
    /// <returns>A mask of those whose task is over.</returns>
    static abstract V Advance<V, S>(ref float state, nint stride, V action, ref float observation, out V reward)
        where V : struct
        where S : struct, ISimd<V>;
}
