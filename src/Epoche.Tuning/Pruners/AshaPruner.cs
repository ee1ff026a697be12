using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// Asynchronous successive halving with pauses (Li et al., "A system for massively parallel hyperparameter tuning", MLSys 2020): every
/// trial pauses at each rung, and goes on from its checkpoint once it is among the best 1/n of those that reached the rung; so a trial that
/// looked poor beside the first few may still win. Whoever is free promotes from the highest rung that has someone to promote, and begins a
/// new trial where none has. What a decision may see follows the study's rule, so that it does not depend on the number of workers.
/// </summary>
public sealed class AshaPruner : Pruner
{
    /// <summary>The step of the first rung, at least 1.</summary>
    public int MinResource { get; init => field = Steps.Least(1, value); } = 1;

    /// <summary>The step at which a trial is complete; rungs lie before it. At least 1.</summary>
    public required int MaxResource { get; init => field = Steps.Least(1, value); }

    /// <summary>One of how many goes on from a rung, and how much further the next rung is; at least 2.</summary>
    public int Reduction { get; init => field = Steps.Least(2, value); } = 4;

    /// <inheritdoc/>
    public override bool Pauses => true;

    /// <inheritdoc/>
    public override string Text => $"asha({MinResource} to {MaxResource}, {Reduction})";

    private Rungs Rungs => new(MinResource, Reduction, 0);

    /// <inheritdoc/>
    public override TrialDecision Decide(PruningContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        int reached = Rungs.Reached(context.Step);
        return context.Step < MaxResource && reached > Rungs.Reached(Steps.Previous(context.Trial, context.Step))
            ? TrialDecision.Pause : TrialDecision.Continue;
    }

    /// <inheritdoc/>
    public override int? Promote(string study, StudyHistory history)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(history);
        for (int rung = Rungs.Reached(MaxResource); rung >= 0; rung--)
        {
            if (Rungs.StepOf(rung) < MaxResource && Best(history, rung) is { } number)
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>The best of a rung's first 1/n that waits there; of equals the one with the lower number.</summary>
    private int? Best(StudyHistory history, int rung)
    {
        int step = Rungs.StepOf(rung), next = Rungs.StepOf(rung + 1);
        List<(double Loss, TrialRecord Trial)> reached = [];
        foreach (TrialRecord trial in history.Results)
        {
            if (Steps.LossFrom(history, trial, step) is { } loss && trial.State != TrialState.Fail)
            {
                reached.Add((loss, trial));
            }
        }

        reached.Sort((one, other) => one.Loss != other.Loss
            ? one.Loss.CompareTo(other.Loss) : one.Trial.Number.CompareTo(other.Trial.Number));
        foreach ((double loss, TrialRecord trial) in reached.Take(reached.Count / Reduction))
        {
            if (trial.State == TrialState.Waiting && loss < double.PositiveInfinity && trial.Last is { } last
                && Math.Min(next, MaxResource) > last.Step)
            {
                return trial.Number;
            }
        }

        return null;
    }
}
