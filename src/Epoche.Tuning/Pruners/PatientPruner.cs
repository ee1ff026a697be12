namespace Epoche;

/// <summary>
/// Asks another pruner only when a trial has not improved for some reports; alone, it ends such a trial. A report that is not better than
/// the best before it by more than <see cref="MinDelta"/> is no improvement.
/// </summary>
public sealed class PatientPruner : Pruner
{
    private readonly Pruner? _inner;

    /// <summary>Patience in front of a pruner.</summary>
    /// <param name="inner">Whom to ask then; null: the trial ends.</param>
    /// <param name="patience">For how many reports a trial may fail to improve.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="patience"/> is negative.</exception>
    /// <exception cref="ArgumentException">The other pruner pauses trials.</exception>
    public PatientPruner(Pruner? inner, int patience)
    {
        CountChecks.AtLeast(0, patience);
        if (inner?.Pauses == true)
        {
            throw new ArgumentException(
                $"The pruner {inner.Text} pauses trials, and its rungs allow no patience. Use it alone.", nameof(inner));
        }

        (_inner, Patience) = (inner, patience);
    }

    /// <summary>For how many reports a trial may fail to improve.</summary>
    public int Patience { get; }

    /// <summary>By how much a report has to be better to count as an improvement; at least 0.</summary>
    public double MinDelta
    {
        get;
        init => field = value >= 0 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"MinDelta is {value}; expected 0 or more.");
    }

    /// <inheritdoc/>
    public override string Text => $"patient({_inner?.Text ?? "none"}, {Patience}, {StudyValue.NumberText(MinDelta)})";

    /// <inheritdoc/>
    public override TrialDecision Decide(PruningContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        double[] losses = [.. context.Trial.IntermediateValues.OrderBy(report => report.Step).Select(report => context.Loss(report.Value))];
        if (losses.Length <= Patience + 1)
        {
            return TrialDecision.Continue;
        }

        double before = losses[..^(Patience + 1)].Min(), since = losses[^(Patience + 1)..].Min();
        return before + MinDelta >= since && since < double.PositiveInfinity ? TrialDecision.Continue
            : _inner?.Decide(context) ?? TrialDecision.Prune;
    }
}
