using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// Tree-structured Parzen estimator (Bergstra et al., "Algorithms for hyper-parameter optimization", 2011; Watanabe, arXiv 2304.11127) by
/// the rules of Optuna. The trials so far are split into the best tenth and the rest; both become densities, mixtures of one kernel for
/// each trial and a wide prior; of some candidates drawn from the density of the good ones, the one is suggested whose density there is the
/// largest multiple of its density among the others. Constraints, several objectives and conditional parameters are part of it.
/// </summary>
public sealed class TpeSampler : Sampler
{
    private const double GoodShare = 0.1;
    private const int MostGood = 25;

    /// <summary>Which generation's rules.</summary>
    public TpeRules Rules { get; init; }

    /// <summary>How many trials have to be complete or pruned before it begins; random ones come before. At least 1.</summary>
    public int StartupTrials { get; init => field = Least(1, value); } = 10;

    /// <summary>How many candidates are drawn for a suggestion; at least 1.</summary>
    public int Candidates { get; init => field = Least(1, value); } = 24;

    /// <summary>Whether parameters are drawn jointly; null: as the rules have it.</summary>
    public bool? Multivariate { get; init; }

    /// <summary>
    /// Whether trials whose results are not known count as bad ones, so that others look elsewhere; null: as the rules have it.
    /// </summary>
    public bool? ConstantLiar { get; init; }

    /// <summary>
    /// Whether parameters that exist under the same condition are drawn jointly, where parameters are drawn jointly at all; otherwise
    /// conditional ones are drawn by themselves.
    /// </summary>
    public bool Group { get; init; } = true;

    /// <inheritdoc/>
    public override string Text =>
        $"tpe({(Rules == TpeRules.Optuna5 ? "optuna5" : "optuna4")}, startup {StartupTrials}, candidates {Candidates}, "
        + $"multivariate {Word(Multivariate)}, liar {Word(ConstantLiar)}, group {Word(Group)})";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is not one number for each parameter.</exception>
    public override void Suggest(SuggestionContext context, Span<double> numbers)
    {
        RequireRoom(context, numbers);
        if (Split(context.History) is not { } split)
        {
            for (int i = 0; i < numbers.Length; i++)
            {
                numbers[i] = context.Uniform(context.Space.Parameters[i]);
            }

            return;
        }

        bool isJoint = Multivariate ?? (Rules == TpeRules.Optuna5 && context.History.Directions.Count == 1);
        numbers.Fill(double.NaN);
        foreach (int[] group in TpeGroups.Of(context.Space, isJoint, Group))
        {
            // Conditional parameters come behind those that they depend on.
            if (context.Space.Exists(group[0], numbers))
            {
                Suggest(context, split, group, isJoint, numbers);
            }
        }
    }

    /// <inheritdoc/>
    public override double SuggestAlone(SuggestionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Split(context.History) is not { } split)
        {
            return context.Uniform(context.Space.Parameters[0]);
        }

        double[] number = new double[1];
        Suggest(context, split, [0], isJoint: false, number);
        return number[0];
    }

    private void Suggest(SuggestionContext context, TpeSplit split, int[] group, bool isJoint, Span<double> numbers)
    {
        SearchParameter[] parameters = [.. group.Select(i => context.Space.Parameters[i])];
        bool hasOneWidth = Rules == TpeRules.Optuna4 && isJoint;
        ParzenEstimator good = new(parameters, split.Good, !split.IsOfSeveral, hasOneWidth);
        ParzenEstimator bad = new(parameters, split.Bad, true, hasOneWidth);
        double[] candidates = good.Draw(context, Candidates);
        double[] gains = good.LogDensities(candidates, Candidates), losses = bad.LogDensities(candidates, Candidates);
        int best = 0;
        for (int i = 1; i < Candidates; i++)
        {
            best = gains[i] - losses[i] > gains[best] - losses[best] ? i : best;
        }

        for (int i = 0; i < group.Length; i++)
        {
            numbers[group[i]] = candidates[(i * Candidates) + best];
        }
    }

    private TpeSplit? Split(StudyHistory history)
    {
        int known = 0;
        foreach (TrialRecord trial in history.Results)
        {
            known += TpeSplit.Counts(trial) ? 1 : 0;
        }

        int good = (int)Math.Ceiling(GoodShare * known);
        bool isOfSeveral = history.Directions.Count > 1;
        return known < StartupTrials ? null
            : TpeSplit.Of(history, isOfSeveral ? good : Math.Min(good, MostGood), ConstantLiar ?? (Rules == TpeRules.Optuna5));
    }

    private static string Word(bool? value) => value is { } known ? known ? "yes" : "no" : "by the rules";

    private static int Least(int least, int value)
    {
        CountChecks.AtLeast(least, value);
        return value;
    }
}
