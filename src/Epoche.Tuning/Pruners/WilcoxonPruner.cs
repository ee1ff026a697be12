using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// For objectives that are a mean over instances, such as the seeds of a recipe: the step of a report is the index of the instance. Ends a
/// trial once a signed-rank test (Wilcoxon 1945, one-sided) on the instances that it has in common with the best trial says that it is
/// worse. Never ends one whose mean so far is not worse than the best trial's over all its instances.
/// </summary>
public sealed class WilcoxonPruner : Pruner
{
    private const int MostExact = 50;

    /// <summary>Below which probability of so great a difference by chance a trial is ended; from 0 to 1.</summary>
    public double Threshold
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"Threshold is {value}; expected 0 to 1.");
    } = 0.1;

    /// <summary>How many instances there have to be in common.</summary>
    public int StartupSteps { get; init => field = Steps.Least(0, value); } = 2;

    /// <inheritdoc/>
    public override string Text => $"wilcoxon({StudyValue.NumberText(Threshold)}, startup {StartupSteps})";

    /// <inheritdoc/>
    public override TrialDecision Decide(PruningContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Ranking.Best(context.History.Results, context.History.Directions[0]) is not { } best || best.IntermediateValues.Count == 0)
        {
            return TrialDecision.Continue;
        }

        List<double> differences = [];
        foreach (IntermediateValue report in context.Trial.IntermediateValues)
        {
            if (best.At(report.Step) is { } other)
            {
                differences.Add(context.Loss(report.Value) - context.Loss(other)); // above 0: this trial is worse
            }
        }

        if (differences.Count < Math.Max(2, StartupSteps)
            || Mean(context, context.Trial) <= Mean(context, best))
        {
            return TrialDecision.Continue;
        }

        return ProbabilityOfGreater(differences) < Threshold ? TrialDecision.Prune : TrialDecision.Continue;
    }

    /// <summary>
    /// The probability of a sum of the positive ranks as great as this one where differences are symmetric about 0. Ranks of ties are
    /// averaged, and those of zeros are halved between the signs, as in SciPy's <c>zsplit</c>. Exact where there are neither ties nor
    /// zeros, otherwise, and for many differences, by the normal distribution.
    /// </summary>
    internal static double ProbabilityOfGreater(IReadOnlyList<double> differences)
    {
        double[] sizes = [.. differences.Select(Math.Abs).Order()];
        int n = sizes.Length;
        double positive = 0, zeros = 0, ties = 0, zeroCount = 0;
        for (int start = 0, end; start < n; start = end)
        {
            end = start;
            while (end < n && sizes[end] == sizes[start])
            {
                end++;
            }

            double rank = (start + 1 + end) / 2.0, count = end - start;
            ties += (count * count * count) - count;
            if (sizes[start] == 0)
            {
                (zeros, zeroCount) = (rank * count, count);
            }
            else
            {
                positive += rank * differences.Count(difference => difference == sizes[start]);
            }
        }

        positive += zeros / 2;
        if (ties == 0 && zeroCount == 0 && n <= MostExact)
        {
            return Exact(n, (int)Math.Round(positive));
        }

        double mean = n * (n + 1.0) / 4;
        double variance = ((n * (n + 1.0) * ((2 * n) + 1)) - (ties / 2)) / 24;
        return variance > 0 ? NormalCurve.Upper((positive - mean) / Math.Sqrt(variance)) : 1;
    }

    /// <summary>Of the 2ⁿ choices of signs, the share whose positive ranks add up to as much.</summary>
    private static double Exact(int n, int sum)
    {
        double[] ways = new double[(n * (n + 1) / 2) + 1];
        ways[0] = 1;
        for (int rank = 1; rank <= n; rank++)
        {
            for (int total = ways.Length - 1; total >= rank; total--)
            {
                ways[total] += ways[total - rank];
            }
        }

        double all = 0, greater = 0;
        for (int total = 0; total < ways.Length; total++)
        {
            all += ways[total];
            greater += total >= sum ? ways[total] : 0;
        }

        return greater / all;
    }

    private static double Mean(PruningContext context, TrialRecord trial) =>
        trial.IntermediateValues.Sum(report => context.Loss(report.Value)) / trial.IntermediateValues.Count;
}
