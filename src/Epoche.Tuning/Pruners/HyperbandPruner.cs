using System.Text;
using Epoche.Pictures;
using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// Hyperband (Li et al., JMLR 2018) as Optuna has it: each trial belongs to one of several brackets, in each of which successive halving
/// begins later; the bracket is chosen by a hash of the study's name and the trial's number, in proportion to the brackets' budgets. Only
/// trials of the same bracket are compared.
/// </summary>
public sealed class HyperbandPruner : Pruner
{
    /// <summary>The step of the first rung of the first bracket, at least 1.</summary>
    public int MinResource { get; init => field = Steps.Least(1, value); } = 1;

    /// <summary>The step at which a trial is complete; at least 1.</summary>
    public required int MaxResource { get; init => field = Steps.Least(1, value); }

    /// <summary>One of how many goes on from a rung; at least 2.</summary>
    public int Reduction { get; init => field = Steps.Least(2, value); } = 3;

    /// <inheritdoc/>
    public override string Text => $"hyperband({MinResource} to {MaxResource}, {Reduction})";

    /// <summary>How many brackets there are.</summary>
    public int Brackets => new Rungs(MinResource, Reduction, 0).Reached(Math.Max(MinResource, MaxResource)) + 1;

    /// <summary>The bracket of a trial, from 0.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="number">The trial's number.</param>
    public int BracketOf(string study, int number)
    {
        ArgumentNullException.ThrowIfNull(study);
        int count = Brackets, total = Enumerable.Range(0, count).Sum(bracket => Budget(bracket, count));
        int place = (int)(Crc32.Compute([], Encoding.UTF8.GetBytes($"{study}_{number}")) % (uint)total);
        for (int bracket = 0; ; bracket++)
        {
            place -= Budget(bracket, count);
            if (place < 0)
            {
                return bracket;
            }
        }
    }

    /// <inheritdoc/>
    public override TrialDecision Decide(PruningContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        int bracket = BracketOf(context.Study, context.Trial.Number);
        TrialRecord[] rivals = [.. context.History.Results.Where(trial => BracketOf(context.Study, trial.Number) == bracket)];
        SuccessiveHalvingPruner halving = new() { MinResource = MinResource, Reduction = Reduction, EarlyStopping = bracket };
        return halving.Decide(context with { History = new(context.History.Directions, rivals) });
    }

    /// <summary>⌈n·ηˢ/(s + 1)⌉ with s = n − 1 − bracket.</summary>
    private int Budget(int bracket, int count)
    {
        int s = count - 1 - bracket;
        long power = 1;
        for (int i = 0; i < s; i++)
        {
            power *= Reduction;
        }

        return (int)Math.Min(((count * power) + s) / (s + 1), 1 << 24);
    }
}
