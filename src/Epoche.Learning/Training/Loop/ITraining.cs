namespace Epoche;

/// <summary>
/// Anything that learns, one step at a time: a supervised fit, an agent in its environments, variational inference, an ensemble.
/// <see cref="TrainingLoop"/> does all that is around it.
/// </summary>
public interface ITraining : IStateful
{
    /// <summary>
    /// How far it is, in the unit of its limits, cadences and curves: environment steps where there are environments, else updates. Never
    /// decreases; a step may add several.
    /// </summary>
    long Step { get; }

    /// <summary>Updates so far.</summary>
    long Updates { get; }

    /// <summary>Passes over the data that came to their end; 0 where there are none.</summary>
    int Epochs { get; }

    /// <summary>
    /// What it learns, each slab with what stands before its names. May be empty before the first step; ask again, do not keep the list.
    /// </summary>
    IReadOnlyList<ScopedSlab> Weights { get; }

    /// <summary>
    /// Makes one indivisible step. It depends on the state alone: not on the time, not on who listens, not on evaluations. Allocates
    /// nothing in steady state. Where the last batch of a pass is known only when no other follows, a step may do no more than end the
    /// pass: then <see cref="Step"/> stays and <see cref="Epochs"/> rises.
    /// </summary>
    /// <exception cref="NonFiniteException">
    /// A number is NaN or infinite; the weights are those before the update that met it. Nothing else is
    /// promised then: go on from a saved state.
    /// </exception>
    void Advance();

    /// <summary>
    /// Exchanges the weights that learn for those that are evaluated and kept, such as their average; called again, exchanges them back. A
    /// loop does so around each evaluation. Default: nothing, they are the same.
    /// </summary>
    void SwapAverage()
    {
    }

    /// <summary>Writes its numbers under its own tags. Changes nothing; called where a report is due, not at every step.</summary>
    void Report(IRunWriter writer);

    /// <summary>Writes distributions beside those of the weights. Changes nothing. Default: none.</summary>
    void ReportDistributions(IRunWriter writer)
    {
    }
}

/// <summary>Weights, and what stands before their names where there are several of them: <c>member_0/</c>.</summary>
/// <param name="Scope">Empty for the only one.</param>
/// <param name="Slab">The weights.</param>
public readonly record struct ScopedSlab(string Scope, ParameterSlab Slab)
{
    /// <summary>Empty for the only one.</summary>
    public string Scope { get; init => field = NotNull.Of(value); } = NotNull.Of(Scope);

    /// <summary>The weights.</summary>
    public ParameterSlab Slab { get; init => field = NotNull.Of(value); } = NotNull.Of(Slab);
}
