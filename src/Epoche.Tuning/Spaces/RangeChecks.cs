namespace Epoche.Tuning;

/// <summary>What every range of numbers is checked for.</summary>
internal static class RangeChecks
{
    /// <exception cref="ArgumentException">They are no bounds.</exception>
    public static void Bounds(double low, double high, bool log)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high))
        {
            throw new ArgumentException($"The bounds of a range are finite; received {Text(low)} to {Text(high)}.", nameof(low));
        }

        if (low > high)
        {
            throw new ArgumentException($"low is {Text(low)}, above high, which is {Text(high)}; exchange them.", nameof(low));
        }

        if (log && !(low > 0))
        {
            throw new ArgumentException(
                $"low is {Text(low)}, and a range that is searched by the logarithm begins above 0. Raise low, or search it evenly.",
                nameof(low));
        }
    }

    /// <exception cref="ArgumentException">It is no step.</exception>
    public static void Step(double step, bool log)
    {
        if (!(step > 0) || !double.IsFinite(step))
        {
            throw new ArgumentException($"step is {Text(step)}; expected a finite number above 0.", nameof(step));
        }

        if (log)
        {
            throw new ArgumentException(
                $"A range is searched by the logarithm or in steps, not both; received log and a step of {Text(step)}.", nameof(step));
        }
    }

    /// <exception cref="ArgumentException">It is NaN.</exception>
    public static void NotNaN(double number)
    {
        if (double.IsNaN(number))
        {
            throw new ArgumentException("number is NaN; expected a number.", nameof(number));
        }
    }

    private static string Text(double number) =>
        Math.Floor(number) == number && Math.Abs(number) < 1e15 ? $"{(long)number}" : StudyValue.NumberText(number);
}
