using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// Ends a trial whose best report so far is worse than a percentile of what complete trials had reported at the same step (Optuna's rule;
/// Golovin et al., "Google Vizier", 2017, with 50).
/// </summary>
public sealed class PercentilePruner : Pruner
{
    /// <summary>The rule for a percentile.</summary>
    /// <param name="percentile">
    /// Which share of the complete trials, the better ones, a trial has to keep up with; above 0, up to 100.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="percentile"/> is outside of its range.</exception>
    public PercentilePruner(double percentile)
    {
        Percentile = percentile is > 0 and <= 100 ? percentile
            : throw new ArgumentOutOfRangeException(nameof(percentile), $"percentile is {percentile}; expected above 0, up to 100.");
    }

    /// <summary>Which share of the complete trials, the better ones, a trial has to keep up with.</summary>
    public double Percentile { get; }

    /// <summary>How many complete trials there have to be before one is ended.</summary>
    public int StartupTrials { get; init => field = Steps.Least(0, value); } = 5;

    /// <summary>Before which step none is ended.</summary>
    public int WarmUpSteps { get; init => field = Steps.Least(0, value); }

    /// <summary>Decides at every n-th step behind the warm-up only.</summary>
    public int Interval { get; init => field = Steps.Least(1, value); } = 1;

    /// <inheritdoc/>
    public override string Text => $"percentile({Percentile}, startup {StartupTrials}, warm-up {WarmUpSteps}, interval {Interval})";

    /// <inheritdoc/>
    public override TrialDecision Decide(PruningContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!Steps.IsDue(context, WarmUpSteps, Interval))
        {
            return TrialDecision.Continue;
        }

        List<double> others = [];
        int complete = 0;
        foreach (TrialRecord trial in context.History.Results)
        {
            if (trial.State == TrialState.Complete)
            {
                complete++;
                if (trial.At(context.Step) is { } value && !double.IsNaN(value))
                {
                    others.Add(context.Loss(value));
                }
            }
        }

        if (complete < StartupTrials || complete == 0)
        {
            return TrialDecision.Continue;
        }

        double best = context.Trial.IntermediateValues.Min(report => context.Loss(report.Value));
        if (context.Trial.IntermediateValues.All(report => double.IsNaN(report.Value)))
        {
            return TrialDecision.Prune;
        }

        return others.Count > 0 && best > Steps.PercentileOf(others, Percentile) ? TrialDecision.Prune : TrialDecision.Continue;
    }
}
