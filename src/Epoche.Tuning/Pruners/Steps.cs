namespace Epoche.Tuning;

/// <summary>What pruners share: when they decide, and how they order reports.</summary>
internal static class Steps
{
    /// <exception cref="ArgumentOutOfRangeException">It is less.</exception>
    public static int Least(int least, int value)
    {
        CountChecks.AtLeast(least, value);
        return value;
    }

    /// <summary>
    /// Whether a report is the first at or behind a step at which a decision is due: the warm-up, and every n-th step behind it.
    /// </summary>
    public static bool IsDue(PruningContext context, int warmUp, int interval)
    {
        if (context.Step < warmUp)
        {
            return false;
        }

        int due = warmUp + ((context.Step - warmUp) / interval * interval);
        return Previous(context.Trial, context.Step) < due;
    }

    /// <summary>The step of the report before one; −1 where it is the first.</summary>
    public static int Previous(TrialRecord trial, int step)
    {
        int previous = -1;
        foreach (IntermediateValue report in trial.IntermediateValues)
        {
            previous = report.Step < step ? Math.Max(previous, report.Step) : previous;
        }

        return previous;
    }

    /// <summary>The loss of the first report at or behind a step; null where there is none.</summary>
    public static double? LossFrom(StudyHistory history, TrialRecord trial, int step)
    {
        IntermediateValue? first = null;
        foreach (IntermediateValue report in trial.IntermediateValues)
        {
            first = report.Step >= step && (first is not { } other || report.Step < other.Step) ? report : first;
        }

        return first is { } found ? history.Loss(0, found.Value) : null;
    }

    /// <summary>The percentile with interpolation between neighbours, as NumPy's.</summary>
    public static double PercentileOf(List<double> values, double percentile)
    {
        values.Sort();
        double place = (values.Count - 1) * percentile / 100;
        int below = (int)Math.Floor(place);
        return below + 1 >= values.Count || values[below] == values[below + 1] ? values[below]
            : values[below] + ((place - below) * (values[below + 1] - values[below]));
    }
}
