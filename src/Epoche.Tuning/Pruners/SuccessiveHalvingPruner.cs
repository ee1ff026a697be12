using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// Successive halving without pauses, as Optuna's pruner of this name: where a trial reaches a rung it goes on if it is among the best 1/n
/// of those that reached it before, and ends otherwise. A trial that was ended early never returns; <see cref="AshaPruner"/> pauses it
/// instead.
/// </summary>
public sealed class SuccessiveHalvingPruner : Pruner
{
    /// <summary>The step of the first rung, at least 1.</summary>
    public int MinResource { get; init => field = Steps.Least(1, value); } = 1;

    /// <summary>One of how many goes on from a rung, and how much further the next rung is; at least 2.</summary>
    public int Reduction { get; init => field = Steps.Least(2, value); } = 4;

    /// <summary>How many rungs are left out at the beginning.</summary>
    public int EarlyStopping { get; init => field = Steps.Least(0, value); }

    /// <inheritdoc/>
    public override string Text => $"halving(from {MinResource}, {Reduction}, early {EarlyStopping})";

    /// <inheritdoc/>
    public override TrialDecision Decide(PruningContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Rungs rungs = new(MinResource, Reduction, EarlyStopping);
        int before = rungs.Reached(Steps.Previous(context.Trial, context.Step));
        for (int rung = before + 1, last = rungs.Reached(context.Step); rung <= last; rung++)
        {
            if (!GoesOn(context, rungs.StepOf(rung)))
            {
                return TrialDecision.Prune;
            }
        }

        return TrialDecision.Continue;
    }

    private bool GoesOn(PruningContext context, int step)
    {
        double own = Steps.LossFrom(context.History, context.Trial, step) ?? double.PositiveInfinity;
        if (own == double.PositiveInfinity)
        {
            return false;
        }

        int all = 1, better = 0;
        foreach (TrialRecord trial in context.History.Results)
        {
            if (Steps.LossFrom(context.History, trial, step) is { } loss)
            {
                all++;
                better += loss < own ? 1 : 0;
            }
        }

        return better < Math.Max(1, all / Reduction);
    }
}
