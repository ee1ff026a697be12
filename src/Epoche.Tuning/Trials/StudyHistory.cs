using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// What a trial may see of a study: a rule decides it and not the moment at which it is asked for, so that any number of workers gives the
/// same study.
/// </summary>
public sealed class StudyHistory
{
    /// <summary>A history, as one is made for a study or for a test of a sampler.</summary>
    /// <param name="directions">Of each objective, which values are good.</param>
    /// <param name="results">The trials whose results may be seen.</param>
    /// <param name="pending">The trials of which only the parameters may be seen.</param>
    /// <exception cref="ArgumentException">There is no objective, or a trial is null.</exception>
    public StudyHistory(
        IReadOnlyList<Direction> directions, IReadOnlyList<TrialRecord> results, IReadOnlyList<TrialRecord>? pending = null)
    {
        ArgumentNullException.ThrowIfNull(directions);
        ArgumentNullException.ThrowIfNull(results);
        if (directions.Count == 0)
        {
            throw new ArgumentException("A study has at least one objective; received none.", nameof(directions));
        }

        if (results is not TrialList)
        {
            Elements.RequireNoNull(results, nameof(results));
        }

        Elements.RequireNoNull(pending ?? [], nameof(pending));
        (Directions, Results, Pending) = (directions, results, pending ?? []);
    }

    /// <summary>Of each objective, which values are good.</summary>
    public IReadOnlyList<Direction> Directions { get; }

    /// <summary>The trials whose results may be seen: complete, pruned, failed, or paused (<see cref="TrialState.Waiting"/>).</summary>
    public IReadOnlyList<TrialRecord> Results { get; }

    /// <summary>The trials of which only the parameters may be seen, since their results are not known yet or may not be used.</summary>
    public IReadOnlyList<TrialRecord> Pending { get; }

    /// <summary>The value as one to minimise: that of an objective to maximise changes its sign. NaN becomes +∞, the worst.</summary>
    /// <param name="objective">Which objective, from 0.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such objective.</exception>
    public double Loss(int objective, double value)
    {
        CountChecks.Below(Directions.Count, objective);
        double loss = Directions[objective] == Direction.Maximize ? -value : value;
        return double.IsNaN(loss) ? double.PositiveInfinity : loss;
    }
}
